using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Organizations;
using Hidori.Server.Outside;

namespace Hidori.Server.Features.Appointments;

/// <summary>この日時のままにする: the host's other answer, besides moving it, to a guest who asked for another date (SPEC A3).</summary>
public sealed class SettleDateRequest(Decisions decisions)
{
    public Task<Result<Done, ChangeRefusal>> KeepAsync(Member by, AppointmentId id, CancellationToken ct) =>
        decisions.RunAsync<Done, ChangeRefusal>(
            id, Actor.Member(by.Id), Storage.Rows.TimelineKind.DateKept, (a, _, now) => a.KeepDate(now), ChangeRefusal.Busy, ct);
}
