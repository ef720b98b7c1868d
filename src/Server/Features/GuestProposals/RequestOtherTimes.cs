using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Server.Outside;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Tenancy;

namespace Hidori.Server.Features.GuestProposals;

/// <summary>都合の良い日時がないため、再調整を依頼する.</summary>
public sealed class RequestOtherTimes(Decisions decisions)
{
    public Task<Result<Done, ChangeRefusal>> RunAsync(
        GuestVisit visit, string message, IReadOnlyList<PreferredTime> preferred, CancellationToken ct) =>
        decisions.RunAsync<Done, ChangeRefusal>(
            visit.Appointment, Actor.Guest(visit.Guest), TimelineKind.OtherTimesRequested,
            (a, _, now) => a.RequestOtherTimes(visit.Guest, message, preferred, now), ChangeRefusal.Busy, ct);
}
