using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Availability;
using Hidori.Domain.Organizations;
using Hidori.Server.Outside;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Tenancy;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Features.GuestProposals;

/// <summary>アポイントメントを確定する: reads the hosts' calendars now, then decides under the agendas' lock (SPEC P4, P9).</summary>
public sealed class ChooseCandidate(Db db, LiveBusy live, Decisions decisions, IClock clock)
{
    public Task<Result<Candidate, ChoiceRefusal>> RunAsync(GuestVisit visit, GuestAnswer answer, CancellationToken ct) =>
        DecideAsync(visit.Appointment, Actor.Guest(visit.Guest), answer.Candidate, (a, busy, agenda, now) => a.Choose(answer, busy, agenda, now), ct);

    /// <summary>ホストが確定: a host enters what the guest agreed to otherwise (SPEC P7).</summary>
    public Task<Result<Candidate, ChoiceRefusal>> ForGuestAsync(
        Member by, AppointmentId id, CandidateId chosen, CancellationToken ct) =>
        DecideAsync(id, Actor.Member(by.Id), chosen, (a, busy, agenda, now) => a.ChooseForGuest(chosen, busy, agenda, now), ct);

    private async Task<Result<Candidate, ChoiceRefusal>> DecideAsync(
        AppointmentId id, Actor actor, CandidateId chosen,
        Func<Appointment, IReadOnlyDictionary<MemberId, BusyTimes>, IReadOnlyCollection<TakenTime>, Instant, Result<Candidate, ChoiceRefusal>> decide,
        CancellationToken ct)
    {
        var appointment = await db.Appointments.AsNoTracking().SingleAsync(a => a.Id == id, ct);
        if (appointment.State == AppointmentState.Confirmed)
            return appointment.Chosen!;
        if (appointment.WhyClosed(clock.GetCurrentInstant()) is { } closed)
            return closed;
        if (appointment.Candidates.FirstOrDefault(c => c.Id == chosen) is not { } candidate)
            return ChoiceRefusal.CandidateUnknown;

        var busy = await ReadAsync(appointment, candidate, ct);
        return await decisions.RunAsync<Candidate, ChoiceRefusal>(
            id, actor, TimelineKind.Chosen, (a, agenda, now) => decide(a, busy, agenda, now), ChoiceRefusal.Busy, ct);
    }

    /// <summary>
    /// A host without a calendar was known to the sender as one. A host who has taken the link back since has a calendar
    /// that cannot be read now, and unknown is never free (SPEC M21).
    /// </summary>
    private async Task<IReadOnlyDictionary<MemberId, BusyTimes>> ReadAsync(
        Appointment appointment, Candidate candidate, CancellationToken ct)
    {
        var busy = await live.ReadAsync(appointment.Hosts, candidate.Time, ct);
        var wereLinked = await db.Ledger.AsNoTracking()
            .Where(l => l.Appointment == appointment.Id && l.Connection != null).Select(l => l.Whose).Distinct().ToListAsync(ct);
        return busy.ToDictionary(
            b => b.Key,
            b => b.Value is BusyTimes.Unknown { Reason: UnknownReason.NotConnected } && wereLinked.Contains(b.Key)
                ? new BusyTimes.Unknown(UnknownReason.ConnectionBroken)
                : b.Value);
    }
}
