using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Availability;
using Hidori.Domain.Outside;
using Hidori.Domain.Rooms;
using Hidori.Domain.Time;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Outside;

/// <summary>
/// Turns what rooms answered into decisions (SPEC M17): booked when accepted; declined, the next suitable free room is
/// asked; with none left, people have to decide and are told.
/// </summary>
public sealed class RoomAnswers(Db db, Decisions decisions, LiveRooms live, LeasedWork work, RoomNotices notices, IClock clock)
{
    /// <summary>Read in one call (reference/graph.md §5.1).</summary>
    private const int MostRooms = 20;

    /// <summary>So long people may go on knowing of a room that declined, while the next one has not answered.</summary>
    private static readonly Duration LongestSilence = Duration.FromMinutes(30);

    private static readonly Duration SearchPause = Duration.FromMinutes(1);

    /// <summary>While rooms cannot be read none is called taken; after this long people decide.</summary>
    private static readonly Duration LongestSearch = Duration.FromMinutes(30);

    /// <summary>Takes at most one decision.</summary>
    /// <returns>True when the appointment changed; otherwise when to look again, or null.</returns>
    public async Task<(bool HasDecided, Instant? LookAgainAt)> SettleAsync(
        OutsideState state, Footprint wanted, Lease lease, CancellationToken ct)
    {
        Instant? again = null;
        foreach (var candidate in state.Appointment.Candidates.Where(c => c.Room is not null && IsCurrent(state.Appointment, c)))
        {
            if (candidate.RoomBooking == RoomBooking.Sought)
            {
                if (await SearchAsync(candidate, state, ct) is not { } later)
                    return (true, null);
                again = Earlier(again, later);
            }
            else if (AnswerOf(candidate, state, wanted) is { } answer && await HearAsync(candidate, answer, state, lease, ct))
            {
                return (true, null);
            }
        }

        if (state.Appointment.PeopleKnowOfAnotherRoom)
        {
            if (await TellOfSilenceAsync(state, ct) is not { } later)
                return (true, null);
            again = Earlier(again, later);
        }

        await notices.TellAsync(state, lease, ct);
        return (false, again);
    }

    /// <returns>Null when decided; when to look again while the room still has time to answer.</returns>
    private async Task<Instant?> TellOfSilenceAsync(OutsideState state, CancellationToken ct)
    {
        var appointment = state.Appointment;
        var chosen = appointment.Chosen!;
        var patienceEnds = (chosen.RoomAskedAt ?? appointment.ChangedAt) + LongestSilence;
        if (patienceEnds > clock.GetCurrentInstant())
            return patienceEnds;
        await decisions.RunAsync<Done, RoomRefusal>(
            appointment.Id, Actor.Hidori, TimelineKind.RoomUnanswered, (a, _, now) => a.TellOfUnansweredRoom(now),
            RoomRefusal.Busy, ct, DecisionSubject.Of(chosen.Id, chosen.Room, state.RoomOf(chosen)!.Name));
        return null;
    }

    private static Instant Earlier(Instant? one, Instant other) => one is { } instant ? Instant.Min(instant, other) : other;

    private static bool IsCurrent(Appointment appointment, Candidate candidate) => appointment.State switch
    {
        AppointmentState.Open => appointment.HoldsRooms,
        AppointmentState.Confirmed => candidate.Id == appointment.ChosenCandidate,
        AppointmentState.TimesRequested or AppointmentState.Expired or AppointmentState.Cancelled => false,
    };

    /// <summary>
    /// What the asked room last answered; null while the entry does not stand as wanted, also because somebody moved it,
    /// or when the answer is to an older question.
    /// </summary>
    private static RoomAnswer? AnswerOf(Candidate candidate, OutsideState state, Footprint wanted)
    {
        var key = new EntryKey(state.Appointment.Id, candidate.Id, state.Appointment.MainHost);
        if (state.RoomOf(candidate) is not { } room
            || wanted.Entries.FirstOrDefault(e => e.Key == key) is not { } entry
            || state.Row(key) is not { State: LedgerState.Settled, Change: null } row
            || row.Fingerprint != entry.Content.Fingerprint()
            || row.Answers.FirstOrDefault(a => string.Equals(a.Address, room.Address, StringComparison.OrdinalIgnoreCase)) is not { } seen
            || seen.IsOlderThan(row.AsksSince(candidate.RoomAskedAt)))
            return null;
        return seen.Answer switch
        {
            AttendeeAnswer.Accepted => RoomAnswer.Accepted,
            AttendeeAnswer.Tentative => RoomAnswer.Tentative,
            AttendeeAnswer.Declined => RoomAnswer.Declined,
            AttendeeAnswer.None => RoomAnswer.None,
            AttendeeAnswer.Organizer => null,
        };
    }

    private async Task<bool> HearAsync(Candidate candidate, RoomAnswer answer, OutsideState state, Lease lease, CancellationToken ct)
    {
        var (kind, booking) = answer switch
        {
            RoomAnswer.Accepted => (TimelineKind.RoomAccepted, RoomBooking.Accepted),
            RoomAnswer.Tentative => (TimelineKind.RoomTentative, RoomBooking.Tentative),
            RoomAnswer.Declined => (TimelineKind.RoomDeclined, RoomBooking.Sought),
            RoomAnswer.None => (TimelineKind.RoomAskedAgain, RoomBooking.Asked),
        };
        if (candidate.RoomBooking == booking)
            return false;

        if (await SignOfAsync(candidate, answer, state, ct) is { } sign)
            await NoteAsync(candidate, sign, state, lease, ct);
        var room = candidate.Room!.Value;
        var result = await decisions.RunAsync<Done, RoomRefusal>(
            state.Appointment.Id, Actor.Hidori, kind,
            (a, _, now) => a.NoteRoomAnswer(candidate.Id, room, answer, now),
            RoomRefusal.Busy, ct, DecisionSubject.Of(candidate.Id, room, state.RoomOf(candidate)!.Name));
        return result.Refusal is null;
    }

    /// <summary>For the room doctor; null when the answer says nothing of how the room is set up.</summary>
    private async Task<RoomSign?> SignOfAsync(Candidate candidate, RoomAnswer answer, OutsideState state, CancellationToken ct) => answer switch
    {
        RoomAnswer.Accepted => RoomSign.Accepted,
        RoomAnswer.Tentative => RoomSign.Tentative,
        RoomAnswer.Declined => await WhyDeclinedAsync(candidate, state, ct),
        RoomAnswer.None => null,
    };

    /// <summary>Declining a time that is taken is as it should be; declining a free one says something of the room's settings.</summary>
    private async Task<RoomSign> WhyDeclinedAsync(Candidate candidate, OutsideState state, CancellationToken ct)
    {
        var room = await db.Rooms.AsNoTracking().FirstAsync(r => r.Id == candidate.Room, ct);
        var times = await live.ReadAsync([room], candidate.Time, state.Appointment.MainHost, ct);
        return times[room.Id].At(candidate.Time, state.Appointment.Id) == RoomStanding.Free ? RoomSign.Declined : RoomSign.DeclinedAsTaken;
    }

    /// <returns>Null when decided; when to look again while rooms cannot be read.</returns>
    private async Task<Instant?> SearchAsync(Candidate candidate, OutsideState state, CancellationToken ct)
    {
        var appointment = state.Appointment;
        var lost = candidate.Room!.Value;
        var rooms = await db.Rooms.AsNoTracking().Where(r => r.IsActive || r.Id == lost).ToListAsync(ct);
        var left = rooms.Where(r => r.Id != lost && !candidate.LostRooms.Contains(r.Id));
        var (suitable, needed, apart) = appointment.Page is { } page
            ? await OfPageAsync(page, left, candidate.Time, ct)
            : ([.. appointment.RoomNeed.Instead(left, rooms.First(r => r.Id == lost)).Take(MostRooms)], candidate.Time, candidate.Time);
        var times = await live.ReadAsync(suitable, apart, appointment.MainHost, ct);
        var next = suitable.FirstOrDefault(r => times[r.Id].At(needed, appointment.Id) == RoomStanding.Free
            && !times[r.Id].Ours.Any(t => t.Appointment != appointment.Id && t.IsFixed && t.Page is not null && t.Page == appointment.Page && t.Time.Overlaps(apart)));
        var now = clock.GetCurrentInstant();
        if (next is null && now - candidate.RoomAskedAt < LongestSearch && times.Values.Any(CannotBeReadJustNow))
            return now + SearchPause;

        var result = await decisions.RunAsync<Done, RoomRefusal>(
            appointment.Id, Actor.Hidori, next is null ? TimelineKind.RoomLost : TimelineKind.RoomReplaced,
            (a, agenda, at) => a.ReplaceRoom(candidate.Id, lost, next?.Id, agenda, at),
            RoomRefusal.Busy, ct, DecisionSubject.Of(candidate.Id, next?.Id ?? lost, next?.Name ?? rooms.First(r => r.Id == lost).Name));
        // Somebody was quicker with that room, or chose another: the next look sees it.
        return result.Refusal is null ? null : now + SearchPause;
    }

    /// <summary>A booking goes where its page says, in its order and with its buffers (SPEC B5, B6), and nowhere else.</summary>
    /// <returns>The time that has to be free around it, and the longer one that has to lie between two bookings of the page.</returns>
    private async Task<(IReadOnlyList<Room> Rooms, Interval Needed, Interval Apart)> OfPageAsync(BookingPageId id, IEnumerable<Room> left, Interval time, CancellationToken ct)
    {
        if (await db.BookingPages.AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, ct) is not { Settings: var settings })
            return ([], time, time);
        var rooms = left.ToDictionary(r => r.Id);
        var buffers = settings.Limits.ToLimits().RoomBuffers;
        var longer = Duration.Max(buffers.Before, buffers.After);
        return (
            [.. settings.Rooms.Where(rooms.ContainsKey).Select(r => rooms[r])],
            new Interval(time.Start - buffers.Before, time.End + buffers.After),
            new Interval(time.Start - longer, time.End + longer));
    }

    private static bool CannotBeReadJustNow(RoomTimes times) => times.Busy is BusyTimes.Unknown
    {
        Reason: UnknownReason.Throttled or UnknownReason.Unavailable or UnknownReason.ConnectionBroken
    };

    /// <summary>For the room doctor. Noted before the decision: a sighting twice does less harm than none.</summary>
    private async Task NoteAsync(Candidate candidate, RoomSign sign, OutsideState state, Lease lease, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var row = RoomSigns.Of(state.Organization.Id, candidate.Room!.Value, sign, now);
        row.Appointment = state.Appointment.Id;
        row.Start = candidate.Start;
        row.End = candidate.End;
        row.AfterSeconds = candidate.RoomAskedAt is { } asked ? (long)(now - asked).TotalSeconds : null;
        await RoomSigns.AddAsync(db, [row], ct);
        await work.CommitAsync(lease, ct);
    }
}
