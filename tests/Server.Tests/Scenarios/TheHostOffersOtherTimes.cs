using System.Net;
using Hidori.Server.Tests.Kit;
using Hidori.Simulator.Microsoft365;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>候補を出し直す: the answer to a re-adjustment, and candidates added or taken away, under the same link (SPEC P5, P7, P8).</summary>
public sealed class TheHostOffersOtherTimes
{
    private const string Guest = "takahashi@guest.example";

    [Theory, EveryDatabase]
    public async Task The_guests_wish_becomes_a_candidate_with_one_press_and_is_confirmed_under_the_old_link(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var sato = await app.SignsInAsync("sato");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText { CoHosts = ["sato"] });
        await app.OutsideWorldSettlesAsync();
        using var guest = new GuestBrowser(app);
        await guest.AsksForOtherTimesAsync(
            proposal, "翌週の午後だと助かります", ("wishDate1", "2027-04-13"), ("wishStart1", "13:00"), ("wishEnd1", "15:00"));
        await app.OutsideWorldSettlesAsync();

        var page = await tanaka.Web.GetAsync(PathOf(proposal));
        var with = await tanaka.Web.SubmitAsync(page, PathOf(proposal), ("action", "add:2027-04-13T13:00/2027-04-13T15:00"), ("message", "こちらはいかがでしょうか"));
        var sent = await tanaka.Web.SubmitAsync(with, PathOf(proposal), ("action", "send"));
        await app.OutsideWorldSettlesAsync();

        Assert.Contains("翌週の午後だと助かります", page.Text, StringComparison.Ordinal);
        Assert.Empty(page.Inputs("candidate"));
        Assert.Equal($"/appointments/{proposal.Appointment}", sent.Address.AbsolutePath);
        Assert.Contains("田中 美咲が候補を出し直し", sent.Text, StringComparison.Ordinal);
        foreach (var host in (string[])["tanaka", "sato"])
        {
            var hold = Assert.Single(app.Outlook.CalendarOf(App.Mail(host)));
            Assert.Equal((App.At("2027-04-13 13:00"), ShowAs.Tentative), (hold.Start, hold.ShowAs));
        }

        var mail = app.Simulator.Mail.To(Guest)[^1];
        Assert.Equal("新しい候補日時をお送りします", mail.Subject);
        Assert.Contains("4月13日", mail.Text, StringComparison.Ordinal);
        Assert.Contains("こちらはいかがでしょうか", mail.Text, StringComparison.Ordinal);
        Assert.Contains(proposal.GuestPath, mail.Text, StringComparison.Ordinal);

        await guest.ChoosesAsync(proposal, 1);
        await app.OutsideWorldSettlesAsync();

        Assert.Equal(App.At("2027-04-13 13:00"), Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka"))).Start);
        Assert.Contains("確定", (await tanaka.SeesAsync(proposal)).Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task A_candidate_that_stays_keeps_its_hold_and_one_that_goes_takes_it_along(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText());
        await app.OutsideWorldSettlesAsync();
        var before = app.Outlook.CalendarOf(App.Mail("tanaka")).OrderBy(h => h.Start).ToList();

        var page = await tanaka.Web.GetAsync(PathOf(proposal));
        var without = await tanaka.Web.SubmitAsync(page, PathOf(proposal), ("action", "removeCandidate:1"));
        var with = await tanaka.Web.SubmitAsync(
            without, PathOf(proposal), ("newDate", "2027-04-14"), ("newStart", "16:00"), ("newEnd", "17:00"), ("action", "addCandidate"));
        await tanaka.Web.SubmitAsync(with, PathOf(proposal), ("action", "send"));
        await app.OutsideWorldSettlesAsync();

        var after = app.Outlook.CalendarOf(App.Mail("tanaka")).OrderBy(h => h.Start).ToList();
        Assert.Equal(before.Count, page.Inputs("candidate").Count);
        Assert.Empty(page.Document.QuerySelectorAll("[data-marks] .mark.hold"));
        Assert.Equal(before.Skip(1).Select(h => h.Id), after.SkipLast(1).Select(h => h.Id));
        Assert.Equal(App.At("2027-04-14 16:00"), after[^1].Start);
        Assert.Equal(2, app.Simulator.Mail.To(Guest).Count);
        using var guest = new GuestBrowser(app);
        Assert.Contains("4月14日(水) 16:00〜17:00", (await guest.OpensAsync(proposal)).Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task After_the_deadline_the_same_candidates_can_be_offered_again(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText { Deadline = App.At("2027-04-05 12:00") });
        await app.OutsideWorldSettlesAsync(NodaTime.Duration.FromHours(4));
        Assert.Empty(app.Outlook.CalendarOf(App.Mail("tanaka")));

        var page = await tanaka.Web.GetAsync(PathOf(proposal));
        await tanaka.Web.SubmitAsync(page, PathOf(proposal), ("action", "send"));
        await app.OutsideWorldSettlesAsync();

        Assert.Equal(page.Inputs("candidate").Count, app.Outlook.CalendarOf(App.Mail("tanaka")).Count);
        Assert.Contains("調整中", (await tanaka.SeesAsync(proposal)).Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task Once_confirmed_nothing_is_offered_any_more_and_what_is_wrong_is_said_at_the_field(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText());
        await app.OutsideWorldSettlesAsync();
        var page = await tanaka.Web.GetAsync(PathOf(proposal));

        var late = await tanaka.Web.SubmitAsync(page, PathOf(proposal), ("deadlineDate", "2027-05-30"), ("message", "お待ちしております"), ("action", "send"));
        using var guest = new GuestBrowser(app);
        await guest.ChoosesAsync(proposal, 1);
        var over = await tanaka.Web.SubmitAsync(page, PathOf(proposal), ("action", "send"));
        await app.OutsideWorldSettlesAsync();

        Assert.Equal(HttpStatusCode.UnprocessableEntity, late.Status);
        Assert.Contains("回答期限が最後の候補より後です", late.ErrorAt("deadlineDate"), StringComparison.Ordinal);
        Assert.Equal("お待ちしております", late.ValueOf("message"));
        Assert.Equal($"/appointments/{proposal.Appointment}", over.Address.AbsolutePath);
        Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")));
    }

    private static string PathOf(ProposalMade proposal) => $"/proposals/{proposal.Appointment}/candidates";
}
