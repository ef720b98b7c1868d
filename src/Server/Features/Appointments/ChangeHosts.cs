using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Availability;
using Hidori.Domain.Organizations;
using Hidori.Domain.Time;
using Hidori.Server.Outside;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Features.Appointments;

/// <summary>担当者の追加と解除: who takes part changes while something is arranged (SPEC A0).</summary>
public sealed class ChangeHosts(Db db, Decisions decisions, LiveBusy live)
{
    private static readonly BusyTimes NothingRead = new BusyTimes.Known([], Instant.MinValue);

    /// <param name="member">The member's id, as posted.</param>
    public async Task<Result<Done, ChangeRefusal>> AddAsync(Member by, AppointmentId id, string? member, bool overlapAccepted, CancellationToken ct)
    {
        if (await MemberAsync(member, ct) is not { } host || host.State == MemberState.Suspended)
            return ChangeRefusal.HostNotConnected;
        var appointment = await db.Appointments.AsNoTracking().SingleAsync(a => a.Id == id, ct);
        var times = appointment.TakenTimes().Select(t => t.Time).ToList();
        // Nothing stands at present: nothing can be in the way.
        var busy = times.Count == 0 ? NothingRead : (await live.ReadAsync([host.Id], Intervals.Around(times), ct))[host.Id];
        return await decisions.RunAsync<Done, ChangeRefusal>(
            id, Actor.Member(by.Id), Storage.Rows.TimelineKind.HostAdded,
            (a, agenda, now) => a.AddHost(host.Id, busy, overlapAccepted, agenda, now), ChangeRefusal.Busy, ct, DecisionSubject.Of(host.Id));
    }

    public async Task<Result<Done, ChangeRefusal>> RemoveAsync(Member by, AppointmentId id, string? member, CancellationToken ct) =>
        await MemberAsync(member, ct) is { } host
            ? await decisions.RunAsync<Done, ChangeRefusal>(
                id, Actor.Member(by.Id), Storage.Rows.TimelineKind.HostRemoved, (a, _, now) => a.RemoveHost(host.Id, now), ChangeRefusal.Busy, ct,
                DecisionSubject.Of(host.Id))
            : Done.Value;

    internal static async Task<IReadOnlyList<MemberChoice>> WhoCouldJoinAsync(Db db, Appointment appointment, CancellationToken ct)
    {
        var others = await db.Members.AsNoTracking().Where(m => m.State != MemberState.Suspended && !appointment.Hosts.Contains(m.Id)).ToListAsync(ct);
        var linked = await db.Connections.AsNoTracking().Where(c => c.State != ConnectionState.Disconnected).Select(c => c.Member).ToListAsync(ct);
        return
        [
            .. others.OrderBy(m => m.DisplayName, StringComparer.Ordinal)
                .Select(m => new MemberChoice(m.Id.ToString(), m.DisplayName, linked.Contains(m.Id))),
        ];
    }

    private async Task<Member?> MemberAsync(string? posted, CancellationToken ct) =>
        Guid.TryParse(posted, out var id) ? await db.Members.AsNoTracking().FirstOrDefaultAsync(m => m.Id == new MemberId(id), ct) : null;
}
