using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Organizations;
using Hidori.Server.Outside;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hidori.Server.Features.Appointments;

/// <summary>主担当を変える: another linked host takes over, because the present one cannot be written to (SPEC A0).</summary>
public sealed class ChangeMainHost(Db db, Decisions decisions)
{
    /// <param name="to">The member's id, as posted.</param>
    public async Task<Result<Done, ChangeRefusal>> RunAsync(Member by, AppointmentId id, string? to, bool formerLeaves, CancellationToken ct)
    {
        if (!Guid.TryParse(to, out var posted))
            return ChangeRefusal.HostNotConnected;
        var next = new MemberId(posted);
        var isLinked = await WhoCan(db).ContainsAsync(next, ct);
        return await decisions.RunAsync<Done, ChangeRefusal>(
            id, Actor.Member(by.Id), Storage.Rows.TimelineKind.MainHostChanged,
            (a, agenda, now) => a.ChangeMainHost(next, isLinked, formerLeaves, agenda, now), ChangeRefusal.Busy, ct);
    }

    /// <summary>Members whose calendar can be written to, and who are still there.</summary>
    internal static IQueryable<MemberId> WhoCan(Db db) => WritableConnections.Of(db)
        .Where(c => c.State != ConnectionState.PermissionLost && db.Members.Any(m => m.Id == c.Member && m.State != MemberState.Suspended))
        .Select(c => c.Member);
}
