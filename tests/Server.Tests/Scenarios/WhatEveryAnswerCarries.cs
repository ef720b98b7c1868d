using System.Net;
using Hidori.Server.Tests.Kit;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>Headers, cookies, tokens of forms and limits.</summary>
public sealed class WhatEveryAnswerCarries
{
    [Theory, EveryDatabase]
    public async Task Every_answer_has_a_strict_policy_also_when_it_says_no(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText());
        using var stranger = app.NewBrowser();
        WebPage[] pages =
        [
            await stranger.GetAsync("/sign-in"),
            await stranger.GetAsync("/no/such/page"),
            await stranger.GetAsync("/p/banana"),
            await stranger.GetAsync(proposal.GuestPath),
            await stranger.GetAsync("/health"),
            await stranger.PostAsync("/sign-in"),
            await tanaka.Web.GetAsync("/appointments"),
            await tanaka.Web.GetAsync($"/appointments/{Guid.CreateVersion7()}"),
            await tanaka.Web.GetAsync("/proposals/new"),
        ];

        foreach (var page in pages)
        {
            var policy = Assert.Single(page.Answer.Headers.GetValues("Content-Security-Policy"));
            Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", Assert.Single(page.Answer.Headers.GetValues("X-Content-Type-Options")));
            Assert.Equal("no-referrer", Assert.Single(page.Answer.Headers.GetValues("Referrer-Policy")));
            Assert.Empty(page.Document.QuerySelectorAll("script:not([src])"));
        }

        Assert.All(tanaka.Web.Cookies.GetAllCookies(), c => Assert.True(c.HttpOnly, c.Name));
    }

    [Theory, EveryDatabase]
    public async Task A_form_without_its_token_is_refused_in_words_and_changes_nothing(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText());
        using var guest = new GuestBrowser(app);
        var candidate = (await guest.OpensAsync(proposal)).Inputs("candidate")[0].Value;
        var one = $"/appointments/{proposal.Appointment}";
        (Browser Who, string Path)[] posts =
        [
            (guest.Web, proposal.GuestPath), (guest.Web, proposal.GuestPath + "/other-times"), (guest.Web, "/sign-in"), (guest.Web, "/sign-in/microsoft"),
            (guest.Web, "/first-run"), (guest.Web, "/invitation/banana"), (guest.Web, "/invitation/banana/microsoft"),
            (tanaka.Web, "/proposals"), (tanaka.Web, "/members"), (tanaka.Web, "/sign-out"), (tanaka.Web, "/connections/microsoft365/connect"),
            (tanaka.Web, "/connections/microsoft365/disconnect"), (tanaka.Web, one + "/withdraw"), (tanaka.Web, one + "/cancel"),
            (tanaka.Web, one + "/extend"), (tanaka.Web, one + "/reschedule"), (tanaka.Web, one + "/retry"), (tanaka.Web, one + "/join-link"),
        ];

        foreach (var (who, path) in posts)
        {
            var answer = await who.PostAsync(path, ("candidate", candidate), ("wishMessage", "来週で"));
            Assert.True(answer.Status == HttpStatusCode.BadRequest, $"{path}: {answer.Status}");
            Assert.Contains("この画面は古くなっています", answer.Text, StringComparison.Ordinal);
        }

        Assert.Contains("調整中", (await tanaka.SeesAsync(proposal)).Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task A_guest_link_pressed_without_end_is_asked_to_wait(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText());
        using var guest = new GuestBrowser(app);
        var page = await guest.OpensAsync(proposal);

        WebPage answer;
        var presses = 0;
        do
            answer = await guest.Web.SubmitAsync(page, proposal.GuestPath, ("candidate", "banana"));
        while (answer.Status != HttpStatusCode.TooManyRequests && ++presses < 100);

        Assert.Equal(30, presses);
        Assert.Equal(TimeSpan.FromSeconds(60), answer.Answer.Headers.RetryAfter!.Delta);
        Assert.Contains("60 秒", answer.Text, StringComparison.Ordinal);
        using var another = new GuestBrowser(app);
        var second = await tanaka.ProposesAsync(new ProposalText { Candidates = ["2027-04-20T10:00/2027-04-20T11:00"] });
        Assert.Contains("確定しました", (await another.ChoosesAsync(second, 1)).Text, StringComparison.Ordinal);
    }
}
