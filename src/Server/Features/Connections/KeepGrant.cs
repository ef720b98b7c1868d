using Hidori.Domain;
using Hidori.Domain.Organizations;
using Hidori.Domain.Outside;
using Hidori.Integrations;
using Hidori.Server.Outside;
using Hidori.Server.Outside.Mailboxes;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Features.Connections;

/// <summary>What becomes of what is open when another account takes the place of the connected one (SPEC M7).</summary>
public enum SwitchChoice
{
    /// <summary>It stays where it is.</summary>
    Keep,

    /// <summary>Holds go to the new account; confirmed meetings stay, because an entry cannot change its organizer.</summary>
    Move,
}

/// <summary>Makes a grant the member's live connection: the same account again is the same connection, mended.</summary>
public sealed class KeepGrant(Db db, WaitingEntries waiting)
{
    /// <remarks>Within the caller's transaction, under the lock of the member's agenda.</remarks>
    public async Task<ConnectionRow> RunAsync(Member member, SealedGrant grant, SwitchChoice choice, Instant now, CancellationToken ct)
    {
        var existing = await db.Connections.Where(c => c.Member == member.Id).ToListAsync(ct);
        var row = existing.Find(grant.IsFor);
        var isNew = row is null;
        row ??= New(member, grant);
        var other = existing.Find(c => c != row && c.State != ConnectionState.Disconnected);
        if (other is not null)
            await StepBackAsync(other, choice, now, ct);

        // Asking for more permissions does not change how the link was made.
        row.MadeBySignIn = grant.BySignIn || (row.MadeBySignIn && row.State != ConnectionState.Disconnected);
        row.Address = row.Address.Length > 0 ? row.Address : grant.Address;
        row.State = ConnectionState.Connected;
        row.ProtectedAccessToken = grant.ProtectedAccessToken;
        row.ProtectedRefreshToken = grant.ProtectedRefreshToken;
        row.AccessTokenEndsAt = grant.AccessTokenEndsAt;
        row.Scopes = grant.Scopes;
        row.AccessMode = AccessMode.Delegated;
        row.ConnectedAt = now;
        row.BrokenAt = null;
        row.NotBefore = null;
        row.Problem = null;
        row.ToldAt = null;
        row.Closing = ConnectionClosing.Over;
        row.RefreshLockedUntil = null;
        if (isNew)
        {
            db.Connections.Add(row);
            Outbox.Open(db, SubjectKind.Connection, row.Id.Value, row.Organization, ConnectionCare.KeptAliveAt(row.Id, now));
        }

        await db.SaveChangesAsync(ct);
        if (!isNew)
            await Outbox.RingAsync(db, SubjectKind.Connection, row.Id.Value, now, ct);
        await waiting.WakeAsync(member.Id, now, ct);
        // After the outbox, like every write to the ledger: whoever works on it holds its outbox row first.
        if (other?.Problem is not null && choice == SwitchChoice.Move)
            await LeaveHoldsBehindAsync(other, ct);
        await LinkedMailboxes.WakeAsync(db, row, now, ct);
        await db.AccountSwitches.Where(s => s.Member == member.Id).ExecuteDeleteAsync(ct);
        return row;
    }

    /// <summary>The other account is no longer the member's calendar; what was written there stays bound to it.</summary>
    private async Task StepBackAsync(ConnectionRow other, SwitchChoice choice, Instant now, CancellationToken ct)
    {
        other.State = ConnectionState.Disconnected;
        other.Closing = other.Problem is not null ? ConnectionClosing.Over
            : choice == SwitchChoice.Move ? ConnectionClosing.MovesHolds
            : ConnectionClosing.KeepsEntries;
        await Outbox.RingAsync(db, SubjectKind.Connection, other.Id.Value, now + ConnectionEnding.FirstLookAfterReplacing, ct);
        await Outbox.RingAsync(db, SubjectKind.Mailbox, other.Id.Value, now, ct);
        // Before the new one becomes live: the database takes one live connection a member.
        await db.SaveChangesAsync(ct);
    }

    /// <summary>Nothing can be removed through a dead grant: its holds are left behind, as the page has said, and written anew.</summary>
    private Task LeaveHoldsBehindAsync(ConnectionRow dead, CancellationToken ct) => db.Ledger
        .Where(l => l.Connection == dead.Id && l.Purpose == EntryPurpose.Hold && l.State != LedgerState.Gone)
        .ExecuteUpdateAsync(
            set => set
                .SetProperty(l => l.State, LedgerState.Gone)
                .SetProperty(l => l.RemoteId, (string?)null)
                .SetProperty(l => l.Fingerprint, (string?)null)
                .SetProperty(l => l.Change, (OutsideChange?)null)
                .SetProperty(l => l.RetryAt, (Instant?)null),
            ct);

    private static ConnectionRow New(Member member, SealedGrant grant) => new()
    {
        Id = ConnectionId.New(),
        Organization = member.Organization,
        Member = member.Id,
        Provider = ProviderKind.Microsoft365,
        TenantId = grant.TenantId,
        AccountId = grant.AccountId,
    };
}
