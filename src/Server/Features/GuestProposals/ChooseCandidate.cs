using Hidori.Domain;
using Hidori.Domain.Appointments;
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
    public async Task<Result<Candidate, ChoiceRefusal>> RunAsync(
        GuestVisit visit, CandidateId chosen, string note, CancellationToken ct)
    {
        var appointment = await db.Appointments.AsNoTracking().SingleAsync(a => a.Id == visit.Appointment, ct);
        if (appointment.State == AppointmentState.Confirmed)
            return appointment.Chosen!;
        if (appointment.WhyClosed(clock.GetCurrentInstant()) is { } closed)
            return closed;
        if (appointment.Candidates.FirstOrDefault(c => c.Id == chosen) is not { } candidate)
            return ChoiceRefusal.CandidateUnknown;

        var busy = await live.ReadAsync(appointment.Hosts, candidate.Time, ct);
        return await decisions.RunAsync<Candidate, ChoiceRefusal>(
            visit.Appointment, Actor.Guest(visit.Guest), TimelineKind.Chosen,
            (a, agenda, now) => a.Choose(chosen, note, busy, agenda, now), ChoiceRefusal.Busy, ct);
    }
}
