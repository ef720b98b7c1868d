using System.Net;
using Hidori.Server.Tests.Kit;
using Hidori.Simulator;
using Hidori.Simulator.Microsoft365;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>SPEC M12, M15, M17: rooms are invited, had only when they accept, and everybody is told the truth.</summary>
public sealed class RoomsAreAskedAndAnswer : IAsyncDisposable
{
    private const string Sakura = "room-sakura@test.example";
    private const string Matsu = "room-matsu@test.example";
    private const string Candidate = "2027-04-06T10:00/2027-04-06T11:00";

    private App _app = null!;
    private MemberBrowser _tanaka = null!;
    private readonly Dictionary<string, string> _ids = [];

    public async ValueTask DisposeAsync()
    {
        _tanaka?.Dispose();
        if (_app is not null)
            await _app.DisposeAsync();
    }

    /// <summary>Two rooms in Microsoft and in the catalogue; Sakura in another building than Matsu.</summary>
    private async Task StartAsync(DatabaseKind kind, RoomPolicy sakura = RoomPolicy.AcceptsUnlessBusy, RoomPolicy matsu = RoomPolicy.AcceptsUnlessBusy)
    {
        _app = await App.StartAsync(kind);
        _app.Outlook.AddRoom(new NewRoom(Sakura, "会議室 桜") { Capacity = 6, Policy = sakura });
        _app.Outlook.AddRoom(new NewRoom(Matsu, "会議室 松") { Capacity = 12, Policy = matsu });
        _tanaka = await _app.SignsInAsync("tanaka");
        await AddAsync(Sakura, "会議室 桜", "6");
        await AddAsync(Matsu, "会議室 松", "12");
    }

    private async Task AddAsync(string address, string name, string seats)
    {
        var page = await _tanaka.Web.SubmitAsync(await _tanaka.Web.GetAsync("/rooms"), "/rooms", ("address", address), ("name", name), ("capacity", seats));
        _ids[address] = page.Document.QuerySelectorAll("a.main").First(a => a.TextContent == name).GetAttribute("href")!["/rooms/".Length..];
    }

    private async Task<ProposalMade> ProposesAsync(string room, bool holdsRooms = true, string seats = "")
    {
        var proposal = await _tanaka.ProposesAsync(new ProposalText
        {
            Candidates = [Candidate, "2027-04-07T14:00/2027-04-07T15:00"],
            Rooms = [_ids[room]],
            HoldsRooms = holdsRooms,
            Seats = seats,
            Place = "本社",
            OverlapAccepted = true,
        });
        await _app.OutsideWorldSettlesAsync();
        return proposal;
    }

    private async Task<WebPage> ChoosesAsync(ProposalMade proposal, int number = 1)
    {
        using var guest = new GuestBrowser(_app);
        var page = await guest.ChoosesAsync(proposal, number);
        Assert.Contains("確定しました", page.Text, StringComparison.Ordinal);
        await _app.OutsideWorldSettlesAsync();
        return await guest.OpensAsync(proposal);
    }

    /// <summary>What the appointment says of its rooms, without the hints around it.</summary>
    private async Task<string> RoomStateAsync(ProposalMade proposal) =>
        (await _tanaka.SeesAsync(proposal)).Document.QuerySelector("section[aria-labelledby='rooms'] ul")!.TextContent;

    private IReadOnlyList<string> RoomsAskedOf(string host, int entry = 0) =>
        [.. _app.Outlook.CalendarOf(App.Mail(host))[entry].Attendees.Where(a => a.Type == AttendeeType.Resource).Select(a => a.Address)];

    private IReadOnlyList<string> MailsToGuest => [.. _app.Simulator.Mail.To("takahashi@guest.example").Select(m => m.Text ?? "")];

    [Theory, EveryDatabase]
    public async Task A_hold_asks_the_room_and_the_meeting_that_grows_from_it_keeps_it(DatabaseKind kind)
    {
        await StartAsync(kind);
        var proposal = await ProposesAsync(Sakura);

        Assert.Equal([Sakura], RoomsAskedOf("tanaka"));
        Assert.Empty(RoomsAskedOf("tanaka", entry: 1));
        var asked = Assert.Single(_app.Outlook.CalendarOf(Sakura));
        Assert.Contains("予約済み", await RoomStateAsync(proposal), StringComparison.Ordinal);

        var page = await ChoosesAsync(proposal);

        Assert.Equal([Sakura], RoomsAskedOf("tanaka"));
        Assert.Equal(asked.ICalUId, Assert.Single(_app.Outlook.CalendarOf(Sakura)).ICalUId);
        Assert.Contains("本社 会議室 桜", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("room-sakura", page.Text, StringComparison.Ordinal);
        Assert.Contains("本社 会議室 桜", MailsToGuest[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("room-sakura", MailsToGuest[^1], StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task Without_holding_the_room_is_asked_on_confirmation_and_no_time_of_it_is_taken_before(DatabaseKind kind)
    {
        await StartAsync(kind);
        var proposal = await ProposesAsync(Sakura, holdsRooms: false);
        Assert.Empty(_app.Outlook.CalendarOf(Sakura));

        await ChoosesAsync(proposal);

        Assert.Single(_app.Outlook.CalendarOf(Sakura));
        Assert.Contains("予約済み", await RoomStateAsync(proposal), StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task A_room_that_declines_gives_way_to_the_next_one(DatabaseKind kind)
    {
        await StartAsync(kind, sakura: RoomPolicy.AlwaysDeclines);

        var proposal = await ProposesAsync(Sakura);

        Assert.Equal([Matsu], RoomsAskedOf("tanaka"));
        Assert.Single(_app.Outlook.CalendarOf(Matsu));
        var page = (await _tanaka.SeesAsync(proposal)).Text;
        Assert.Contains("代わりに 会議室 松 を予約しました", page, StringComparison.Ordinal);
        Assert.Contains("会議室 松 が承諾しました", page, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task With_no_room_left_the_host_is_asked_and_may_go_on_without(DatabaseKind kind)
    {
        await StartAsync(kind, sakura: RoomPolicy.AlwaysDeclines, matsu: RoomPolicy.AlwaysDeclines);

        var proposal = await ProposesAsync(Sakura);

        Assert.Empty(RoomsAskedOf("tanaka"));
        Assert.Contains("会議室が見つかりません", Assert.Single(_app.Simulator.Mail.To(App.Mail("tanaka"))).Subject, StringComparison.Ordinal);
        var page = await _tanaka.SeesAsync(proposal);
        Assert.Contains("の会議室がありません", page.Text, StringComparison.Ordinal);

        var after = await _tanaka.Web.SubmitAsync(page, "/room", ("room", ""));
        await _app.OutsideWorldSettlesAsync();

        Assert.DoesNotContain("の会議室がありません", after.Text, StringComparison.Ordinal);
        Assert.Contains("会議室 松 を使わず、会議室なしで進めることにしました", (await _tanaka.SeesAsync(proposal)).Text, StringComparison.Ordinal);
        Assert.Single(_app.Simulator.Mail.To(App.Mail("tanaka")));
    }

    [Theory, EveryDatabase]
    public async Task A_room_lost_after_the_confirmation_is_told_to_the_guest_once_and_again_when_another_is_found(DatabaseKind kind)
    {
        await StartAsync(kind, sakura: RoomPolicy.NeverAnswers, matsu: RoomPolicy.AlwaysDeclines);
        var proposal = await ProposesAsync(Sakura);
        var page = await ChoosesAsync(proposal);
        Assert.Contains("会議室の返事を確認中", page.Text, StringComparison.Ordinal);
        Assert.Contains("会議室 桜(会議室の返事を確認中)", MailsToGuest[^1], StringComparison.Ordinal);
        var told = MailsToGuest.Count;

        _app.Outlook.Respond(Sakura, _app.Outlook.CalendarOf(Sakura)[0].Id, ResponseType.Declined);
        await _app.OutsideWorldSettlesAsync(Duration.FromHours(2));

        Assert.Equal(told + 1, MailsToGuest.Count);
        Assert.Contains("会議室は調整中です", MailsToGuest[^1], StringComparison.Ordinal);

        _app.Outlook.SetRoomPolicy(Sakura, RoomPolicy.AlwaysAccepts);
        _app.Outlook.SetRoomPolicy(Matsu, RoomPolicy.AlwaysAccepts);
        _app.Outlook.AddRoom(new NewRoom("room-ume@test.example", "会議室 梅") { Capacity = 8 });
        await AddAsync("room-ume@test.example", "会議室 梅", "8");
        await _tanaka.Web.SubmitAsync(await _tanaka.SeesAsync(proposal), "/room", ("room", _ids["room-ume@test.example"]));
        await _app.OutsideWorldSettlesAsync(Duration.FromHours(2));

        Assert.Equal(told + 2, MailsToGuest.Count);
        Assert.Contains("会議室 梅", MailsToGuest[^1], StringComparison.Ordinal);
        Assert.Equal(["room-ume@test.example"], RoomsAskedOf("tanaka"));
    }

    [Theory, EveryDatabase]
    public async Task Of_two_proposals_for_one_room_the_second_takes_the_next_one(DatabaseKind kind)
    {
        await StartAsync(kind);
        await ProposesAsync(Sakura);

        await ProposesAsync(Sakura);

        Assert.Single(_app.Outlook.CalendarOf(Sakura));
        Assert.Single(_app.Outlook.CalendarOf(Matsu));
    }

    [Theory, EveryDatabase]
    public async Task A_room_that_is_seen_to_be_taken_is_refused_at_its_field_and_nothing_typed_is_lost(DatabaseKind kind)
    {
        await StartAsync(kind);
        _app.Outlook.Put(Sakura, new NewItem("別の会議", App.At("2027-04-06 10:30"), App.At("2027-04-06 11:30")));

        var page = await _tanaka.SendAsync(new ProposalText { Candidates = [Candidate], Rooms = [_ids[Sakura]] });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Contains("すでに予約が入っている候補があります", page.Document.QuerySelector("#f-rooms")!.TextContent, StringComparison.Ordinal);
        var select = page.Document.QuerySelector($"select[name='room-{Candidate}']")!;
        Assert.Equal(_ids[Sakura], select.QuerySelector("option[selected]")!.GetAttribute("value"));
        Assert.Contains(select.QuerySelectorAll("option"), o => o.TextContent.Contains("会議室 松", StringComparison.Ordinal) && o.TextContent.Contains("空き", StringComparison.Ordinal));
        Assert.Contains(select.QuerySelectorAll("option"), o => o.TextContent.Contains("予約あり", StringComparison.Ordinal));
    }

    [Theory, EveryDatabase, Trap(1, 11)]
    public async Task A_room_that_cannot_be_read_is_shown_as_unknown_and_not_as_free(DatabaseKind kind)
    {
        await StartAsync(kind);
        _app.Simulator.Faults.Add(new Fault(FaultKind.Status(503), "POST", "/me/calendar/getSchedule") { Times = null });

        var page = await _tanaka.Web.SubmitAsync(
            await _tanaka.Web.GetAsync("/proposals/new"), "/proposals", ("candidate", Candidate), ("action", "rooms"));

        var options = page.Document.QuerySelectorAll($"select[name='room-{Candidate}'] option").Skip(1).ToList();
        Assert.Equal(2, options.Count);
        Assert.All(options, o => Assert.Contains("空きを確認できません", o.TextContent, StringComparison.Ordinal));
    }

    [Theory, EveryDatabase]
    public async Task A_delegates_late_answer_is_heard(DatabaseKind kind)
    {
        await StartAsync(kind, sakura: RoomPolicy.NeverAnswers);
        var proposal = await ProposesAsync(Sakura);
        Assert.Contains("承諾待ち", await RoomStateAsync(proposal), StringComparison.Ordinal);

        _app.Outlook.Respond(Sakura, _app.Outlook.CalendarOf(Sakura)[0].Id, ResponseType.Accepted);
        await _app.OutsideWorldSettlesAsync(Duration.FromHours(2));

        Assert.Contains("予約済み", await RoomStateAsync(proposal), StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task An_acceptance_of_the_old_time_is_none_of_the_new_one(DatabaseKind kind)
    {
        await StartAsync(kind, sakura: RoomPolicy.NeverAnswers);
        var proposal = await ProposesAsync(Sakura);
        _app.Outlook.Respond(Sakura, _app.Outlook.CalendarOf(Sakura)[0].Id, ResponseType.Accepted);
        await _app.OutsideWorldSettlesAsync(Duration.FromHours(2));
        await ChoosesAsync(proposal);
        Assert.Contains("予約済み", await RoomStateAsync(proposal), StringComparison.Ordinal);

        _app.Outlook.Behaviour.KeepsOldAnswers = true;
        await _tanaka.PressesAsync(
            proposal.Appointment, "reschedule", ("newDate", "2027-04-08"), ("newStart", "09:00"), ("newEnd", "10:00"));
        await _app.OutsideWorldSettlesAsync(Duration.FromHours(1));
        Assert.Contains("承諾待ち", await RoomStateAsync(proposal), StringComparison.Ordinal);

        _app.Outlook.Respond(Sakura, _app.Outlook.CalendarOf(Sakura)[0].Id, ResponseType.Accepted);
        await _app.OutsideWorldSettlesAsync(Duration.FromHours(2));
        Assert.Contains("予約済み", await RoomStateAsync(proposal), StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task A_room_is_not_called_asked_while_the_calendar_it_is_invited_from_is_not_connected(DatabaseKind kind)
    {
        await StartAsync(kind, sakura: RoomPolicy.NeverAnswers);
        var proposal = await ProposesAsync(Sakura);
        await ChoosesAsync(proposal);

        await _tanaka.Web.SubmitAsync(await _tanaka.Web.GetAsync("/connections/microsoft365/disconnect"), "/disconnect");
        await _app.OutsideWorldSettlesAsync();

        var page = (await _tanaka.SeesAsync(proposal)).Text;
        Assert.Contains("会議室に予約を依頼できません", page, StringComparison.Ordinal);
        Assert.DoesNotContain("承諾待ち", page, StringComparison.Ordinal);
        using var guest = new GuestBrowser(_app);
        Assert.Contains("会議室は調整中です", (await guest.OpensAsync(proposal)).Text, StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task Cancelling_frees_the_room_and_a_new_time_asks_it_again(DatabaseKind kind)
    {
        await StartAsync(kind);
        var proposal = await ProposesAsync(Sakura);
        await ChoosesAsync(proposal);

        await _tanaka.PressesAsync(
            proposal.Appointment, "reschedule", ("newDate", "2027-04-08"), ("newStart", "09:00"), ("newEnd", "10:00"));
        await _app.OutsideWorldSettlesAsync();

        Assert.Equal(App.At("2027-04-08 09:00"), Assert.Single(_app.Outlook.CalendarOf(Sakura)).Start);
        Assert.Contains("予約済み", await RoomStateAsync(proposal), StringComparison.Ordinal);

        await _tanaka.PressesAsync(proposal.Appointment, "cancel");
        await _app.OutsideWorldSettlesAsync();

        Assert.Empty(_app.Outlook.CalendarOf(Sakura));
    }
}
