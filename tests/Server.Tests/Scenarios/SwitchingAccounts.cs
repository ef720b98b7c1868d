using System.Net;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Tests.Kit;
using Hidori.Simulator;
using Hidori.Simulator.Microsoft365;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>Another Microsoft account takes the place of the connected one only as its member says, after seeing what it touches (SPEC M7).</summary>
public sealed class SwitchingAccounts
{
    private const string Old = "tanaka";
    private const string New = "tanaka.new";
    private const string Question = "/connections/microsoft365/switch";

    [Theory, EveryDatabase]
    public async Task Before_anything_changes_the_page_shows_both_accounts_and_what_is_open(DatabaseKind kind)
    {
        await using var app = await StartAsync(kind);
        using var tanaka = await app.SignsInAsync(Old);
        await tanaka.ProposesAsync(new ProposalText { Title = "契約の更新" });
        await app.OutsideWorldSettlesAsync();

        var asked = await ConnectsAsync(tanaka, New);
        await tanaka.ProposesAsync(new ProposalText { OverlapAccepted = true });
        await app.OutsideWorldSettlesAsync();

        Assert.Equal(Question, asked.Address.AbsolutePath);
        Assert.Contains(App.Mail(Old), asked.Text, StringComparison.Ordinal);
        Assert.Contains(App.Mail(New), asked.Text, StringComparison.Ordinal);
        Assert.Contains("契約の更新", asked.Text, StringComparison.Ordinal);
        Assert.Contains("仮予約 3 件", asked.Text, StringComparison.Ordinal);
        Assert.Equal(6, app.Outlook.CalendarOf(App.Mail(Old)).Count);
        Assert.Empty(app.Outlook.CalendarOf(App.Mail(New)));
    }

    [Theory, EveryDatabase]
    public async Task Not_switching_changes_nothing_and_forgets_the_other_grant(DatabaseKind kind)
    {
        await using var app = await StartAsync(kind);
        using var tanaka = await app.SignsInAsync(Old);
        var proposal = await tanaka.ProposesAsync(new ProposalText());
        await app.OutsideWorldSettlesAsync();

        var after = await tanaka.Web.SubmitAsync(await ConnectsAsync(tanaka, New), "/switch/cancel");
        using var guest = new GuestBrowser(app);
        await guest.ChoosesAsync(proposal, 1);
        await app.OutsideWorldSettlesAsync();

        Assert.Contains(App.Mail(Old), after.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(App.Mail(New), after.Text, StringComparison.Ordinal);
        Assert.Single(app.Outlook.CalendarOf(App.Mail(Old)));
        Assert.Empty(await SwitchesAsync(app));
    }

    [Theory, EveryDatabase]
    public async Task Kept_proposals_become_meetings_in_the_old_account_and_new_ones_go_to_the_new(DatabaseKind kind)
    {
        await using var app = await StartAsync(kind);
        using var tanaka = await app.SignsInAsync(Old);
        var kept = await tanaka.ProposesAsync(new ProposalText());
        await app.OutsideWorldSettlesAsync();

        var page = await SwitchesAsync(tanaka, New, "Keep");
        await tanaka.ProposesAsync(new ProposalText { Candidates = ["2027-04-09T10:00/2027-04-09T11:00"] });
        using var guest = new GuestBrowser(app);
        await guest.ChoosesAsync(kept, 1);
        await app.OutsideWorldSettlesAsync();

        Assert.Contains("連携するアカウントを切り替えました", page.Text, StringComparison.Ordinal);
        var meeting = Assert.Single(app.Outlook.CalendarOf(App.Mail(Old)));
        Assert.Equal(ShowAs.Busy, meeting.ShowAs);
        Assert.Equal(ShowAs.Tentative, Assert.Single(app.Outlook.CalendarOf(App.Mail(New))).ShowAs);
        Assert.DoesNotContain("カレンダー未反映", (await tanaka.SeesAsync(kept)).Text, StringComparison.Ordinal);
        var connections = await tanaka.Web.GetAsync("/connections");
        Assert.Contains("以前のアカウント", connections.Text, StringComparison.Ordinal);
        Assert.Contains("アポイントメント 1 件分", connections.Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task Moved_holds_leave_the_old_account_and_the_meeting_is_written_in_the_new(DatabaseKind kind)
    {
        await using var app = await StartAsync(kind);
        using var tanaka = await app.SignsInAsync(Old);
        var moved = await tanaka.ProposesAsync(new ProposalText());
        await app.OutsideWorldSettlesAsync();

        await SwitchesAsync(tanaka, New, "Move");
        await app.OutsideWorldSettlesAsync();
        var (left, arrived) = (app.Outlook.CalendarOf(App.Mail(Old)).Count, app.Outlook.CalendarOf(App.Mail(New)).Count);
        using var guest = new GuestBrowser(app);
        await guest.ChoosesAsync(moved, 2);
        await app.OutsideWorldSettlesAsync();

        Assert.Equal((0, 3), (left, arrived));
        Assert.Empty(app.Outlook.CalendarOf(App.Mail(Old)));
        Assert.Equal(ShowAs.Busy, Assert.Single(app.Outlook.CalendarOf(App.Mail(New))).ShowAs);
        Assert.Null((await ConnectionAsync(app, Old)).ProtectedRefreshToken);
        Assert.DoesNotContain("以前のアカウント", (await tanaka.Web.GetAsync("/connections")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [EveryDatabase("Keep")]
    [EveryDatabase("Move")]
    public async Task A_confirmed_meeting_is_rescheduled_and_cancelled_in_the_account_it_was_written_with(DatabaseKind kind, string choice)
    {
        await using var app = await StartAsync(kind);
        using var tanaka = await app.SignsInAsync(Old);
        var proposal = await tanaka.ProposesAsync(new ProposalText());
        await app.OutsideWorldSettlesAsync();
        using var guest = new GuestBrowser(app);
        await guest.ChoosesAsync(proposal, 1);
        await app.OutsideWorldSettlesAsync();
        var before = Assert.Single(app.Outlook.CalendarOf(App.Mail(Old)));

        await SwitchesAsync(tanaka, New, choice);
        await tanaka.PressesAsync(proposal.Appointment, "reschedule", ("newDate", "2027-04-09"), ("newStart", "13:00"), ("newEnd", "14:00"));
        await app.OutsideWorldSettlesAsync();
        var after = Assert.Single(app.Outlook.CalendarOf(App.Mail(Old)));
        await tanaka.PressesAsync(proposal.Appointment, "cancel");
        await app.OutsideWorldSettlesAsync(Duration.FromMinutes(70));

        Assert.Equal(before.ICalUId, after.ICalUId);
        Assert.NotEqual(before.Start, after.Start);
        Assert.Empty(app.Outlook.CalendarOf(App.Mail(Old)));
        Assert.Empty(app.Outlook.CalendarOf(App.Mail(New)));
        Assert.Null((await ConnectionAsync(app, Old)).ProtectedRefreshToken);
    }

    [Theory, EveryDatabase]
    public async Task The_old_grant_goes_by_itself_when_its_last_meeting_is_over(DatabaseKind kind)
    {
        await using var app = await StartAsync(kind);
        using var tanaka = await app.SignsInAsync(Old);
        var proposal = await tanaka.ProposesAsync(new ProposalText());
        using var guest = new GuestBrowser(app);
        await app.OutsideWorldSettlesAsync();
        await guest.ChoosesAsync(proposal, 1);
        await app.OutsideWorldSettlesAsync();

        await SwitchesAsync(tanaka, New, "Keep");
        await app.OutsideWorldSettlesAsync();
        var ahead = await ConnectionAsync(app, Old);
        await app.OutsideWorldSettlesAsync(App.At("2027-04-06 11:05") - app.Now);
        var over = await ConnectionAsync(app, Old);

        Assert.Equal(ConnectionClosing.KeepsEntries, ahead.Closing);
        Assert.NotNull(ahead.ProtectedRefreshToken);
        Assert.Equal((ConnectionClosing.Over, (string?)null, (string?)null), (over.Closing, over.ProtectedRefreshToken, over.ProtectedAccessToken));
    }

    [Theory, EveryDatabase]
    public async Task Free_time_is_read_from_the_new_account_alone(DatabaseKind kind)
    {
        await using var app = await StartAsync(kind);
        using var tanaka = await app.SignsInAsync(Old);
        var proposal = await tanaka.ProposesAsync(new ProposalText());
        await app.OutsideWorldSettlesAsync();
        await SwitchesAsync(tanaka, New, "Keep");
        await app.OutsideWorldSettlesAsync();
        app.Outlook.Put(App.Mail(Old), new NewItem("以前の会社", App.At("2027-04-06 10:00"), App.At("2027-04-06 11:00")));
        app.Outlook.Put(App.Mail(New), new NewItem("社内定例", App.At("2027-04-07 14:00"), App.At("2027-04-07 15:00")));
        using var guest = new GuestBrowser(app);

        var refused = await guest.ChoosesAsync(proposal, 2);
        var done = await guest.ChoosesAsync(proposal, 1);

        Assert.DoesNotContain("確定しました", refused.Text, StringComparison.Ordinal);
        Assert.Contains("確定しました", done.Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task Switching_back_takes_up_the_old_connection_again(DatabaseKind kind)
    {
        await using var app = await StartAsync(kind);
        using var tanaka = await app.SignsInAsync(Old);
        var proposal = await tanaka.ProposesAsync(new ProposalText());
        await app.OutsideWorldSettlesAsync();
        await SwitchesAsync(tanaka, New, "Keep");
        await app.OutsideWorldSettlesAsync();

        var page = await ConnectsAsync(tanaka, Old);
        await app.OutsideWorldSettlesAsync();
        using var guest = new GuestBrowser(app);
        await guest.ChoosesAsync(proposal, 1);
        await app.OutsideWorldSettlesAsync();

        Assert.Contains("連携するアカウントを切り替えました", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("以前のアカウント", page.Text, StringComparison.Ordinal);
        Assert.Equal(ShowAs.Busy, Assert.Single(app.Outlook.CalendarOf(App.Mail(Old))).ShowAs);
        Assert.Empty(app.Outlook.CalendarOf(App.Mail(New)));
        Assert.Equal(2, await app.ReadsAsync(db => db.Connections.CountAsync(TestContext.Current.CancellationToken)));
        Assert.Equal(ConnectionState.Connected, (await ConnectionAsync(app, Old)).State);
    }

    [Theory, EveryDatabase]
    public async Task With_nothing_open_the_switch_is_done_at_once(DatabaseKind kind)
    {
        await using var app = await StartAsync(kind);
        using var tanaka = await app.SignsInAsync(Old);

        var page = await ConnectsAsync(tanaka, New);
        await app.OutsideWorldSettlesAsync();

        Assert.Equal("/connections", page.Address.AbsolutePath);
        Assert.Contains("連携するアカウントを切り替えました", page.Text, StringComparison.Ordinal);
        Assert.Contains(App.Mail(New), page.Text, StringComparison.Ordinal);
        Assert.Null((await ConnectionAsync(app, Old)).ProtectedRefreshToken);
    }

    [Theory, EveryDatabase]
    public async Task A_question_that_was_left_lying_is_over_and_its_grant_forgotten(DatabaseKind kind)
    {
        await using var app = await StartAsync(kind);
        using var tanaka = await app.SignsInAsync(Old);
        await tanaka.ProposesAsync(new ProposalText());
        await app.OutsideWorldSettlesAsync();
        var asked = await ConnectsAsync(tanaka, New);

        await app.OutsideWorldSettlesAsync(Duration.FromMinutes(31));
        app.TimePasses(Duration.FromMinutes(31));
        var late = await tanaka.Web.SubmitAsync(asked, Question, ("choice", "Move"));

        Assert.Equal(HttpStatusCode.Gone, late.Status);
        Assert.Contains("この確認は終わっています", late.Text, StringComparison.Ordinal);
        Assert.Empty(await SwitchesAsync(app));
        Assert.Equal(3, app.Outlook.CalendarOf(App.Mail(Old)).Count);
        Assert.Contains(App.Mail(Old), (await tanaka.Web.GetAsync("/connections")).Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task An_older_page_does_not_answer_for_another_account(DatabaseKind kind)
    {
        await using var app = await StartAsync(kind);
        app.Outlook.AddUser(new NewAccount(App.Mail("tanaka.third"), "田中 美咲"));
        using var tanaka = await app.SignsInAsync(Old);
        await tanaka.ProposesAsync(new ProposalText());
        await app.OutsideWorldSettlesAsync();

        var older = await ConnectsAsync(tanaka, New);
        await ConnectsAsync(tanaka, "tanaka.third");
        var page = await tanaka.Web.SubmitAsync(older, Question, ("choice", "Keep"));

        Assert.Contains(App.Mail("tanaka.third"), page.Text, StringComparison.Ordinal);
        Assert.Equal(ConnectionState.Connected, (await ConnectionAsync(app, Old)).State);
    }

    [Theory, EveryDatabase]
    public async Task Signing_in_never_switches(DatabaseKind kind)
    {
        await using var app = await StartAsync(kind);
        using var tanaka = await app.SignsInAsync(Old);
        await ConnectsAsync(tanaka, New);

        using var again = await app.SignsInAsync(Old);
        var page = await again.Web.GetAsync("/connections");

        Assert.Contains(App.Mail(New), page.Text, StringComparison.Ordinal);
        Assert.Equal(ConnectionState.Connected, (await ConnectionAsync(app, New)).State);
    }

    [Theory, EveryDatabase]
    public async Task Holds_of_a_dead_account_are_left_behind_and_written_anew(DatabaseKind kind)
    {
        await using var app = await StartAsync(kind);
        using var tanaka = await app.SignsInAsync(Old);
        var proposal = await tanaka.ProposesAsync(new ProposalText());
        await app.OutsideWorldSettlesAsync();
        app.Outlook.RevokeRefreshTokens(App.Mail(Old));
        app.TimePasses(Duration.FromHours(2));
        await tanaka.Web.GetAsync("/proposals/new");

        var asked = await ConnectsAsync(tanaka, New);
        await tanaka.Web.SubmitAsync(asked, Question, ("choice", "Move"));
        await app.OutsideWorldSettlesAsync();
        using var guest = new GuestBrowser(app);
        await guest.ChoosesAsync(proposal, 1);
        await app.OutsideWorldSettlesAsync();

        Assert.Contains("いまのアカウントの接続は切れています", asked.Text, StringComparison.Ordinal);
        Assert.Equal(3, app.Outlook.CalendarOf(App.Mail(Old)).Count);
        Assert.Equal(ShowAs.Busy, Assert.Single(app.Outlook.CalendarOf(App.Mail(New))).ShowAs);
    }

    [Theory, EveryDatabase]
    public async Task A_co_hosts_copy_stays_in_the_account_that_has_it(DatabaseKind kind)
    {
        await using var app = await StartAsync(kind);
        app.Outlook.AddUser(new NewAccount(App.Mail("sato.new"), "佐藤 健一"));
        using var sato = await app.SignsInAsync("sato");
        using var tanaka = await app.SignsInAsync(Old);
        var proposal = await tanaka.ProposesAsync(new ProposalText { CoHosts = ["sato"] });
        await app.OutsideWorldSettlesAsync();
        using var guest = new GuestBrowser(app);
        await guest.ChoosesAsync(proposal, 1);
        await app.OutsideWorldSettlesAsync();

        await SwitchesAsync(sato, "sato.new", "Keep");
        await tanaka.PressesAsync(proposal.Appointment, "reschedule", ("newDate", "2027-04-09"), ("newStart", "13:00"), ("newEnd", "14:00"));
        await app.OutsideWorldSettlesAsync();

        var meeting = Assert.Single(app.Outlook.CalendarOf(App.Mail(Old)));
        Assert.Equal([App.Mail("sato")], meeting.Attendees.Select(a => a.Address));
        Assert.Equal(meeting.Start, Assert.Single(app.Outlook.CalendarOf(App.Mail("sato"))).Start);
        Assert.Empty(app.Outlook.CalendarOf(App.Mail("sato.new")));
        Assert.DoesNotContain("カレンダー未反映", (await tanaka.SeesAsync(proposal)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [EveryDatabase("DELETE", false)]
    [EveryDatabase("DELETE", true)]
    [EveryDatabase("POST", false)]
    [EveryDatabase("POST", true)]
    public async Task A_call_that_is_lost_while_holds_move_leaves_each_of_them_once(DatabaseKind kind, string method, bool wasDone)
    {
        await using var app = await StartAsync(kind);
        using var tanaka = await app.SignsInAsync(Old);
        var proposal = await tanaka.ProposesAsync(new ProposalText());
        await app.OutsideWorldSettlesAsync();
        app.Simulator.Faults.Add(new Fault(wasDone ? FaultKind.DoneThenDisconnected : FaultKind.NeverArrives, method, "/me/**"));

        await SwitchesAsync(tanaka, New, "Move");
        await app.OutsideWorldSettlesAsync();

        Assert.Empty(app.Outlook.CalendarOf(App.Mail(Old)));
        Assert.Equal(3, app.Outlook.CalendarOf(App.Mail(New)).Count);
        Assert.DoesNotContain("カレンダー未反映", (await tanaka.SeesAsync(proposal)).Text, StringComparison.Ordinal);
    }

    /// <summary>Whether it dies while it still writes to the old account, or while it moves what stands there.</summary>
    [Theory, EveryDatabase]
    public async Task Wherever_the_worker_stops_every_hold_ends_in_the_new_account_alone(DatabaseKind kind)
    {
        await using var app = await StartAsync(kind);
        using var tanaka = await app.SignsInAsync(Old);
        var (present, other) = (Old, New);
        for (var writes = 1; writes <= 5; writes++)
        {
            await tanaka.ProposesAsync(new ProposalText { Title = $"{writes} 回目", OverlapAccepted = true });
            await StopsAfterAsync(app, writes);
            await SwitchesAsync(tanaka, other, "Move");
            await StopsAfterAsync(app, writes);
            await app.OutsideWorldSettlesAsync();

            Assert.Empty(app.Outlook.CalendarOf(App.Mail(present)));
            Assert.Equal(3 * writes, app.Outlook.CalendarOf(App.Mail(other)).Count);
            (present, other) = (other, present);
        }
    }

    /// <summary>The old entry gives the room back before the new one asks for it: a room never refuses us because of ourselves.</summary>
    [Theory]
    [EveryDatabase(RoomPolicy.AcceptsUnlessBusy, "予約済み")]
    [EveryDatabase(RoomPolicy.AlwaysDeclines, "見つかりません")]
    [EveryDatabase(RoomPolicy.NeverAnswers, "承諾待ち")]
    public async Task A_room_is_asked_again_by_the_account_that_holds_it_now(DatabaseKind kind, RoomPolicy policy, string words)
    {
        const string Sakura = "room-sakura@test.example";
        await using var app = await StartAsync(kind);
        app.Outlook.AddRoom(new NewRoom(Sakura, "会議室 桜") { Capacity = 6 });
        using var tanaka = await app.SignsInAsync(Old);
        var rooms = await tanaka.Web.SubmitAsync(await tanaka.Web.GetAsync("/rooms"), "/rooms", ("address", Sakura), ("name", "会議室 桜"), ("capacity", "6"));
        var id = rooms.Document.QuerySelectorAll("a.main").First(a => a.TextContent == "会議室 桜").GetAttribute("href")!["/rooms/".Length..];
        var proposal = await tanaka.ProposesAsync(new ProposalText { Candidates = ["2027-04-06T10:00/2027-04-06T11:00"], Rooms = [id], Place = "本社" });
        await app.OutsideWorldSettlesAsync();
        app.Outlook.SetRoomPolicy(Sakura, policy);

        await SwitchesAsync(tanaka, New, "Move");
        await app.OutsideWorldSettlesAsync(Duration.FromMinutes(70));

        Assert.Empty(app.Outlook.CalendarOf(App.Mail(Old)));
        Assert.Single(app.Outlook.CalendarOf(App.Mail(New)));
        Assert.Equal(policy == RoomPolicy.AlwaysDeclines ? 0 : 1, app.Outlook.CalendarOf(Sakura).Count);
        Assert.Contains(words, (await tanaka.SeesAsync(proposal)).Document.QuerySelector("section[aria-labelledby='rooms'] ul")!.TextContent, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task Holds_stay_until_the_new_account_can_take_them(DatabaseKind kind)
    {
        await using var app = await StartAsync(kind);
        using var tanaka = await app.SignsInAsync(Old);
        await tanaka.ProposesAsync(new ProposalText());
        await app.OutsideWorldSettlesAsync();

        var asked = await ConnectsAsync(tanaka, New);
        app.Outlook.RevokeRefreshTokens(App.Mail(New));
        app.Outlook.ForgetAccessTokens(App.Mail(New));
        await tanaka.Web.SubmitAsync(asked, Question, ("choice", "Move"));
        await app.OutsideWorldSettlesAsync();
        var meanwhile = app.Outlook.CalendarOf(App.Mail(Old)).Count;
        await ConnectsAsync(tanaka, New);
        await app.OutsideWorldSettlesAsync();

        Assert.Equal(3, meanwhile);
        Assert.Empty(app.Outlook.CalendarOf(App.Mail(Old)));
        Assert.Equal(3, app.Outlook.CalendarOf(App.Mail(New)).Count);
    }

    [Theory, EveryDatabase]
    public async Task The_copy_and_the_subscription_of_the_old_mailbox_end(DatabaseKind kind)
    {
        await using var app = await CopiesOfMailboxes.CopyingAsync(kind, notified: true);
        app.Outlook.AddUser(new NewAccount(App.Mail(New), "田中 美咲"));
        using var tanaka = await app.SignsInAsync(Old);
        await tanaka.ProposesAsync(new ProposalText());
        await app.WorkerLooksAsync();
        var before = Assert.Single(app.Outlook.Notifications.Subscriptions).Id;

        await SwitchesAsync(tanaka, New, "Keep");
        await app.WorkerLooksAsync();

        Assert.NotEqual(before, Assert.Single(app.Outlook.Notifications.Subscriptions).Id);
        var connection = await ConnectionAsync(app, New);
        Assert.Equal([connection.Id], await app.ReadsAsync(db => db.Mailboxes.Select(m => m.Connection).ToListAsync(TestContext.Current.CancellationToken)));
    }

    /// <summary>Found by a random history: a meeting that somebody changed waits for them, and its invitations with it (SPEC M19).</summary>
    [Theory, EveryDatabase]
    public async Task Invited_in_the_old_account_a_co_host_gets_a_dragged_meeting_in_the_new_one_when_that_is_settled(DatabaseKind kind)
    {
        await using var app = await StartAsync(kind);
        using var tanaka = await app.SignsInAsync(Old);
        using var sato = await app.SignsInAsync("sato");
        using var guest = new GuestBrowser(app);
        var proposal = await sato.ProposesAsync(new ProposalText { CoHosts = [Old] });
        await app.OutsideWorldSettlesAsync();
        await guest.ChoosesAsync(proposal, 1);
        await StopsAfterAsync(app, writes: 2);
        var invited = app.Outlook.CalendarOf(App.Mail(Old)).Single(i => !i.IsOrganizer);

        await SwitchesAsync(tanaka, New, "Move");
        var meeting = Assert.Single(app.Outlook.CalendarOf(App.Mail("sato")), i => i.Attendees.Count > 0);
        app.Outlook.MoveEvent(App.Mail("sato"), meeting.Id, App.At("2027-04-06 13:00"));
        await app.OutsideWorldSettlesAsync(Duration.FromMinutes(61));
        var waiting = await sato.SeesAsync(proposal);
        var left = Assert.Single(app.Outlook.CalendarOf(App.Mail(Old)), i => !i.IsOrganizer);
        await sato.PressesAsync(proposal.Appointment, "restore");
        await app.OutsideWorldSettlesAsync();

        Assert.Contains("別の日時に移動されています", waiting.Text, StringComparison.Ordinal);
        Assert.Equal((invited.ICalUId, App.At("2027-04-06 13:00")), (left.ICalUId, left.Start));
        Assert.Empty(app.Outlook.CalendarOf(App.Mail(Old)));
        Assert.Equal(App.At("2027-04-06 10:00"), Assert.Single(app.Outlook.CalendarOf(App.Mail(New))).Start);
        Assert.Null((await ConnectionAsync(app, Old)).ProtectedRefreshToken);
    }

    [Theory, EveryDatabase]
    public async Task A_kept_meeting_that_is_moved_in_the_old_Outlook_is_noticed(DatabaseKind kind)
    {
        await using var app = await StartAsync(kind);
        using var tanaka = await app.SignsInAsync(Old);
        var proposal = await tanaka.ProposesAsync(new ProposalText());
        await app.OutsideWorldSettlesAsync();
        using var guest = new GuestBrowser(app);
        await guest.ChoosesAsync(proposal, 1);
        await app.OutsideWorldSettlesAsync();
        await SwitchesAsync(tanaka, New, "Keep");

        app.Outlook.MoveEvent(App.Mail(Old), Assert.Single(app.Outlook.CalendarOf(App.Mail(Old))).Id, App.At("2027-04-06 13:00"));
        await app.OutsideWorldSettlesAsync(Duration.FromMinutes(61));
        var seen = await tanaka.SeesAsync(proposal);
        await tanaka.PressesAsync(proposal.Appointment, "restore");
        await app.OutsideWorldSettlesAsync();

        Assert.Contains("別の日時に移動されています", seen.Text, StringComparison.Ordinal);
        Assert.Equal(App.At("2027-04-06 10:00"), Assert.Single(app.Outlook.CalendarOf(App.Mail(Old))).Start);
    }

    /// <summary>Tanaka has a second account in the same tenant.</summary>
    private static async Task<App> StartAsync(DatabaseKind kind)
    {
        var app = await App.StartAsync(kind);
        app.Outlook.AddUser(new NewAccount(App.Mail(New), "田中 美咲"));
        return app;
    }

    /// <summary>The worker is stopped when Microsoft has done so many of its writes, before it hears of the last.</summary>
    private static async Task StopsAfterAsync(App app, int writes)
    {
        using var life = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var done = 0;
        void Count(Exchange exchange)
        {
            if (exchange.Method != "GET" && Interlocked.Increment(ref done) == writes)
                life.Cancel();
        }

        app.Simulator.Requests.OnExchange += Count;
        try
        {
            while (await app.Worker.RunOneAsync(life.Token))
            {
            }
        }
        catch (OperationCanceledException) when (life.IsCancellationRequested)
        {
            // Nothing of the last write was recorded but the doubt.
        }
        finally
        {
            app.Simulator.Requests.OnExchange -= Count;
        }
    }

    /// <summary>「別のアカウントに切り替える」, up to the page that comes after Microsoft's.</summary>
    private static Task<WebPage> ConnectsAsync(MemberBrowser member, string account) =>
        member.TriesToSignInAsync("/connections", "/microsoft365/another", account: App.Mail(account));

    private static async Task<WebPage> SwitchesAsync(MemberBrowser member, string account, string choice) =>
        await member.Web.SubmitAsync(await ConnectsAsync(member, account), Question, ("choice", choice));

    private static Task<List<AccountSwitchRow>> SwitchesAsync(App app) =>
        app.ReadsAsync(db => db.AccountSwitches.AsNoTracking().ToListAsync(TestContext.Current.CancellationToken));

    private static Task<ConnectionRow> ConnectionAsync(App app, string account) => app.ReadsAsync(
        db => db.Connections.AsNoTracking().SingleAsync(c => c.Address == App.Mail(account), TestContext.Current.CancellationToken));
}
