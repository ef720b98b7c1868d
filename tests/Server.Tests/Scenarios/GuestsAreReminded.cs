using System.Net;
using Hidori.Server.Tests.Kit;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>催促 of guests who have not answered (SPEC P3).</summary>
public sealed class GuestsAreReminded
{
    private const string Guest = "takahashi@guest.example";

    [Theory, EveryDatabase]
    public async Task Who_has_not_answered_is_reminded_once_before_the_deadline_and_by_hand_once_a_day(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText { Deadline = App.At("2027-04-08 15:00") });
        await app.OutsideWorldSettlesAsync();

        Assert.Contains("4月6日(火) 15:00 に自動で催促します", (await tanaka.SeesAsync(proposal)).Text, StringComparison.Ordinal);
        await PassesUntilAsync(app, "2027-04-06 14:59");
        Assert.Single(app.Simulator.Mail.To(Guest));
        await PassesUntilAsync(app, "2027-04-06 15:01");
        await PassesUntilAsync(app, "2027-04-07 14:00");

        var mails = app.Simulator.Mail.To(Guest);
        Assert.Equal(2, mails.Count);
        Assert.Contains("ご回答をお願いします", mails[1].Subject, StringComparison.Ordinal);
        Assert.Contains(proposal.GuestPath, mails[1].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("4月6日", mails[1].Text, StringComparison.Ordinal);
        Assert.Contains("2) 2027年4月7日", mails[1].Text, StringComparison.Ordinal);
        var page = await tanaka.SeesAsync(proposal);
        Assert.Contains("自動で催促", page.Text, StringComparison.Ordinal);
        Assert.Contains("次に催促できるのは 4月7日(水) 15:00", page.Text, StringComparison.Ordinal);
        var token = page.ValueOf("__RequestVerificationToken")!;
        Assert.Equal(HttpStatusCode.Conflict, (await RemindAsync(tanaka, proposal, token)).Status);

        await PassesUntilAsync(app, "2027-04-07 15:02");
        Assert.Contains("田中 美咲が催促", (await tanaka.PressesAsync(proposal.Appointment, "remind")).Text, StringComparison.Ordinal);
        await app.OutsideWorldSettlesAsync();
        Assert.Equal(3, app.Simulator.Mail.To(Guest).Count);
    }

    [Theory, EveryDatabase]
    public async Task Nobody_is_reminded_who_has_answered_or_where_it_is_switched_off_and_an_extension_moves_it(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var answered = await tanaka.ProposesAsync(At("12", "a@guest.example"));
        var off = await tanaka.ProposesAsync(At("13", "b@guest.example"));
        var extended = await tanaka.ProposesAsync(At("14", "c@guest.example"));
        var url = await tanaka.ProposesAsync(At("15", "d@guest.example") with { ByMail = false });
        await app.OutsideWorldSettlesAsync();
        using var guest = new GuestBrowser(app);

        await guest.ChoosesAsync(answered, 1);
        Assert.Contains("自動では催促しません", (await tanaka.PressesAsync(off.Appointment, "reminder", ("on", "false"))).Text, StringComparison.Ordinal);
        await tanaka.PressesAsync(extended.Appointment, "extend", ("deadlineDate", "2027-04-10"), ("deadlineTime", "09:00"));
        await PassesUntilAsync(app, "2027-04-07 12:00");

        Assert.Equal([2, 1, 1, 0], Counts(app));
        Assert.DoesNotContain("催促", (await tanaka.SeesAsync(url)).Document.QuerySelector("h2#reminder")?.TextContent ?? "", StringComparison.Ordinal);
        await PassesUntilAsync(app, "2027-04-08 09:01");
        Assert.Equal([2, 1, 2, 0], Counts(app));
    }

    private static ProposalText At(string day, string mail) => new()
    {
        GuestMail = mail,
        Deadline = App.At("2027-04-09 09:00"),
        Candidates = [$"2027-04-{day}T10:00/2027-04-{day}T11:00"],
    };

    private static int[] Counts(App app) =>
        [.. ((string[])["a", "b", "c", "d"]).Select(name => app.Simulator.Mail.To($"{name}@guest.example").Count)];

    private static Task<WebPage> RemindAsync(MemberBrowser member, ProposalMade proposal, string token) =>
        member.Web.PostAsync($"/appointments/{proposal.Appointment}/remind", ("__RequestVerificationToken", token));

    /// <summary>With the worker looking whenever something is due.</summary>
    private static async Task PassesUntilAsync(App app, string moment)
    {
        await app.OutsideWorldSettlesAsync(App.At(moment) - app.Now);
        app.TimePasses(App.At(moment) - app.Now);
        await app.WorkerLooksAsync();
    }
}
