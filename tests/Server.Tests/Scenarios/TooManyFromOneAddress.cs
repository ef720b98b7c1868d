using System.Net;
using Hidori.Server.Tests.Kit;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>The limits that look at where somebody comes from, not at what they hold.</summary>
public sealed class TooManyFromOneAddress
{
    [Theory, EveryDatabase]
    public async Task Many_links_pressed_from_one_address_are_asked_to_wait(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        app.Settings["GuestPostsPerMinutePerAddress"] = "3";
        await app.RestartsAsync();
        using var tanaka = await app.SignsInAsync("tanaka");
        var links = await LinksAsync(tanaka, 4);

        var answers = new List<WebPage>();
        foreach (var link in links)
        {
            using var guest = new GuestBrowser(app);
            answers.Add(await guest.ChoosesAsync(link, 1));
        }

        Assert.All(answers[..3], a => Assert.Contains("確定しました", a.Text, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[3].Status);
        Assert.Equal(TimeSpan.FromSeconds(60), answers[3].Answer.Headers.RetryAfter!.Delta);
        Assert.Contains("60 秒", answers[3].Text, StringComparison.Ordinal);
        Assert.Contains("調整中", (await tanaka.SeesAsync(links[3])).Text, StringComparison.Ordinal);
        using var reader = new GuestBrowser(app);
        Assert.Equal(HttpStatusCode.OK, (await reader.OpensAsync(links[3])).Status);
    }

    [Theory, EveryDatabase]
    public async Task Guesses_of_passwords_from_one_address_are_asked_to_wait_by_whichever_door(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        app.Settings["SignInsPerMinutePerAddress"] = "3";
        await app.RestartsAsync();
        using var smith = await app.AnotherOrganizationAsync("smith", "a-password-of-smith");
        using var somebody = app.NewBrowser();
        var page = await somebody.GetAsync("/sign-in?lang=en");

        var wrong = new List<HttpStatusCode>();
        foreach (var mail in (string[])["smith@test.example", "jones@test.example"])
            wrong.Add((await somebody.SubmitAsync(page, "/sign-in", ("email", mail), ("password", "a guess of mine"))).Status);
        var right = await somebody.SubmitAsync(page, "/sign-in", ("email", "smith@test.example"), ("password", "a-password-of-smith"));
        var microsoft = await somebody.SubmitAsync(page, "/sign-in/microsoft");

        Assert.Equal([HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity], wrong);
        Assert.Equal((HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests), (right.Status, microsoft.Status));
        Assert.Contains("60 seconds", right.Text, StringComparison.Ordinal);
    }

    /// <summary>The numbers of docs/configuration.md are for a company behind one address.</summary>
    [Theory, EveryDatabase]
    public async Task A_company_behind_one_address_meets_no_limit_as_it_is_delivered(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var links = await LinksAsync(tanaka, 5);
        using var guest = new GuestBrowser(app);
        using var member = app.NewBrowser();
        var signIn = await member.GetAsync("/sign-in");

        var answers = new List<HttpStatusCode>();
        foreach (var link in links)
        {
            var page = await guest.OpensAsync(link);
            for (var press = 0; press < 20; press++)
                answers.Add((await guest.Web.SubmitAsync(page, link.GuestPath, ("candidate", "banana"))).Status);
        }

        for (var press = 0; press < 30; press++)
            answers.Add((await member.SubmitAsync(signIn, "/sign-in", ("email", "nobody"), ("password", "banana"))).Status);

        Assert.Equal(130, answers.Count);
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.UnprocessableEntity, a));
    }

    [Theory, EveryDatabase]
    public async Task Many_looks_at_one_booking_page_are_asked_to_wait(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        app.Settings["BookingViewsPerMinutePerAddress"] = "3";
        await app.RestartsAsync();
        using var tanaka = await app.SignsInAsync("tanaka");
        var page = await BookingPageMade.OpenAsync(app, "soudan", ["tanaka"]);
        var another = await BookingPageMade.OpenAsync(app, "betsu", ["tanaka"]);
        using var guest = app.NewBrowser();

        var answers = new List<WebPage>();
        foreach (var step in (string[])["", "?view=week", "/details?minutes=30&start=2027-04-07T05:00:00Z", "/wish"])
            answers.Add(await guest.GetAsync(page.Path + step));

        Assert.All(answers[..3], a => Assert.Equal(HttpStatusCode.OK, a.Status));
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[3].Status);
        Assert.Equal(TimeSpan.FromSeconds(60), answers[3].Answer.Headers.RetryAfter!.Delta);
        Assert.Contains("60 秒", answers[3].Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await guest.GetAsync(another.Path)).Status);
    }

    /// <summary>A provider hands a line its own /64, and with it more addresses than anybody could count (RFC 6177).</summary>
    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("fe80::1%2", "fe80::2%3", true)]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7", true)]
    [InlineData("::ffff:203.0.113.7", "::ffff:203.0.113.8", false)]
    [InlineData("203.0.113.7", "203.0.113.8", false)]
    [InlineData("::1", "127.0.0.1", false)]
    public void Addresses_of_one_line_count_as_one(string one, string other, bool asOne) =>
        Assert.Equal(asOne, Security.LineOf(IPAddress.Parse(one)) == Security.LineOf(IPAddress.Parse(other)));

    private static async Task<List<ProposalMade>> LinksAsync(MemberBrowser host, int count)
    {
        var links = new List<ProposalMade>();
        for (var day = 0; day < count; day++)
            links.Add(await host.ProposesAsync(new ProposalText { Candidates = [$"2027-04-{12 + day}T10:00/2027-04-{12 + day}T11:00"] }));
        return links;
    }
}
