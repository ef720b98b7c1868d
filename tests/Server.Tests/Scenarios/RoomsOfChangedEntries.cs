using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Server.Outside;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Tests.Kit;
using Hidori.Simulator;
using Hidori.Simulator.Microsoft365;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>
/// A room's answer is about one entry at one time: what becomes of it when people move or delete the entry in Outlook
/// (SPEC M17, M19), and when the room that is asked instead does not answer.
/// </summary>
public sealed class RoomsOfChangedEntries : IAsyncDisposable
{
    private const string Sakura = "room-sakura@test.example";
    private const string Matsu = "room-matsu@test.example";
    private static readonly Duration UntilTheNextCheck = Duration.FromHours(2);

    private readonly Dictionary<string, string> _ids = [];
    private App _app = null!;
    private MemberBrowser _tanaka = null!;

    public async ValueTask DisposeAsync()
    {
        _tanaka?.Dispose();
        if (_app is not null)
            await _app.DisposeAsync();
    }

    [Theory, EveryDatabase]
    public async Task Put_back_after_a_deletion_the_room_is_asked_again_and_not_called_booked_before_it_answers(DatabaseKind kind)
    {
        var proposal = await ConfirmedAsync(kind);
        Assert.Contains("予約済み", await RoomStateAsync(proposal), StringComparison.Ordinal);
        _app.Outlook.SetRoomPolicy(Sakura, RoomPolicy.NeverAnswers);
        _app.Outlook.DeleteEvent(App.Mail("tanaka"), TheEntry.Id);
        await _app.OutsideWorldSettlesAsync(UntilTheNextCheck);

        await _tanaka.PressesAsync(proposal.Appointment, "restore");
        await _app.OutsideWorldSettlesAsync();

        Assert.Equal(ResponseType.NotResponded, Assert.Single(_app.Outlook.CalendarOf(Sakura)).Response);
        Assert.Contains("承諾待ち", await RoomStateAsync(proposal), StringComparison.Ordinal);
        Assert.Contains("会議室 桜(会議室の返事を確認中)", MailsToGuest[^1], StringComparison.Ordinal);

        _app.Outlook.Respond(Sakura, _app.Outlook.CalendarOf(Sakura)[0].Id, ResponseType.Accepted);
        await _app.OutsideWorldSettlesAsync(UntilTheNextCheck);
        Assert.Contains("予約済み", await RoomStateAsync(proposal), StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task What_a_room_says_to_the_time_somebody_dragged_the_meeting_to_is_no_answer_to_ours(DatabaseKind kind)
    {
        var proposal = await ConfirmedAsync(kind);
        _app.Outlook.Put(Sakura, new NewItem("別の会議", App.At("2027-04-06 13:00"), App.At("2027-04-06 14:00")));
        var told = MailsToGuest.Count;

        _app.Outlook.MoveEvent(App.Mail("tanaka"), TheEntry.Id, App.At("2027-04-06 13:00"));
        await _app.OutsideWorldSettlesAsync(UntilTheNextCheck);

        Assert.DoesNotContain("辞退", await RoomStateAsync(proposal), StringComparison.Ordinal);
        Assert.Equal(told, MailsToGuest.Count);

        await _tanaka.PressesAsync(proposal.Appointment, "restore");
        await _app.OutsideWorldSettlesAsync(UntilTheNextCheck);

        Assert.Equal((Sakura, App.At("2027-04-06 10:00")), (RoomAsked, TheEntry.Start));
        Assert.Contains("予約済み", await RoomStateAsync(proposal), StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task Followed_to_where_the_room_said_yes_already_it_is_booked(DatabaseKind kind)
    {
        var proposal = await ConfirmedAsync(kind);
        _app.Outlook.MoveEvent(App.Mail("tanaka"), TheEntry.Id, App.At("2027-04-06 13:00"));
        await _app.OutsideWorldSettlesAsync(UntilTheNextCheck);

        await _tanaka.PressesAsync(proposal.Appointment, "follow");
        await _app.OutsideWorldSettlesAsync(UntilTheNextCheck);

        Assert.Contains("予約済み", await RoomStateAsync(proposal), StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task Dragged_back_before_the_host_puts_it_back_the_rooms_yes_to_our_time_counts(DatabaseKind kind)
    {
        var proposal = await ConfirmedAsync(kind);
        _app.Outlook.MoveEvent(App.Mail("tanaka"), TheEntry.Id, App.At("2027-04-06 13:00"));
        await _app.OutsideWorldSettlesAsync(UntilTheNextCheck);
        _app.Outlook.MoveEvent(App.Mail("tanaka"), TheEntry.Id, App.At("2027-04-06 10:00"));
        _app.TimePasses(Duration.FromMinutes(5));
        Assert.Equal(ResponseType.Accepted, Assert.Single(_app.Outlook.CalendarOf(Sakura)).Response);
        _app.TimePasses(Duration.FromMinutes(5));

        await _tanaka.PressesAsync(proposal.Appointment, "restore");
        await _app.OutsideWorldSettlesAsync(UntilTheNextCheck);

        Assert.Contains("予約済み", await RoomStateAsync(proposal), StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task An_entry_that_waits_for_its_host_is_not_looked_at_every_few_seconds(DatabaseKind kind)
    {
        await ConfirmedAsync(kind, RoomPolicy.NeverAnswers);
        _app.Outlook.DeleteEvent(App.Mail("tanaka"), TheEntry.Id);
        await _app.OutsideWorldSettlesAsync(UntilTheNextCheck);
        _app.Simulator.Requests.Clear();

        await _app.OutsideWorldSettlesAsync(UntilTheNextCheck);

        Assert.InRange(_app.Simulator.Requests.All.Count, 1, 20);
    }

    /// <summary>Told of a room that declined, people wait for no more than half an hour for what the next one says.</summary>
    [Theory, EveryDatabase]
    public async Task While_the_next_room_does_not_answer_people_are_told_that_the_room_they_know_is_gone(DatabaseKind kind)
    {
        var proposal = await ConfirmedAsync(kind, matsu: RoomPolicy.NeverAnswers);
        var told = MailsToGuest.Count;
        _app.Outlook.Respond(Sakura, _app.Outlook.CalendarOf(Sakura)[0].Id, ResponseType.Declined);

        await _app.OutsideWorldSettlesAsync(UntilTheNextCheck);

        Assert.Equal(told + 1, MailsToGuest.Count);
        Assert.Contains("会議室 松(会議室の返事を確認中)", MailsToGuest[^1], StringComparison.Ordinal);
        Assert.Contains("会議室 松 の返事がまだないため", (await _tanaka.SeesAsync(proposal)).Text, StringComparison.Ordinal);

        _app.Outlook.Respond(Matsu, _app.Outlook.CalendarOf(Matsu)[0].Id, ResponseType.Accepted);
        await _app.OutsideWorldSettlesAsync(UntilTheNextCheck);

        Assert.Equal(told + 1, MailsToGuest.Count);
        Assert.Contains("予約済み", await RoomStateAsync(proposal), StringComparison.Ordinal);
    }

    /// <summary>The worker was stopped between the decision that the deadline has passed and its first call.</summary>
    [Theory, EveryDatabase]
    public async Task Extended_before_the_holds_had_gone_what_the_room_said_still_counts(DatabaseKind kind)
    {
        var proposal = await OfferedAsync(kind, RoomPolicy.AsksDelegate);
        Assert.Contains("担当者の承認待ち", await RoomStateAsync(proposal), StringComparison.Ordinal);
        var hold = TheEntry.Id;
        _app.TimePasses(App.At("2027-04-06 09:30") - _app.Now);
        var expired = await _app.InOrganizationAsync(scope => scope.GetRequiredService<Decisions>().RunAsync<Done, ChangeRefusal>(
            new AppointmentId(proposal.Appointment), Actor.Hidori, TimelineKind.Expired,
            (a, _, now) => a.Expire(now) ? Done.Value : ChangeRefusal.NotInThisState, ChangeRefusal.Busy, TestContext.Current.CancellationToken));
        Assert.Null(expired.Refusal);

        await _tanaka.PressesAsync(proposal.Appointment, "extend", ("deadlineDate", "2027-04-06"), ("deadlineTime", "09:50"));
        await _app.OutsideWorldSettlesAsync();

        Assert.Equal(hold, TheEntry.Id);
        Assert.Contains("担当者の承認待ち", await RoomStateAsync(proposal), StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task Extended_while_nobody_knew_whether_the_holds_had_gone_what_the_room_said_still_counts(DatabaseKind kind)
    {
        var proposal = await OfferedAsync(kind, RoomPolicy.AsksDelegate);
        var hold = TheEntry.Id;
        _app.TimePasses(App.At("2027-04-06 09:30") - _app.Now);
        foreach (var method in (string[])["DELETE", "POST"])
            _app.Simulator.Faults.Add(new Fault(FaultKind.NeverArrives, method, "/me/**") { Times = null });
        await _app.WorkerLooksAsync();
        _app.Simulator.Faults.Clear();
        Assert.Contains("期限切れ", (await _tanaka.SeesAsync(proposal)).Text, StringComparison.Ordinal);

        await _tanaka.PressesAsync(proposal.Appointment, "extend", ("deadlineDate", "2027-04-06"), ("deadlineTime", "09:50"));
        await _app.OutsideWorldSettlesAsync();

        Assert.Equal(hold, TheEntry.Id);
        Assert.Contains("担当者の承認待ち", await RoomStateAsync(proposal), StringComparison.Ordinal);
    }

    /// <summary>Found by a random history: a look that failed before anything was written made a doubt of its own.</summary>
    [Theory, EveryDatabase]
    public async Task Extended_and_not_readable_at_first_what_the_room_said_still_counts(DatabaseKind kind)
    {
        var proposal = await OfferedAsync(kind, RoomPolicy.AsksDelegate);
        var hold = TheEntry.Id;
        _app.TimePasses(App.At("2027-04-06 09:30") - _app.Now);
        foreach (var method in (string[])["DELETE", "POST"])
            _app.Simulator.Faults.Add(new Fault(FaultKind.NeverArrives, method, "/me/**") { Times = null });
        await _app.WorkerLooksAsync();
        _app.Simulator.Faults.Clear();

        await _tanaka.PressesAsync(proposal.Appointment, "extend", ("deadlineDate", "2027-04-06"), ("deadlineTime", "09:50"));
        _app.Simulator.Faults.Add(new Fault(FaultKind.Status(503), "GET", "/me/**") { Times = null });
        await _app.OutsideWorldSettlesAsync(Duration.FromMinutes(1));
        _app.Simulator.Faults.Clear();
        await _app.OutsideWorldSettlesAsync(Duration.FromMinutes(10));

        Assert.Equal(hold, TheEntry.Id);
        Assert.Contains("担当者の承認待ち", await RoomStateAsync(proposal), StringComparison.Ordinal);
    }

    private async Task<ProposalMade> ConfirmedAsync(
        DatabaseKind kind, RoomPolicy sakura = RoomPolicy.AcceptsUnlessBusy, RoomPolicy matsu = RoomPolicy.AcceptsUnlessBusy)
    {
        var proposal = await OfferedAsync(kind, sakura, matsu);
        using var guest = new GuestBrowser(_app);
        await guest.ChoosesAsync(proposal, 1);
        await _app.OutsideWorldSettlesAsync();
        _app.TimePasses(Duration.FromMinutes(5));
        return proposal;
    }

    private async Task<ProposalMade> OfferedAsync(DatabaseKind kind, RoomPolicy sakura, RoomPolicy matsu = RoomPolicy.AcceptsUnlessBusy)
    {
        _app = await App.StartAsync(kind);
        _app.Outlook.AddRoom(new NewRoom(Sakura, "会議室 桜") { Capacity = 6, Policy = sakura });
        _app.Outlook.AddRoom(new NewRoom(Matsu, "会議室 松") { Capacity = 12, Policy = matsu });
        _tanaka = await _app.SignsInAsync("tanaka");
        await AddAsync(Sakura, "会議室 桜");
        await AddAsync(Matsu, "会議室 松");
        var proposal = await _tanaka.ProposesAsync(new ProposalText
        {
            Candidates = ["2027-04-06T10:00/2027-04-06T11:00"],
            Deadline = App.At("2027-04-06 09:00"),
            Rooms = [_ids[Sakura]],
            HoldsRooms = true,
            OverlapAccepted = true,
        });
        await _app.OutsideWorldSettlesAsync();
        return proposal;
    }

    private async Task AddAsync(string address, string name)
    {
        var page = await _tanaka.Web.SubmitAsync(await _tanaka.Web.GetAsync("/rooms"), "/rooms", ("address", address), ("name", name));
        _ids[address] = page.Document.QuerySelectorAll("a.main").First(a => a.TextContent == name).GetAttribute("href")!["/rooms/".Length..];
    }

    private async Task<string> RoomStateAsync(ProposalMade proposal) =>
        (await _tanaka.SeesAsync(proposal)).Document.QuerySelector("section[aria-labelledby='rooms'] ul")!.TextContent;

    private CalendarItem TheEntry => Assert.Single(_app.Outlook.CalendarOf(App.Mail("tanaka")));

    private string RoomAsked => TheEntry.Attendees.Single(a => a.Type == AttendeeType.Resource).Address;

    private IReadOnlyList<string> MailsToGuest => [.. _app.Simulator.Mail.To("takahashi@guest.example").Select(m => m.Text ?? "")];
}
