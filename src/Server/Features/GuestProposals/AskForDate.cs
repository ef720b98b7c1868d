using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Server.Outside;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Tenancy;

namespace Hidori.Server.Features.GuestProposals;

/// <summary>日時を変更したい: what is confirmed stands until a host answers (SPEC A3).</summary>
public sealed class AskForDate(Decisions decisions)
{
    public Task<Result<Done, ChangeRefusal>> RunAsync(
        GuestVisit visit, string message, IReadOnlyList<PreferredTime> preferred, CancellationToken ct) =>
        decisions.RunAsync<Done, ChangeRefusal>(
            visit.Appointment, Actor.Guest(visit.Guest), TimelineKind.DateRequested,
            (a, _, now) => a.AskForDate(message, preferred, now), ChangeRefusal.Busy, ct);
}
