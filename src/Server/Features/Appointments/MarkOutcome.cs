using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Organizations;
using Hidori.Server.Outside;

namespace Hidori.Server.Features.Appointments;

/// <summary>実施済み, 不参加 or 取消, said of what is over (SPEC P5, A4).</summary>
public sealed class MarkOutcome(Decisions decisions)
{
    public Task<Result<Done, ChangeRefusal>> RunAsync(Member by, AppointmentId id, AppointmentOutcome outcome, CancellationToken ct) =>
        decisions.RunAsync<Done, ChangeRefusal>(
            id, Actor.Member(by.Id), Storage.Rows.TimelineKind.OutcomeMarked, (a, _, now) => a.Mark(outcome, now), ChangeRefusal.Busy, ct);
}
