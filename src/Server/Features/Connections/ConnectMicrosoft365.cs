using Hidori.Domain;
using Hidori.Domain.Organizations;
using Hidori.Integrations;
using Hidori.Server.Outside;
using Hidori.Server.Outside.Mailboxes;
using Hidori.Server.Protection;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Features.Connections;

/// <summary>What Microsoft's sign-in gave: who it is, and the grant.</summary>
public sealed record MicrosoftGrant(
    string TenantId, string AccountId, string Address, string AccessToken, string RefreshToken, Duration ExpiresIn,
    string Scopes, bool BySignIn);

/// <summary>Keeps a member's grant (SPEC M1, M2): the same account again is the same connection, mended.</summary>
public sealed class ConnectMicrosoft365(
    Db db, DbFactory factory, SealedText sealedText, ConnectionProbe probe, WaitingEntries waiting, IClock clock)
{
    public async Task RunAsync(Member member, MicrosoftGrant grant, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        // Sealed before the transaction: sealing may have to write a new key, and would wait for our own lock.
        var (access, refresh) = (sealedText.Seal(SealedText.Token, grant.AccessToken), sealedText.Seal(SealedText.Token, grant.RefreshToken));
        ConnectionRow row;
        using (await factory.WriterTurnAsync(ct))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            await db.LockAgendasAsync([member.Id], ct);
            var existing = await db.Connections.Where(c => c.Member == member.Id).ToListAsync(ct);
            row = existing.FirstOrDefault(c => c.TenantId == grant.TenantId && c.AccountId == grant.AccountId) ?? New(member, grant);

            // Another account of the same member steps back; its entries stay bound to it (SPEC M7).
            foreach (var other in existing.Where(c => c != row && c.State != ConnectionState.Disconnected))
            {
                other.State = ConnectionState.Disconnected;
                other.Closing = other.Problem is null ? ConnectionClosing.KeepsEntries : ConnectionClosing.Over;
                await Outbox.RingAsync(db, SubjectKind.Connection, other.Id.Value, now, ct);
            }

            // Before the other becomes live: the database takes one live connection a member.
            await db.SaveChangesAsync(ct);

            // Asking for more permissions does not change how the link was made.
            row.MadeBySignIn = grant.BySignIn || (row.MadeBySignIn && row.State != ConnectionState.Disconnected);
            row.Address = row.Address.Length > 0 ? row.Address : grant.Address.ToLowerInvariant();
            row.State = ConnectionState.Connected;
            row.ProtectedAccessToken = access;
            row.ProtectedRefreshToken = refresh;
            row.AccessTokenEndsAt = now + grant.ExpiresIn;
            row.Scopes = grant.Scopes;
            row.AccessMode = AccessMode.Delegated;
            row.ConnectedAt = now;
            row.BrokenAt = null;
            row.NotBefore = null;
            row.Problem = null;
            row.ToldAt = null;
            row.Closing = ConnectionClosing.Over;
            row.RefreshLockedUntil = null;
            var isNew = !existing.Contains(row);
            if (isNew)
            {
                db.Connections.Add(row);
                Outbox.Open(db, SubjectKind.Connection, row.Id.Value, row.Organization, ConnectionCare.KeptAliveAt(row.Id, now));
            }

            await db.SaveChangesAsync(ct);
            if (!isNew)
                await Outbox.RingAsync(db, SubjectKind.Connection, row.Id.Value, now, ct);
            await waiting.WakeAsync(member.Id, now, ct);
            await LinkedMailboxes.WakeAsync(db, row, now, ct);
            await transaction.CommitAsync(ct);
        }

        // A failing probe is shown, not fatal.
        await probe.RunAsync(row, ct);
    }

    private static ConnectionRow New(Member member, MicrosoftGrant grant)
    {
        return new ConnectionRow
        {
            Id = ConnectionId.New(),
            Organization = member.Organization,
            Member = member.Id,
            Provider = ProviderKind.Microsoft365,
            TenantId = grant.TenantId,
            AccountId = grant.AccountId,
        };
    }
}
