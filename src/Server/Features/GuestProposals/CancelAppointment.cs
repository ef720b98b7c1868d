using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Server.Outside;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Tenancy;

namespace Hidori.Server.Features.GuestProposals;

/// <summary>キャンセルする, by the guest (SPEC A3).</summary>
public sealed class CancelAppointment(Decisions decisions)
{
    public Task<Result<Done, ChangeRefusal>> RunAsync(GuestVisit visit, string reason, CancellationToken ct) =>
        decisions.RunAsync<Done, ChangeRefusal>(
            visit.Appointment, Actor.Guest(visit.Guest), TimelineKind.Cancelled,
            (a, _, now) => a.CancelByGuest(visit.Guest, reason, now), ChangeRefusal.Busy, ct);
}
