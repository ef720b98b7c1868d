using System.Net;
using Hidori.Server.Tests.Kit;
using Hidori.Simulator.Microsoft365;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>Whatever a person does with the order and the names of their calendars, the default one is used (SPEC M5).</summary>
public sealed class CalendarsAreSortedAndRenamed
{
    /// <summary>Thirty fill three pages of Graph's ten: whoever looks for a name in the first page finds another one.</summary>
    private const int Calendars = 30;

    [Theory, EveryDatabase, Trap(9)]
    public async Task From_proposal_to_meeting_only_the_default_calendar_counts(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        var who = App.Mail("tanaka");
        for (var i = 1; i < Calendars; i++)
            app.Outlook.AddCalendar(who, $"予定表 {i}", group: i % 3 == 0 ? "その他の予定表" : null);
        app.Outlook.RenameCalendar(who, "予定表", "Kalender");
        app.Outlook.SortCalendars(who, "その他の予定表", "予定表 7", "予定表 3");
        app.Outlook.Put(who, new NewItem("趣味", App.At("2027-04-06 10:00"), App.At("2027-04-06 11:00")) { Calendar = "予定表 7" });
        using var tanaka = await app.SignsInAsync("tanaka");

        var proposal = await tanaka.ProposesAsync(new ProposalText());
        await app.OutsideWorldSettlesAsync();
        var holds = Ours(app);
        app.Outlook.RenameCalendar(who, "Kalender", "Calendario");
        app.Outlook.RenameCalendar(who, "予定表 7", "予定表");
        app.Outlook.SortCalendars(who, "予定表 29", "予定表", "その他の予定表");
        using var guest = new GuestBrowser(app);
        var done = await guest.ChoosesAsync(proposal, 1);
        await app.OutsideWorldSettlesAsync();

        Assert.Equal(["Kalender", "Kalender", "Kalender"], holds.Select(h => h.CalendarName));
        Assert.Equal(HttpStatusCode.OK, done.Status);
        var meeting = Assert.Single(Ours(app));
        Assert.Equal(("Calendario", holds[0].Id), (meeting.CalendarName, meeting.Id));
    }

    [Theory, EveryDatabase]
    public async Task What_stands_in_the_default_calendar_is_seen_under_whatever_name(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        var who = App.Mail("tanaka");
        for (var i = 1; i < Calendars; i++)
            app.Outlook.AddCalendar(who, $"予定表 {i}");
        using var tanaka = await app.SignsInAsync("tanaka");
        var proposal = await tanaka.ProposesAsync(new ProposalText());
        app.Outlook.RenameCalendar(who, "予定表", "Kalender");
        app.Outlook.SortCalendars(who, "予定表 12");
        app.Outlook.Put(who, new NewItem("歯医者", App.At("2027-04-06 10:30"), App.At("2027-04-06 11:30")));
        using var guest = new GuestBrowser(app);

        var refused = await guest.ChoosesAsync(proposal, 1);

        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Equal([true, false, false], refused.Inputs("candidate").Select(o => o.IsDisabled));
    }

    private static IReadOnlyList<CalendarItem> Ours(App app) =>
        [.. app.Outlook.CalendarOf(App.Mail("tanaka")).Where(i => i.Subject != "趣味")];
}
