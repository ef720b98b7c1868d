using Hidori.Domain;
using Hidori.Domain.Availability;
using Hidori.Server.Outside;
using Hidori.Server.Outside.Mailboxes;
using Hidori.Server.Storage;
using Hidori.Server.Tests.Kit;
using Hidori.Simulator;
using Hidori.Simulator.Microsoft365;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>
/// A copy of each linked mailbox, kept by notifications, by the list of changes and by asking alone (SPEC M20, M22, M23).
/// </summary>
public sealed class CopiesOfMailboxes
{
    [Theory, EveryDatabase]
    public async Task A_change_in_outlook_reaches_the_copy_by_a_notification(DatabaseKind kind)
    {
        await using var app = await CopyingAsync(kind, notified: true);
        Assert.Single(app.Outlook.Notifications.Subscriptions);

        TakesTime(app, "2027-04-06 10:00", "2027-04-06 11:00");
        await app.Outlook.Notifications.DeliverAsync(Ct);
        app.TimePasses(Duration.FromSeconds(3));
        await app.WorkerLooksAsync();

        Assert.Equal(["2027-04-06 10:00"], await StartsAsync(app));
    }

    [Theory, EveryDatabase]
    public async Task Without_notifications_the_copy_follows_by_asking_and_sooner_when_somebody_looks(DatabaseKind kind)
    {
        await using var app = await CopyingAsync(kind, notified: false);
        using var tanaka = await app.SignsInAsync("tanaka");
        await app.WorkerLooksAsync();
        TakesTime(app, "2027-04-06 10:00", "2027-04-06 11:00");

        await tanaka.Web.GetAsync("/proposals/new");
        app.TimePasses(Duration.FromMinutes(31));
        await app.WorkerLooksAsync();

        Assert.Empty(app.Outlook.Notifications.Subscriptions);
        Assert.Equal(["2027-04-06 10:00"], await StartsAsync(app));
    }

    [Theory, EveryDatabase]
    public async Task A_look_at_a_young_copy_brings_the_next_asking_forward(DatabaseKind kind)
    {
        await using var app = await CopyingAsync(kind, notified: false);
        using var tanaka = await app.SignsInAsync("tanaka");
        await app.WorkerLooksAsync();
        app.TimePasses(Duration.FromMinutes(2));
        await tanaka.Web.GetAsync("/proposals/new");
        TakesTime(app, "2027-04-06 10:00", "2027-04-06 11:00");

        app.TimePasses(Duration.FromMinutes(3) + Duration.FromSeconds(1));
        await app.WorkerLooksAsync();

        Assert.Equal(["2027-04-06 10:00"], await StartsAsync(app));
    }

    [Theory, EveryDatabase, Trap(16, 17, 18)]
    public async Task Moved_deleted_and_untouched_entries_are_told_apart(DatabaseKind kind)
    {
        await using var app = await CopyingAsync(kind, notified: false);
        var ids = Enumerable.Range(0, 25).Select(i => TakesTime(app, $"2027-05-{i + 1:00} 10:00", $"2027-05-{i + 1:00} 11:00")).ToList();
        await AsksAsync(app);
        Assert.Equal(25, (await StartsAsync(app)).Count);
        var mark = await MarkAsync(app);

        app.Outlook.DeleteEvent(App.Mail("tanaka"), ids[0]);
        app.Outlook.MoveEvent(App.Mail("tanaka"), ids[1], App.At("2027-06-10 09:00"));
        app.Outlook.EditEvent(App.Mail("tanaka"), ids[2], showAs: ShowAs.Free);
        await AsksAsync(app);
        var starts = await StartsAsync(app);
        var before = CallsOf(app);
        await AsksAsync(app);

        Assert.Equal(23, starts.Count);
        Assert.DoesNotContain("2027-05-01 10:00", starts);
        Assert.DoesNotContain("2027-05-03 10:00", starts);
        Assert.Contains("2027-06-10 09:00", starts);
        Assert.NotEqual(mark, await MarkAsync(app));
        Assert.Equal(1, CallsOf(app) - before);
    }

    /// <summary>What was never held comes as removed too.</summary>
    [Theory, EveryDatabase, Trap(17)]
    public async Task An_entry_outside_the_window_does_no_harm(DatabaseKind kind)
    {
        await using var app = await CopyingAsync(kind, notified: false);
        TakesTime(app, "2027-04-06 10:00", "2027-04-06 11:00");
        await AsksAsync(app);

        TakesTime(app, "2029-04-06 10:00", "2029-04-06 11:00");
        await AsksAsync(app);

        Assert.Equal(["2027-04-06 10:00"], await StartsAsync(app));
    }

    [Theory, EveryDatabase, Trap(16)]
    public async Task Any_change_of_a_series_is_seen_on_all_its_dates(DatabaseKind kind)
    {
        await using var app = await CopyingAsync(kind, notified: false);
        var series = app.Outlook.Put(App.Mail("tanaka"), new NewItem("週次", App.At("2027-04-06 10:00"), App.At("2027-04-06 11:00"))
        {
            Recurrence = new RecurrenceRule { StartDate = new LocalDate(2027, 4, 6), NumberOfOccurrences = 4 },
        });
        await AsksAsync(app);
        Assert.Equal(4, (await StartsAsync(app)).Count);

        var second = app.Outlook.CalendarOf(App.Mail("tanaka"), new Interval(App.At("2027-04-13 00:00"), App.At("2027-04-14 00:00")));
        app.Outlook.MoveEvent(App.Mail("tanaka"), Assert.Single(second).Id, App.At("2027-04-14 15:00"));
        await AsksAsync(app);
        var moved = await StartsAsync(app);
        app.Outlook.DeleteEvent(App.Mail("tanaka"), series);
        await AsksAsync(app);

        Assert.Equal(["2027-04-06 10:00", "2027-04-14 15:00", "2027-04-20 10:00", "2027-04-27 10:00"], moved);
        Assert.Empty(await StartsAsync(app));
    }

    [Theory, EveryDatabase]
    public async Task A_mark_that_is_forgotten_begins_anew_and_takes_away_what_is_gone(DatabaseKind kind)
    {
        await using var app = await CopyingAsync(kind, notified: false);
        var gone = TakesTime(app, "2027-04-06 10:00", "2027-04-06 11:00");
        TakesTime(app, "2027-04-07 10:00", "2027-04-07 11:00");
        await AsksAsync(app);

        foreach (var status in new[] { 410, 404, 400 })
        {
            app.Outlook.Behaviour.DeltaResetStatus = status;
            app.Outlook.ForgetDeltaTokens(App.Mail("tanaka"));
            await AsksAsync(app);
        }

        app.Outlook.ForgetDeltaTokens(App.Mail("tanaka"));
        app.Outlook.DeleteEvent(App.Mail("tanaka"), gone);
        await AsksAsync(app);

        Assert.Equal(["2027-04-07 10:00"], await StartsAsync(app));
    }

    [Theory, EveryDatabase, Trap(1, 22)]
    public async Task A_dead_subscription_and_a_silent_calendar_are_unknown_with_their_age(DatabaseKind kind)
    {
        await using var app = await CopyingAsync(kind, notified: true);
        app.Outlook.Notifications.DieSilently(App.Mail("tanaka"));
        TakesTime(app, "2027-04-06 10:00", "2027-04-06 11:00");
        var readAt = app.Now;

        app.TimePasses(Duration.FromMinutes(76));
        app.Simulator.Faults.Decide = _ => FaultKind.Status(503);
        await app.WorkerLooksAsync();
        var unknown = await ShownAsync(app);
        app.Simulator.Faults.Clear();
        app.TimePasses(Duration.FromMinutes(2));
        await app.WorkerLooksAsync();

        Assert.Equal(new BusyTimes.Unknown(UnknownReason.Unavailable, readAt), unknown);
        Assert.Single(Assert.IsType<BusyTimes.Known>(await ShownAsync(app)).Entries);
    }

    [Theory, EveryDatabase]
    public async Task A_young_copy_is_shown_without_a_call_and_a_broken_link_shows_none(DatabaseKind kind)
    {
        await using var app = await CopyingAsync(kind, notified: false);
        TakesTime(app, "2027-04-06 10:00", "2027-04-06 11:00");
        await AsksAsync(app);
        var before = app.Simulator.Requests.Count;

        var shown = await ShownAsync(app);
        await app.Database.ExecuteAsync("UPDATE connections SET state = 'NeedsReconnection'");

        Assert.Equal("別件", Assert.Single(Assert.IsType<BusyTimes.Known>(shown).Entries).Title);
        Assert.Equal(before, app.Simulator.Requests.Count);
        Assert.Equal(UnknownReason.ConnectionBroken, Assert.IsType<BusyTimes.Unknown>(await ShownAsync(app)).Reason);
    }

    [Theory, EveryDatabase, Trap(16, 18)]
    public async Task A_round_that_breaks_off_keeps_the_old_mark_with_the_old_copy(DatabaseKind kind)
    {
        await using var app = await CopyingAsync(kind, notified: false);
        var old = TakesTime(app, "2027-04-06 10:00", "2027-04-06 11:00");
        await AsksAsync(app);
        var mark = await MarkAsync(app);
        app.Outlook.DeleteEvent(App.Mail("tanaka"), old);
        // More than one page of changes.
        for (var i = 0; i < 250; i++)
            app.Outlook.Put(App.Mail("tanaka"), new NewItem("別件", App.At("2027-05-01 00:00") + Duration.FromHours(i), App.At("2027-05-01 01:00") + Duration.FromHours(i)));

        app.Simulator.Faults.Add(new Fault(FaultKind.Status(500), "GET", "/me/calendarView/**") { FromCall = 2, Times = null });
        await AsksAsync(app);
        var (markBetween, copyBetween) = (await MarkAsync(app), await StartsAsync(app));
        app.Simulator.Faults.Clear();
        await AsksAsync(app);

        Assert.Equal(mark, markBetween);
        Assert.Equal(["2027-04-06 10:00"], copyBetween);
        Assert.NotEqual(mark, await MarkAsync(app));
        Assert.Equal(250, (await StartsAsync(app)).Count);
    }

    [Theory, EveryDatabase, Trap(5)]
    public async Task The_copy_and_the_calendar_itself_give_the_same_answer(DatabaseKind kind)
    {
        await using var app = await CopyingAsync(kind, notified: false);
        var who = App.Mail("tanaka");
        foreach (var (shown, hour) in Enum.GetValues<ShowAs>().Select((s, i) => (s, 9 + i)))
            app.Outlook.Put(who, new NewItem($"{shown}", App.At($"2027-04-06 {hour:00}:00"), App.At($"2027-04-06 {hour:00}:30")) { ShowAs = shown });
        app.Outlook.Put(who, new NewItem("休暇", App.At("2027-04-07 00:00"), App.At("2027-04-08 00:00")) { IsAllDay = true, ShowAs = ShowAs.Oof });
        app.Outlook.Put(who, new NewItem("私用", App.At("2027-04-08 10:00"), App.At("2027-04-08 11:00")) { Sensitivity = Sensitivity.Private });
        app.Outlook.Put(who, new NewItem("欠席", App.At("2027-04-08 13:00"), App.At("2027-04-08 14:00")) { Response = ResponseType.Declined });
        await AsksAsync(app);
        var before = app.Simulator.Requests.Count;

        var copied = Assert.IsType<BusyTimes.Known>(await ShownAsync(app));
        var asked = app.Simulator.Requests.Count - before;
        var live = Assert.IsType<BusyTimes.Known>(await LiveAsync(app));

        Assert.Equal(0, asked);
        Assert.Equal(live.Entries, copied.Entries);
        Assert.Equal(
            [BusyKind.Tentative, BusyKind.Busy, BusyKind.OutOfOffice, BusyKind.WorkingElsewhere, BusyKind.Unknown, BusyKind.OutOfOffice, BusyKind.Busy],
            copied.Entries.Select(e => e.Kind));
    }

    /// <summary>M23: what Hidori has taken is shown before the calendar echoes it.</summary>
    [Theory, EveryDatabase]
    public async Task A_hold_is_shown_at_once_and_only_once(DatabaseKind kind)
    {
        await using var app = await CopyingAsync(kind, notified: false);
        using var tanaka = await app.SignsInAsync("tanaka");
        await app.WorkerLooksAsync();
        await tanaka.ProposesAsync(new ProposalText());

        var atOnce = await ShownAsync(app);
        await app.WorkerLooksAsync();
        await AsksAsync(app);

        Assert.Equal(3, Assert.IsType<BusyTimes.Known>(atOnce).Entries.Count(e => e.Ours is not null));
        Assert.Equal(3, Assert.IsType<BusyTimes.Known>(await ShownAsync(app)).Entries.Count);
    }

    [Theory, EveryDatabase, Trap(19)]
    public async Task Disconnecting_ends_the_subscription_and_the_copy(DatabaseKind kind)
    {
        await using var app = await CopyingAsync(kind, notified: true);
        TakesTime(app, "2027-04-06 10:00", "2027-04-06 11:00");
        await AsksAsync(app);
        using var tanaka = await app.SignsInAsync("tanaka");

        await tanaka.Web.SubmitAsync(await tanaka.Web.GetAsync("/connections/microsoft365/disconnect"), "/disconnect");
        await app.WorkerLooksAsync();

        Assert.Empty(app.Outlook.Notifications.Subscriptions);
        Assert.Empty(await StartsAsync(app));
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Copies are kept, and tanaka's is there.</summary>
    /// <param name="people">Everybody, all linked; where nobody is named, two, of whom Tanaka is.</param>
    internal static async Task<App> CopyingAsync(DatabaseKind kind, bool notified, params string[] people)
    {
        var app = await App.StartAsync(kind, people);
        app.Settings["Mailboxes:KeepsCopies"] = "true";
        app.Settings["Mailboxes:Notifications"] = notified ? "true" : "false";
        await app.RestartsAsync();
        foreach (var person in people.DefaultIfEmpty("tanaka"))
            (await app.SignsInAsync(person)).Dispose();
        await app.WorkerLooksAsync();
        return app;
    }

    /// <summary>Time passes until the mailbox is asked again.</summary>
    internal static async Task AsksAsync(App app)
    {
        app.TimePasses(Duration.FromMinutes(61));
        await app.WorkerLooksAsync();
    }

    private static string TakesTime(App app, string start, string end) =>
        app.Outlook.Put(App.Mail("tanaka"), new NewItem("別件", App.At(start), App.At(end)));

    private static int CallsOf(App app) => app.Simulator.Requests.All.Count(r => r.Method == "GET");

    /// <summary>All that the copies of all mailboxes hold.</summary>
    internal static Task<List<BusyEntry>> HeldAsync(App app) => app.InOrganizationAsync(async scope =>
    {
        List<BusyEntry> held = [];
        foreach (var mailbox in await scope.GetRequiredService<Db>().Mailboxes.AsNoTracking().Select(m => m.Connection).ToListAsync(Ct))
            held.AddRange(await scope.GetRequiredService<MailboxCopy>().HeldAsync(mailbox, Ct));
        return held;
    });

    internal static async Task<IReadOnlyList<string>> StartsAsync(App app)
    {
        var held = await HeldAsync(app);
        return [.. held.Select(e => e.Time.Start).Order().Select(s => s.InZone(DateTimeZoneProviders.Tzdb[App.Zone]).LocalDateTime.ToString("uuuu-MM-dd HH:mm", null))];
    }

    private static Task<string?> MarkAsync(App app) =>
        app.ReadsAsync(db => db.Mailboxes.AsNoTracking().Select(m => m.Mark).SingleAsync(Ct));

    private static Task<BusyTimes> ShownAsync(App app) =>
        OfTanakaAsync(app, (scope, hosts, week) => scope.GetRequiredService<BusyForPages>().ReadAsync(hosts, week, Ct));

    private static Task<BusyTimes> LiveAsync(App app) =>
        OfTanakaAsync(app, (scope, hosts, week) => scope.GetRequiredService<LiveBusy>().ReadAsync(hosts, week, Ct));

    private static Task<BusyTimes> OfTanakaAsync(
        App app, Func<IServiceProvider, IReadOnlyCollection<MemberId>, Interval, Task<IReadOnlyDictionary<MemberId, BusyTimes>>> read) =>
        app.InOrganizationAsync(async scope =>
        {
            var tanaka = await scope.GetRequiredService<Db>().Connections.AsNoTracking().Select(c => c.Member).SingleAsync(Ct);
            return (await read(scope, [tanaka], new Interval(App.At("2027-04-05 00:00"), App.At("2027-04-12 00:00"))))[tanaka];
        });
}
