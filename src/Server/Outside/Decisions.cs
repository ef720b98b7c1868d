using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Outside;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Outside;

/// <summary>Who decides: a member, a guest, or Hidori itself (null).</summary>
public readonly record struct Actor(string? Key)
{
    public static readonly Actor Hidori = new(null);
    public static Actor Member(MemberId id) => new($"member:{id}");
    public static Actor Guest(GuestId id) => new($"guest:{id}");
}

/// <summary>Whom or what a decision is about, which the appointment need not name yet.</summary>
/// <param name="Agenda">Locked with those that take part already; null when nothing new is taken.</param>
/// <param name="Detail">For the timeline.</param>
/// <param name="Person">For the timeline.</param>
public sealed record DecisionSubject(AgendaId? Agenda, CandidateId? Candidate = null, string? Detail = null, string? Person = null)
{
    /// <param name="room">Null when the answer is "none".</param>
    /// <param name="name">The timeline outlives the catalogue.</param>
    public static DecisionSubject Of(CandidateId candidate, RoomId? room, string name) => new(room is { } one ? AgendaId.Of(one) : null, candidate, name);

    /// <summary>Locked too, though they need not take part: the decision counts what is theirs.</summary>
    public IReadOnlyCollection<AgendaId> Counted { get; init; } = [];

    public static DecisionSubject Of(MemberId host) => new(AgendaId.Of(host), Person: Notice.ToMember(host));

    /// <summary>A guest, who has no agenda here.</summary>
    public static DecisionSubject Named(string guest) => new(Agenda: null, Detail: guest);
}

/// <summary>Where a booking is decided.</summary>
/// <param name="Agendas">Of everybody who may take part, and of every room that may be taken.</param>
/// <param name="Attempt">A second press of the button is the same booking.</param>
/// <param name="OneTimeLink">The one-time URL that it uses up; null for the page's own address.</param>
public sealed record BookingSubject(IReadOnlyCollection<AgendaId> Agendas, Guid Attempt, Guid? OneTimeLink = null);

/// <summary>
/// The one way to change an appointment: under the agendas' lock, with what Hidori has taken of the hosts at hand, and
/// with the wake-up of the worker in the same transaction. There is no other way to touch the outside (SPEC X1, X2).
/// </summary>
public sealed partial class Decisions(Db db, DbFactory factory, ReceptionCodes receptionCodes, IClock clock, Bell bell)
{
    private const int MostTries = 8;

    /// <summary>Takes a decision on an appointment and keeps it, or keeps nothing.</summary>
    /// <param name="decide">
    /// Pure: the appointment, all times Hidori has taken of its hosts and rooms, and now. Called again when somebody was quicker.
    /// </param>
    /// <param name="whenBusy">The answer when too many were quicker too often.</param>
    public async Task<Result<T, TRefusal>> RunAsync<T, TRefusal>(
        AppointmentId id,
        Actor actor,
        TimelineKind kind,
        Func<Appointment, IReadOnlyCollection<TakenTime>, Instant, Result<T, TRefusal>> decide,
        TRefusal whenBusy,
        CancellationToken ct,
        DecisionSubject? about = null)
        where TRefusal : struct, Enum =>
        await RunAsync(id, actor, kind, (a, agenda, now, _) => Task.FromResult(decide(a, agenda, now)), whenBusy, ct, about);

    /// <summary>The same for a decision that has to read more under the lock.</summary>
    /// <param name="decide">As above; reads, and writes nothing.</param>
    public async Task<Result<T, TRefusal>> RunAsync<T, TRefusal>(
        AppointmentId id,
        Actor actor,
        TimelineKind kind,
        Func<Appointment, IReadOnlyCollection<TakenTime>, Instant, CancellationToken, Task<Result<T, TRefusal>>> decide,
        TRefusal whenBusy,
        CancellationToken ct,
        DecisionSubject? about = null)
        where TRefusal : struct, Enum =>
        await UntilNobodyIsQuickerAsync(() => TryAsync(id, actor, kind, decide, about, ct), whenBusy);

    /// <summary>Decides again as long as somebody else was quicker, up to a bound.</summary>
    private async Task<Result<T, TRefusal>> UntilNobodyIsQuickerAsync<T, TRefusal>(Func<Task<Result<T, TRefusal>>> tryOnce, TRefusal whenBusy)
        where TRefusal : struct, Enum
    {
        for (var attempt = 1; attempt <= MostTries; attempt++)
        {
            db.ChangeTracker.Clear();
            try
            {
                return await tryOnce();
            }
            catch (Exception failure) when (
                failure is DbUpdateConcurrencyException || db.IsPassing(failure) || db.IsOverlapRefusal(failure) || db.IsDuplicate(failure))
            {
                // A duplicate is a reception code that another visit drew, or a form that was sent twice, at the same time.
                // The next look sees what the quicker one did; an overlap then refuses in words.
            }
        }

        db.ChangeTracker.Clear();
        return whenBusy;
    }

    private async Task<Result<T, TRefusal>> TryAsync<T, TRefusal>(
        AppointmentId id, Actor actor, TimelineKind kind,
        Func<Appointment, IReadOnlyCollection<TakenTime>, Instant, CancellationToken, Task<Result<T, TRefusal>>> decide, DecisionSubject? about, CancellationToken ct)
        where TRefusal : struct, Enum
    {
        using (await factory.WriterTurnAsync(ct))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            var members = await db.Appointments.Where(a => a.Id == id)
                .SelectMany(a => EF.Property<IEnumerable<HostSeat>>(a, "_seats").Select(s => s.Member)).ToListAsync(ct);
            var rooms = await db.Appointments.Where(a => a.Id == id)
                .SelectMany(a => a.Candidates.Where(c => c.Room != null).Select(c => c.Room!.Value)).ToListAsync(ct);
            List<AgendaId> agendas =
            [
                .. members.Select(AgendaId.Of).Concat(rooms.Select(AgendaId.Of)).Concat(about?.Agenda is { } joining ? [joining] : []).Concat(about?.Counted ?? []).Distinct(),
            ];
            await db.LockAgendasAsync(agendas, ct);

            var appointment = await db.Appointments.SingleAsync(a => a.Id == id, ct);
            var now = clock.GetCurrentInstant();
            // Nothing is ever taken in the past, so the cost does not grow with a host's history. No taken time is longer
            // than a candidate may be, which lets the index on the start skip what is over.
            var oldest = now - Proposing.LongestCandidate;
            var agenda = await db.TakenTimes
                .Where(t => t.Appointment == id || (agendas.Contains(t.Whose) && t.IsFixed && t.Start > oldest && t.End > now))
                .ToListAsync(ct);
            var (version, mainHost) = (appointment.Version, appointment.MainHost);

            var result = await decide(appointment, agenda, now, ct);
            if (result.Refusal is not null || appointment.Version == version)
            {
                db.ChangeTracker.Clear();
                return result;
            }

            // Rows are locked in the worker's order, outbox before ledger and appointment: neither waits for the other.
            await Outbox.RingAsync(db, SubjectKind.Appointment, id.Value, now, ct);
            await TakeAsync(appointment, agenda, agendas, ct);
            await receptionCodes.KeepAsync(appointment, now, ct);
            if (kind is TimelineKind.Chosen or TimelineKind.Rescheduled or TimelineKind.OutsideFollowed or TimelineKind.EntryRestored)
                await SettleOutsideChangesAsync(appointment, now, ct);
            if (appointment.MainHost != mainHost)
                await HandOverEntriesAsync(appointment, ct);
            else if (kind == TimelineKind.TimeTakenBack)
                await ForgetCopiesAsync(id, _ => true, ct);
            else if (members.Except(appointment.Hosts).Any())
                await ForgetCopiesAsync(id, l => !appointment.Hosts.Contains(l.Whose), ct);
            Note(appointment, kind, actor, now, about);
            // A mark leaves the calendars alone (SPEC A4): nothing that was given up is tried again for its sake.
            if (kind != TimelineKind.OutcomeMarked)
                await ReviveAsync(id, now, ct);
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            bell.Ring();
            return result;
        }
    }

    /// <summary>What was given up, or waits by our own choice, is tried again for the new decision.</summary>
    private async Task ReviveAsync(AppointmentId id, Instant now, CancellationToken ct)
    {
        await db.Ledger.Where(l => l.Appointment == id && l.IsGivenUp)
            .ExecuteUpdateAsync(
                set => set.SetProperty(l => l.IsGivenUp, false).SetProperty(l => l.FailingSince, now), ct);
        // Waiting for a link or a copy is a pause of our own, and a new decision is not held up by it. A pause that
        // the vendor asked for is kept.
        await db.Ledger
            .Where(l => l.Appointment == id
                && (l.Reason == PendingReason.JoinLinkMissing || l.Reason == PendingReason.CopyMissing || l.Reason == PendingReason.Underway))
            .ExecuteUpdateAsync(set => set.SetProperty(l => l.RetryAt, (Instant?)null), ct);
    }

    /// <summary>A decision about the time also decides what becomes of a change that was seen (SPEC M19).</summary>
    private async Task SettleOutsideChangesAsync(Appointment appointment, Instant now, CancellationToken ct)
    {
        foreach (var row in await db.Ledger.Where(l => l.Appointment == appointment.Id && l.Change != null && l.CopyIn == null).ToListAsync(ct))
        {
            OutsideChanges.Settle(row);
            if (row.Whose == appointment.MainHost)
                appointment.AskRoomAgain(row.Candidate, now);
        }
    }

    /// <summary>
    /// With another main host the meeting is another entry (SPEC A0). The former one keeps its time like a hold until the
    /// new one is there, and the co-hosts' copies of it go with it.
    /// </summary>
    private async Task HandOverEntriesAsync(Appointment appointment, CancellationToken ct)
    {
        foreach (var row in await db.Ledger.Where(l => l.Appointment == appointment.Id).ToListAsync(ct))
        {
            if (row.Purpose == EntryPurpose.Meeting)
                (row.Purpose, row.ProtectedJoinLink, row.JoinLinkGivenUp) = (EntryPurpose.Hold, null, false);
            else if (!row.HasCopyRecorded)
                continue;
            OutsideChanges.ForgetCopy(row);
        }
    }

    /// <summary>Exchange takes the copy of who is invited no more; invited again they get a new one.</summary>
    private async Task ForgetCopiesAsync(AppointmentId id, Func<LedgerRow, bool> isInvitedNoMore, CancellationToken ct)
    {
        var copies = await db.Ledger.Where(l => l.Appointment == id && l.CopyIn != null).ToListAsync(ct);
        copies.Where(isInvitedNoMore).ToList().ForEach(OutsideChanges.ForgetCopy);
    }

    /// <summary>Makes the agenda's rows of this appointment what the decision says, and raises the agendas' versions.</summary>
    private async Task TakeAsync(
        Appointment appointment, List<TakenTime> taken, List<AgendaId> agendas, CancellationToken ct)
    {
        var wanted = appointment.TakenTimes().ToDictionary(t => (t.Candidate, t.Whose));
        foreach (var row in taken.Where(t => t.Appointment == appointment.Id))
        {
            if (wanted.Remove((row.Candidate, row.Whose), out var become))
                row.Become(become);
            else
                db.TakenTimes.Remove(row);
        }

        db.TakenTimes.AddRange(wanted.Values);
        foreach (var row in await db.Agendas.Where(a => agendas.Contains(a.Whose)).ToListAsync(ct))
            row.Version++;
    }

    private void Note(Appointment appointment, TimelineKind kind, Actor actor, Instant now, DecisionSubject? about = null) =>
        db.Timeline.Add(new TimelineRow
        {
            Id = Guid.CreateVersion7(),
            Organization = appointment.Organization,
            Appointment = appointment.Id,
            At = now,
            Kind = kind,
            Actor = actor.Key,
            Candidate = kind is TimelineKind.Chosen or TimelineKind.Rescheduled ? appointment.ChosenCandidate : about?.Candidate,
            Detail = about?.Detail ?? (kind == TimelineKind.OutcomeMarked ? appointment.Outcome.ToString() : null),
            About = about?.Person ?? (kind == TimelineKind.MainHostChanged ? Notice.ToMember(appointment.MainHost) : null),
        });
}
