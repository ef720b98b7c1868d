using Hidori.Domain.Organizations;
using Hidori.Domain.Outside;
using Hidori.Server.Outside;
using Hidori.Server.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Features.Appointments;

/// <summary>Nothing can be written for the main host, and who could be it instead (SPEC A0).</summary>
/// <param name="IsSuspended">利用停止; else their link is broken.</param>
/// <param name="IsConfirmed">A meeting stands that has to be written anew.</param>
/// <param name="Others">Linked hosts; empty when there is none.</param>
public sealed record MainHostOffer(
    string Present, bool IsSuspended, bool IsConfirmed, bool WithJoinLink, IReadOnlyList<MainHostChoice> Others)
{
    /// <returns>Null while the main host's calendar can be written to, or when it is too late.</returns>
    public static async Task<MainHostOffer?> ReadAsync(Db db, OutsideState state, Instant now, CancellationToken ct)
    {
        var appointment = state.Appointment;
        if (!appointment.CanChangeMainHost(now))
            return null;
        var member = await db.Members.AsNoTracking().SingleAsync(m => m.Id == appointment.MainHost, ct);
        var able = await ChangeMainHost.WhoCan(db).Where(m => appointment.Hosts.Contains(m)).ToListAsync(ct);
        if (able.Contains(member.Id) && !state.Ledger.Any(l => l.Whose == member.Id && IsOfTheLink(l.Reason)))
            return null;
        return new MainHostOffer(
            member.DisplayName, member.State == MemberState.Suspended, appointment.Chosen is not null, appointment.WithJoinLink,
            [.. state.Hosts.Where(h => h.Member != member.Id && able.Contains(h.Member)).Select(h => new MainHostChoice(h.Member.ToString(), h.Name))]);
    }

    /// <summary>Also of an account that was replaced, whose entries nobody can change any more.</summary>
    private static bool IsOfTheLink(PendingReason? reason) => reason is
        PendingReason.NotConnected or PendingReason.ConnectionBroken or PendingReason.PermissionLost or PendingReason.MailboxMissing;
}

public sealed record MainHostChoice(string Id, string Name);
