using Hidori.Domain;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hidori.Server.Features.BookingPages;

/// <summary>What is missing of a member's calendar: times that need them are not offered (SPEC B10).</summary>
public enum MemberTrouble
{
    NotConnected,
    NeedsReconnection,
    PermissionLost,
    MailboxMissing,
    RegistrationRefused,
}

/// <summary>Whose calendars cannot be asked, and why.</summary>
public static class MemberTroubles
{
    /// <summary>Who is missing here is all right, or will be by themself.</summary>
    public static async Task<Dictionary<MemberId, MemberTrouble>> OfAllAsync(Db db, CancellationToken ct)
    {
        var states = (await db.Connections.AsNoTracking().Where(c => c.State != ConnectionState.Disconnected).Select(c => new { c.Member, c.State }).ToListAsync(ct))
            .ToLookup(c => c.Member, c => c.State);
        var members = await db.Members.AsNoTracking().Select(m => m.Id).ToListAsync(ct);
        return (from member in members
                let trouble = states.Contains(member) ? Of(states[member].First()) : MemberTrouble.NotConnected
                where trouble is not null
                select (member, trouble)).ToDictionary(m => m.member, m => m.trouble!.Value);
    }

    private static MemberTrouble? Of(ConnectionState state) => state switch
    {
        ConnectionState.Connected or ConnectionState.Throttled => null,
        ConnectionState.NeedsReconnection => MemberTrouble.NeedsReconnection,
        ConnectionState.PermissionLost => MemberTrouble.PermissionLost,
        ConnectionState.MailboxMissing => MemberTrouble.MailboxMissing,
        ConnectionState.RegistrationRefused => MemberTrouble.RegistrationRefused,
        ConnectionState.Disconnected => MemberTrouble.NotConnected,
    };
}

/// <param name="IsReader">It is the reader's own, who can mend it.</param>
public sealed record MemberInTrouble(string Name, MemberTrouble Trouble, bool IsReader);
