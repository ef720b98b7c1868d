using System.Net;
using Hidori.Server.Tests.Kit;
using Hidori.Simulator;
using Hidori.Simulator.Microsoft365;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>The live read before confirming (SPEC P4, M21, M22).</summary>
public sealed class TheCalendarIsReadOnceMore
{
    [Theory, EveryDatabase]
    public async Task An_entry_added_since_closes_its_candidate_and_leaves_the_others(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var sato = await app.SignsInAsync("sato");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText { CoHosts = ["sato"] });
        await app.OutsideWorldSettlesAsync();
        app.Outlook.Put(App.Mail("sato"), new NewItem("歯医者", App.At("2027-04-06 10:30"), App.At("2027-04-06 11:30")));
        using var guest = new GuestBrowser(app);

        var refused = await guest.ChoosesAsync(proposal, 1, "2名で伺います");

        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Contains("候補1", refused.Text, StringComparison.Ordinal);
        Assert.Contains("いま受付を終了しました", refused.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("歯医者", refused.Text, StringComparison.Ordinal);
        var options = refused.Inputs("candidate");
        Assert.Equal([true, false, false], options.Select(o => o.IsDisabled));
        Assert.Equal("2名で伺います", refused.Document.QuerySelector("textarea[name=note]")!.TextContent);

        var done = await guest.ChoosesAsync(refused, proposal, 2);
        await app.OutsideWorldSettlesAsync();

        Assert.Contains("確定しました", done.Text, StringComparison.Ordinal);
        Assert.Equal(App.At("2027-04-07 14:00"), Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka"))).Start);
    }

    [Theory, EveryDatabase]
    public async Task An_entry_that_the_host_overlapped_knowingly_does_not_stand_in_the_way(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        app.Outlook.Put(App.Mail("tanaka"), new NewItem("社内定例", App.At("2027-04-06 10:00"), App.At("2027-04-06 11:00")));
        var proposal = await tanaka.ProposesAsync(new ProposalText { OverlapAccepted = true });
        using var guest = new GuestBrowser(app);

        var done = await guest.ChoosesAsync(proposal, 1);

        Assert.Equal(HttpStatusCode.OK, done.Status);
        Assert.Contains("確定しました", done.Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task An_overlapped_entry_that_was_moved_since_counts_again(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var entry = app.Outlook.Put(App.Mail("tanaka"), new NewItem("社内定例", App.At("2027-04-06 09:30"), App.At("2027-04-06 10:15")));
        var proposal = await tanaka.ProposesAsync(new ProposalText { OverlapAccepted = true });
        app.Outlook.MoveEvent(App.Mail("tanaka"), entry, App.At("2027-04-06 10:15"));
        using var guest = new GuestBrowser(app);

        Assert.Equal(HttpStatusCode.Conflict, (await guest.ChoosesAsync(proposal, 1)).Status);
    }

    [Theory, EveryDatabase]
    public async Task Holds_of_two_proposals_may_overlap_and_the_first_confirmed_takes_the_time(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var first = await tanaka.ProposesAsync(new ProposalText());
        await app.OutsideWorldSettlesAsync();
        var second = await tanaka.ProposesAsync(new ProposalText { Title = "別件", OverlapAccepted = true });
        await app.OutsideWorldSettlesAsync();
        using var guest = new GuestBrowser(app);

        var done = await guest.ChoosesAsync(second, 1);
        await app.OutsideWorldSettlesAsync();
        var other = await guest.OpensAsync(first);

        Assert.Contains("確定しました", done.Text, StringComparison.Ordinal);
        Assert.Equal(
            [true, false, false], other.Inputs("candidate").Select(o => o.IsDisabled));
        Assert.Contains("受付を終了しました", other.Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase, Trap(1)]
    public async Task A_calendar_that_cannot_be_read_confirms_nothing_and_keeps_choice_and_note(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText());
        using var guest = new GuestBrowser(app);
        FaultKind[] faults =
        [
            FaultKind.Status(403), FaultKind.Status(404), FaultKind.Status(404, code: "MailboxNotEnabledForRESTAPI"),
            FaultKind.Status(409), FaultKind.Status(412), FaultKind.Status(429, 30), FaultKind.Status(503, 30), FaultKind.Status(500), FaultKind.NeverArrives,
            // The last, because a refused token ends the connection.
            FaultKind.Status(401),
        ];

        foreach (var fault in faults)
        {
            app.Simulator.Faults.Add(new Fault(fault, "GET", "/me/calendar/calendarView") { Times = null });
            var page = await guest.ChoosesAsync(proposal, 2, "駐車場をお借りします");
            app.Simulator.Faults.Clear();
            app.TimePasses(Duration.FromMinutes(1));

            Assert.True(page.Status == HttpStatusCode.ServiceUnavailable, $"{fault}: {page.Status} {page.Text}");
            Assert.Contains("いまは確定できません", page.Text, StringComparison.Ordinal);
            Assert.Equal([false, true, false], page.Inputs("candidate").Select(o => o.IsChecked));
            Assert.Equal("駐車場をお借りします", page.Document.QuerySelector("textarea[name=note]")!.TextContent);
        }

        using var again = await app.SignsInAsync("tanaka");
        var done = await guest.ChoosesAsync(proposal, 2);
        Assert.Contains("確定しました", done.Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task A_co_host_without_a_calendar_is_named_before_sending_and_gets_no_entry(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        using var tanaka = await app.SignsInAsync("tanaka");
        var compose = await tanaka.Web.GetAsync("/proposals/new");
        var sato = compose.Document.QuerySelectorAll("select[name=newHost] option").First(o => o.TextContent.Contains("佐藤", StringComparison.Ordinal));

        var warned = await tanaka.Web.SubmitAsync(compose, "/proposals", ("newHost", sato.GetAttribute("value")!), ("action", "addHost"));
        var proposal = await tanaka.ProposesAsync(new ProposalText { CoHosts = ["sato"] });
        await app.OutsideWorldSettlesAsync();
        using var guest = new GuestBrowser(app);
        await guest.ChoosesAsync(proposal, 1);
        await app.OutsideWorldSettlesAsync();

        Assert.Contains("佐藤 健一さんの", warned.Text, StringComparison.Ordinal);
        Assert.Contains("カレンダーと未連携です", warned.Text, StringComparison.Ordinal);
        var page = await tanaka.SeesAsync(proposal);
        Assert.Contains("未連携", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("カレンダー未反映", page.Text, StringComparison.Ordinal);
        var mail = Assert.Single(app.Simulator.Mail.To(App.Mail("tanaka")));
        Assert.Contains("佐藤 健一", mail.Text, StringComparison.Ordinal);
    }
}
