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
    Db db, DbFactory factory, SealedText sealedText, CalendarProviders providers, Bell bell, IClock clock)
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
            foreach (var other in existing.Where(c => c != row))
                other.State = ConnectionState.Disconnected;
            // Before the other becomes live: the database takes one live connection a member.
            await db.SaveChangesAsync(ct);

            row.State = ConnectionState.Connected;
            row.MadeBySignIn = grant.BySignIn;
            row.Address = row.Address.Length > 0 ? row.Address : grant.Address.ToLowerInvariant();
            row.ProtectedAccessToken = access;
            row.ProtectedRefreshToken = refresh;
            row.AccessTokenEndsAt = now + grant.ExpiresIn;
            row.Scopes = grant.Scopes;
            row.ConnectedAt = now;
            row.BrokenAt = null;
            row.NotBefore = null;
            row.RefreshLockedUntil = null;
            if (!existing.Contains(row))
                db.Connections.Add(row);
            await db.SaveChangesAsync(ct);
            await LinkedMailboxes.WakeAsync(db, row, now, ct);
            await WakeAsync(member.Id, now, ct);
            await transaction.CommitAsync(ct);
        }

        await ProbeAsync(row, ct);
        bell.Ring();
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

    /// <summary>What waited for this member's link goes on at once.</summary>
    private async Task WakeAsync(MemberId member, Instant now, CancellationToken ct)
    {
        var agenda = AgendaId.Of(member);
        // What is over and settled waits for nothing: the cost of a sign-in does not grow with the years.
        var subjects = db.Appointments.Where(a => db.TakenTimes.Any(t => t.Appointment == a.Id && t.Whose == agenda && t.End > now)
            || db.Ledger.Any(l => l.Appointment == a.Id && l.Whose == member && (l.RetryAt != null || l.IsGivenUp))).Select(a => a.Id);
        // Outbox before ledger as everywhere, and in one order: two who connect at once share appointments.
        foreach (var id in (await subjects.ToListAsync(ct)).OrderBy(id => id.Value))
            await Outbox.RingAsync(db, SubjectKind.Appointment, id.Value, now, ct);
        await db.Ledger.Where(l => l.Whose == member && l.RetryAt != null).ExecuteUpdateAsync(
            set => set.SetProperty(l => l.RetryAt, now).SetProperty(l => l.IsGivenUp, false).SetProperty(l => l.FailingSince, now), ct);
    }

    /// <summary>The mailbox's own address and abilities (SPEC M3). A failing probe is shown, not fatal.</summary>
    private async Task ProbeAsync(ConnectionRow row, CancellationToken ct)
    {
        var state = ConnectionState.Connected;
        MailboxProbe? probe = null;
        try
        {
            var via = row.ForAdapters();
            probe = await providers.For(via).ProbeAsync(via, ct);
        }
        catch (MailboxMissingException)
        {
            state = ConnectionState.MailboxMissing;
        }
        catch (PermissionLostException)
        {
            state = ConnectionState.PermissionLost;
        }
        catch (ProviderException)
        {
            // Not reachable just now; the first use will tell.
        }

        row.State = state;
        if (probe is not null)
        {
            row.Address = probe.Address;
            row.IssuesJoinLinks = probe.IssuesJoinLinks;
            row.LastUsedAt = clock.GetCurrentInstant();
        }

        using var turn = await factory.WriterTurnAsync(ct);
        var (address, issues, used) = (row.Address, row.IssuesJoinLinks, row.LastUsedAt);
        // Taken back, replaced or found broken while the probe was under way: that is the newer word.
        var connectedAt = row.ConnectedAt;
        await db.Connections.Where(c => c.Id == row.Id && c.ConnectedAt == connectedAt && c.State == ConnectionState.Connected).ExecuteUpdateAsync(
            set => set
                .SetProperty(c => c.State, state)
                .SetProperty(c => c.Address, address)
                .SetProperty(c => c.IssuesJoinLinks, issues)
                .SetProperty(c => c.LastUsedAt, used),
            ct);
    }
}
