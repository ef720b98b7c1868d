using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Outside;
using Hidori.Domain.Rooms;
using Hidori.Server.Features.Appointments;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Hidori.Simulator.Microsoft365;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>What a person did to an entry of ours in Outlook.</summary>
/// <param name="Before">Where it stood by our doing.</param>
/// <param name="Now">Where that person put it; null when they threw it away.</param>
/// <param name="During">The appointment's state at that time.</param>
public sealed record ByHand(EntryKey Key, string Host, string Entry, Interval Before, Interval? Now, AppointmentState During)
{
    public bool IsTakenBack => Now == Before;
}

/// <summary>Rooms that answer as they like, and hosts who change entries of ours in Outlook.</summary>
public sealed partial class HistoryWorld
{
    private static readonly RoomPolicy[] Policies =
    [
        RoomPolicy.AcceptsUnlessBusy, RoomPolicy.AcceptsUnlessBusy, RoomPolicy.AcceptsUnlessBusy, RoomPolicy.AlwaysDeclines,
        RoomPolicy.NeverAnswers, RoomPolicy.AsksDelegate,
    ];

    private readonly Dictionary<EntryKey, ByHand> _byHand = [];
    private readonly HashSet<EntryKey> _fetchedBack = [];
    private readonly HashSet<EntryKey> _draggedBack = [];
    private readonly HashSet<EntryKey> _touched = [];
    private readonly HashSet<EntryKey> _putsInDoubt = [];
    private readonly List<(string Room, string Entry)> _takenByOthers = [];
    private List<Room> _rooms = [];
    private int _moves;
    private int _seed;

    public IReadOnlyList<Room> Rooms => _rooms;

    /// <summary>What people did in Outlook and nobody has decided about since.</summary>
    public IReadOnlyDictionary<EntryKey, ByHand> DoneByHand => _byHand;

    /// <summary>Thrown away and fetched back: Exchange took the room away and does not ask it again, and shows its old answer.</summary>
    public IReadOnlySet<EntryKey> FetchedBack => _fetchedBack;

    /// <summary>
    /// Dragged away and back: with the answer to our own write lost, nobody can say which time the room has answered to, and
    /// it is called asked.
    /// </summary>
    public IReadOnlySet<EntryKey> DraggedBack => _draggedBack;

    /// <summary>
    /// Places where the answer to a put of ours was lost once. Whether it moved the entry cannot be known afterwards, nor
    /// then whether an older answer of the room is about this time: until it answers anew it is called asked.
    /// </summary>
    public IReadOnlySet<EntryKey> PutsInDoubt => _putsInDoubt;

    /// <summary>Everything a person ever laid a hand on, also what was decided about since.</summary>
    public IReadOnlySet<EntryKey> Touched => _touched;

    private async Task AddRoomsAsync()
    {
        // The second answers late, when the entry is no longer looked at every few seconds.
        (string Name, int Seats, Duration? AnswersAfter)[] rooms = [("桜", 6, null), ("松", 12, Duration.FromMinutes(4)), ("梅", 8, null)];
        foreach (var (name, seats, after) in rooms)
            App.Outlook.AddRoom(new NewRoom($"room-{seats}@test.example", name) { Capacity = seats, AnswersAfter = after });
        await InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            _rooms = [.. rooms.Select(r => new Room(_organization, $"room-{r.Seats}@test.example", new RoomFacts(r.Name, "", "", r.Seats, []), RoomSource.ByHand, App.Now))];
            db.Rooms.AddRange(_rooms);
            db.Agendas.AddRange(_rooms.Select(r => new Agenda { Organization = _organization, Whose = r.Id }));
            await db.SaveChangesAsync();
        });
    }

    private void BeginRoomsAndOutlook(int seed)
    {
        foreach (var (room, entry) in _takenByOthers)
            App.Outlook.DeleteEvent(room, entry);
        _takenByOthers.Clear();
        _byHand.Clear();
        _seed = seed;
        _fetchedBack.Clear();
        _draggedBack.Clear();
        _touched.Clear();
        _putsInDoubt.Clear();
        _accounts.Clear();
        _otherHosts.Clear();
        var chance = new Random(seed);
        foreach (var room in _rooms)
            App.Outlook.SetRoomPolicy(room.Address, Policies[chance.Next(Policies.Length)]);
    }

    /// <summary>None for some, one for all, or another for each.</summary>
    private Dictionary<Interval, RoomId> RoomsFor(int pick) => TimesOf(pick).Select((time, n) => (time, n))
        .Where(c => (pick + c.n) % 4 != 0)
        .DistinctBy(c => c.time)
        .ToDictionary(c => c.time, c => _rooms[(pick / 4 + c.n * (pick % 2)) % _rooms.Count].Id);

    private async Task TakeStepOfRoomsAndOutlookAsync(Step step, CancellationToken ct)
    {
        switch (step.Act)
        {
            case Act.ARoomIsAnsweredFor: AnswerForARoom(step.Pick); break;
            case Act.ARoomIsTaken: TakeARoom(step.Pick); break;
            case Act.ChooseRoom: await ChangeAsync(step.Subject, (s, id) => ChooseRoomAsync(s, id, step.Pick, ct)); break;
            case Act.MoveInOutlook: await DoByHandAsync(step.Pick, Move); break;
            case Act.DeleteInOutlook: await DoByHandAsync(step.Pick, ThrowAway); break;
            case Act.TakeBackInOutlook: TakeBack(step.Pick); break;
            case Act.Follow: await ChangeAsync(step.Subject, (s, id) => s.GetRequiredService<SettleOutsideChange>().FollowAsync(_hosts[0], id, ct)); break;
            case Act.Restore: await ChangeAsync(step.Subject, (s, id) => s.GetRequiredService<SettleOutsideChange>().RestoreAsync(_hosts[0], id, ct)); break;
            case Act.EverythingIsLookedAt: await LookAtEverythingAsync(ct); break;
        }
    }

    private void AnswerForARoom(int pick)
    {
        var asked = Asked().ToList();
        if (asked.Count > 0)
            Answer(asked[pick % asked.Count], pick);
    }

    /// <summary>In most histories every room answers in the end: one that never does is looked at again and again, which takes its time.</summary>
    private void EveryRoomAnswers()
    {
        if (_seed % 8 == 0)
            return;
        foreach (var room in _rooms)
            App.Outlook.SetRoomPolicy(room.Address, RoomPolicy.AcceptsUnlessBusy);
        foreach (var (n, asked) in Asked().Where(a => a.Item.Response is ResponseType.NotResponded).Index().ToList())
            Answer(asked, _seed + n);
    }

    private IEnumerable<(string Room, CalendarItem Item)> Asked() =>
        _rooms.SelectMany(r => App.Outlook.CalendarOf(r.Address).Where(i => !i.IsOrganizer).Select(i => (r.Address, i)));

    private void Answer((string Room, CalendarItem Item) asked, int pick) =>
        App.Outlook.Respond(asked.Room, asked.Item.Id, pick % 3 == 0 ? ResponseType.Declined : ResponseType.Accepted);

    private void TakeARoom(int pick)
    {
        var (room, time) = (_rooms[pick % _rooms.Count].Address, TimeOf(pick));
        _takenByOthers.Add((room, App.Outlook.Put(room, new NewItem("よその会議", time.Start, time.End))));
    }

    private async Task ChooseRoomAsync(IServiceProvider scope, AppointmentId id, int pick, CancellationToken ct)
    {
        var appointment = await scope.GetRequiredService<Db>().Appointments.AsNoTracking().SingleAsync(a => a.Id == id, ct);
        var candidate = appointment.Chosen ?? appointment.Candidates[pick % appointment.Candidates.Count];
        var room = pick % 5 == 0 ? "" : _rooms[pick % _rooms.Count].Id.Value.ToString();
        await scope.GetRequiredService<ChooseRoom>().RunAsync(_hosts[0], id, candidate.Id.Value.ToString(), room, ct);
    }

    private async Task LookAtEverythingAsync(CancellationToken ct)
    {
        // Twice, because what differs shortly after a write is looked at once more before it is believed.
        foreach (var pause in (Duration[])[Duration.FromMinutes(61), Duration.FromMinutes(3)])
        {
            App.TimePasses(pause);
            while (await App.Worker.RunOneAsync(ct))
            {
            }
        }
    }

    /// <summary>
    /// Of entries whose writing is under way a person knows nothing yet; a hold whose candidate the guest took is to become
    /// the meeting wherever it was put since; and what is to go may be thrown away by anybody.
    /// </summary>
    private async Task DoByHandAsync(int pick, Action<LedgerRow, CalendarItem, AppointmentState> what)
    {
        var standing = (await LedgerAsync()).Where(l => l is { State: LedgerState.Settled, RemoteId: not null, OurTimes.Count: > 0 })
            .OrderBy(l => l.Key.ToString(), StringComparer.Ordinal)
            .Select(l => (Row: l, Item: CalendarOf(l.Whose).FirstOrDefault(i => i.Id == l.RemoteId)))
            .Where(l => l.Item is not null).ToList();
        if (standing.Count == 0)
            return;
        var (row, item) = standing[pick % standing.Count];
        var state = (await AppointmentsAsync()).Single(a => a.Id == row.Appointment).State;
        if (state == AppointmentState.Open || (state == AppointmentState.Confirmed && row.Purpose == EntryPurpose.Meeting))
            what(row, item!, state);
    }

    /// <summary>Later by hours and by minutes that no other time here has.</summary>
    private void Move(LedgerRow row, CalendarItem item, AppointmentState state)
    {
        var to = item.Start + Duration.FromHours(3) + Duration.FromMinutes(1 + (++_moves % 59));
        var mailbox = MailboxWith(row.Whose, item.Id)!;
        App.Outlook.MoveEvent(mailbox, item.Id, to);
        Remember(row, mailbox, item, new Interval(to, to + (item.End - item.Start)), state);
    }

    private void ThrowAway(LedgerRow row, CalendarItem item, AppointmentState state)
    {
        var mailbox = MailboxWith(row.Whose, item.Id)!;
        App.Outlook.DeleteEvent(mailbox, item.Id);
        Remember(row, mailbox, item, null, state);
    }

    private void Remember(LedgerRow row, string mailbox, CalendarItem item, Interval? now, AppointmentState state)
    {
        _touched.Add(row.Key);
        _byHand[row.Key] = new ByHand(
            row.Key, mailbox, item.Id, _byHand.GetValueOrDefault(row.Key)?.Before ?? item.Interval, now, state);
    }

    private void TakeBack(int pick)
    {
        var hands = _byHand.Values.Where(h => !h.IsTakenBack).OrderBy(h => h.Key.ToString(), StringComparer.Ordinal).ToList();
        if (hands.Count == 0)
            return;
        var hand = hands[pick % hands.Count];
        if (hand.Now is null && App.Outlook.DeletedItemsOf(hand.Host).All(i => i.Id != hand.Entry))
            return;
        if (hand.Now is null)
        {
            App.Outlook.RestoreEvent(hand.Host, hand.Entry);
            _fetchedBack.Add(hand.Key);
        }
        else
        {
            _draggedBack.Add(hand.Key);
        }

        App.Outlook.MoveEvent(hand.Host, hand.Entry, hand.Before.Start, hand.Before.End);
        _byHand[hand.Key] = hand with { Now = hand.Before };
    }

    private async Task RememberPutsInDoubtAsync(Act act)
    {
        if (act is Act.Work or Act.WorkAndCrash or Act.TwoWorkers)
            _putsInDoubt.UnionWith((await LedgerAsync()).Where(l => l.State == LedgerState.InDoubt && !IsRemovalInDoubt(l)).Select(l => l.Key));
        static bool IsRemovalInDoubt(LedgerRow row) => row is { OurTimes.Count: 0, OurSubject: not null };
    }

    /// <summary>The places where a change by hand was noticed and is not settled.</summary>
    private async Task<HashSet<EntryKey>> UnsettledAsync() => _byHand.Count == 0
        ? []
        : [.. (await LedgerAsync()).Where(l => l.Change is not null).Select(l => l.Key)];

    /// <summary>
    /// A person's hand counts until somebody decided otherwise: the guest took the candidate, it ended, or a host settled
    /// what they had been shown. A host who was not shown it has not decided about it.
    /// </summary>
    private async Task ForgetWhatWasDecidedAsync(Act act, HashSet<EntryKey> unsettledBefore)
    {
        ForgetAccounts(act, await AppointmentsAsync());
        if (_byHand.Count == 0)
            return;
        var unsettled = act is Act.Follow or Act.Restore or Act.Reschedule ? await UnsettledAsync() : unsettledBefore;
        var appointments = await AppointmentsAsync();
        var states = appointments.ToDictionary(a => a.Id, a => a.State);
        foreach (var (key, hand) in _byHand.ToList())
        {
            if (states[key.Appointment] != hand.During || appointments.All(a => a.Candidates.All(c => c.Id != key.Candidate)) || (unsettledBefore.Contains(key) && !unsettled.Contains(key)))
                _byHand.Remove(key);
        }
    }

    public async Task<IReadOnlyList<LedgerRow>> LedgerAsync()
    {
        await using var db = Services.GetRequiredService<DbFactory>().Open(TenantOf(Services, _organization));
        var ids = _made.Select(m => new AppointmentId(m)).ToList();
        return await db.Ledger.AsNoTracking().Where(l => ids.Contains(l.Appointment)).ToListAsync();
    }
}
