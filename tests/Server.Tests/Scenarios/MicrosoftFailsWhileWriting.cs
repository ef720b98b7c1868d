using Hidori.Server.Tests.Kit;
using Hidori.Simulator;
using Hidori.Simulator.Microsoft365;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>Whatever Microsoft answers, calendars are right soon after it works again, and the page says why they are not yet.</summary>
public sealed class MicrosoftFailsWhileWriting
{
    private static readonly Dictionary<string, FaultKind> Faults = new()
    {
        ["401"] = FaultKind.Status(401),
        ["403"] = FaultKind.Status(403),
        ["404"] = FaultKind.Status(404),
        ["409"] = FaultKind.Status(409),
        ["412"] = FaultKind.Status(412),
        ["429"] = FaultKind.Status(429, 20),
        ["500"] = FaultKind.Status(500),
        ["503"] = FaultKind.Status(503, 20),
        ["never"] = FaultKind.NeverArrives,
        ["lost answer"] = FaultKind.DoneThenDisconnected,
    };

    public static IReadOnlyList<ITheoryDataRow> EveryFault() =>
    [
        .. from fault in Faults.Keys
           from method in (string[])["POST", "PATCH", "DELETE"]
           from databases in EveryDatabaseAttribute.Cases(method, fault)
           select databases,
    ];

    [Theory, MemberData(nameof(EveryFault))]
    public async Task One_failure_leaves_no_trace_in_the_calendars(DatabaseKind kind, string method, string fault)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        app.Simulator.Faults.Add(new Fault(Faults[fault], method, "/me/**"));

        var proposal = await tanaka.ProposesAsync(new ProposalText { ByMail = false });
        await app.OutsideWorldSettlesAsync();
        Assert.Equal(3, app.Outlook.CalendarOf(App.Mail("tanaka")).Count);
        using var guest = new GuestBrowser(app);
        await guest.ChoosesAsync(proposal, 2);
        await app.OutsideWorldSettlesAsync();

        var meeting = Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")));
        Assert.Equal((App.At("2027-04-07 14:00"), ShowAs.Busy), (meeting.Start, meeting.ShowAs));
        Assert.Single(app.Simulator.Mail.To("takahashi@guest.example"));
        Assert.DoesNotContain("カレンダー未反映", (await tanaka.SeesAsync(proposal)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [EveryDatabase("403", "予定表を読み書きする権限がなくなりました")]
    [EveryDatabase("404", "応答なし、または一時的なエラー")]
    [EveryDatabase("409", "応答なし、または一時的なエラー")]
    [EveryDatabase("412", "応答なし、または一時的なエラー")]
    [EveryDatabase("429", "間隔をあけるよう求められています")]
    [EveryDatabase("500", "応答なし、または一時的なエラー")]
    [EveryDatabase("503", "間隔をあけるよう求められています")]
    [EveryDatabase("never", "応答なし、または一時的なエラー")]
    [EveryDatabase("401", "接続が切れています")]
    public async Task While_it_lasts_the_page_says_why_and_afterwards_all_is_written(DatabaseKind kind, string fault, string words)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText { ByMail = false });
        await app.OutsideWorldSettlesAsync();
        using var guest = new GuestBrowser(app);
        await guest.ChoosesAsync(proposal, 2);
        app.Simulator.Faults.Add(new Fault(Faults[fault], "PATCH", "/me/events/*") { Times = null });

        await app.OutsideWorldSettlesAsync(Duration.FromMinutes(3));
        var meanwhile = await tanaka.SeesAsync(proposal);
        app.Simulator.Faults.Clear();
        using var again = await app.SignsInAsync("tanaka");
        await app.OutsideWorldSettlesAsync(Duration.FromMinutes(30));

        Assert.Contains("カレンダー未反映", meanwhile.Text, StringComparison.Ordinal);
        Assert.Contains(words, meanwhile.Text, StringComparison.Ordinal);
        Assert.Equal(ShowAs.Busy, Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka"))).ShowAs);
        Assert.Single(app.Simulator.Mail.To("takahashi@guest.example"));
        Assert.DoesNotContain("カレンダー未反映", (await again.SeesAsync(proposal)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [EveryDatabase("403", "No permission for the calendar", "The permission for your calendar is gone")]
    [EveryDatabase("429", "Microsoft 365 is slowing us down", "Microsoft 365 asked us to slow down")]
    [EveryDatabase("500", "Microsoft 365 cannot be written to now", "Microsoft 365 does not answer")]
    [EveryDatabase("503", "Microsoft 365 is slowing us down", "Microsoft 365 asked us to slow down")]
    [EveryDatabase("never", "Microsoft 365 cannot be written to now", "Microsoft 365 does not answer")]
    [EveryDatabase("401", "Connection broken", "Your connection to Microsoft 365 is broken")]
    public async Task While_it_lasts_list_and_page_say_so_in_English_too(DatabaseKind kind, string fault, string reason, string words)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText { ByMail = false });
        await app.OutsideWorldSettlesAsync();
        using var guest = new GuestBrowser(app);
        await guest.ChoosesAsync(proposal, 2);
        app.Simulator.Faults.Add(new Fault(Faults[fault], "PATCH", "/me/events/*") { Times = null });

        await app.OutsideWorldSettlesAsync(Duration.FromMinutes(3));
        var list = await tanaka.Web.GetAsync("/appointments?lang=en");
        var page = await tanaka.SeesAsync(proposal);

        var row = Assert.Single(list.Document.QuerySelectorAll("tbody tr")).TextContent;
        Assert.Contains("Confirmed", row, StringComparison.Ordinal);
        Assert.Contains("Not in calendar", row, StringComparison.Ordinal);
        Assert.Contains(reason, row, StringComparison.Ordinal);
        Assert.Contains("Not yet written", page.Text, StringComparison.Ordinal);
        Assert.Contains(words, page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("カレンダー未反映", list.Text + page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("書き込", page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [EveryDatabase(429)]
    [EveryDatabase(503)]
    public async Task No_call_is_made_before_the_time_that_Microsoft_asks_for(DatabaseKind kind, int status)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        app.Simulator.Faults.Add(new Fault(FaultKind.Status(status, 120), "POST", "/me/calendar/events"));
        var proposal = await tanaka.ProposesAsync(new ProposalText { ByMail = false });
        await app.WorkerLooksAsync();

        // Neither waiting nor pressing the button goes over the vendor's word.
        app.TimePasses(Duration.FromSeconds(60));
        await tanaka.PressesAsync(proposal.Appointment, "retry");
        await app.OutsideWorldSettlesAsync();

        var refused = app.Simulator.Requests.All.First(r => r.Status == status);
        var later = app.Simulator.Requests.All.Where(r => r.Mailbox is not null && r.Number > refused.Number).ToList();
        Assert.NotEmpty(later);
        Assert.All(later, r => Assert.True(r.At >= refused.At + Duration.FromSeconds(120), $"{r.Method} {r.PathAndQuery} at {r.At}"));
        Assert.Equal(3, app.Outlook.CalendarOf(App.Mail("tanaka")).Count);
    }

    /// <summary>Neither pages nor the worker of the new process know anything but what the database kept.</summary>
    [Theory, EveryDatabase, Trap(7)]
    public async Task The_time_that_Microsoft_asks_for_outlasts_a_restart(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        app.Simulator.Faults.Add(new Fault(FaultKind.Status(429, 120), "POST", "/me/calendar/events"));
        var proposal = await tanaka.ProposesAsync(new ProposalText { ByMail = false });
        await app.WorkerLooksAsync();
        var refused = app.Simulator.Requests.All.Single(r => r.Status == 429);

        await app.RestartsAsync();
        app.TimePasses(Duration.FromSeconds(110));
        var compose = await tanaka.Web.GetAsync("/proposals/new");
        await tanaka.PressesAsync(proposal.Appointment, "retry");
        await app.WorkerLooksAsync();
        var early = app.Simulator.Requests.All.Count(r => r.Mailbox is not null && r.Number > refused.Number);
        await app.OutsideWorldSettlesAsync();

        Assert.Equal(0, early);
        Assert.Contains("少し待つよう求められています", compose.Text, StringComparison.Ordinal);
        Assert.Equal(3, app.Outlook.CalendarOf(App.Mail("tanaka")).Count);
    }

    [Theory]
    [EveryDatabase(403)]
    [EveryDatabase(404)]
    public async Task A_vendor_that_refuses_for_long_is_not_hammered(DatabaseKind kind, int status)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        app.Simulator.Faults.Add(new Fault(FaultKind.Status(status), "POST", "/me/**") { Times = null });
        await tanaka.ProposesAsync(new ProposalText { ByMail = false });

        await app.OutsideWorldSettlesAsync(Duration.FromMinutes(10));

        Assert.InRange(app.Simulator.Requests.All.Count(r => r.Method == "POST" && r.Status == status), 6, 60);
    }

    [Theory, EveryDatabase]
    public async Task A_hold_deleted_by_hand_is_no_obstacle_the_meeting_is_written_anew(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText());
        await app.OutsideWorldSettlesAsync();
        foreach (var hold in app.Outlook.CalendarOf(App.Mail("tanaka")))
            app.Outlook.DeleteEvent(App.Mail("tanaka"), hold.Id);
        using var guest = new GuestBrowser(app);

        await guest.ChoosesAsync(proposal, 2);
        await app.OutsideWorldSettlesAsync();

        var meeting = Assert.Single(app.Outlook.CalendarOf(App.Mail("tanaka")));
        Assert.Equal((App.At("2027-04-07 14:00"), ShowAs.Busy), (meeting.Start, meeting.ShowAs));
        Assert.Contains(meeting.JoinUrl!, app.Simulator.Mail.To("takahashi@guest.example")[^1].Text, StringComparison.Ordinal);
    }
}
