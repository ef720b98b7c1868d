using Hidori.Domain;
using Hidori.Domain.Organizations;
using Hidori.Integrations;
using Hidori.Integrations.Microsoft365;
using Hidori.Server.Outside;
using Hidori.Server.Outside.Mailboxes;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Features.MicrosoftSetup;

/// <summary>
/// Connects members through the application's own access. Each is found in the directory by address and kept by account
/// id; what Microsoft keeps away stays away. A member's own grant goes first, and who has disconnected stays so.
/// </summary>
public sealed class ReachMailboxes(
    Db db, DbFactory factory, IDirectory directory, CalendarProviders providers, WaitingEntries waiting, IClock clock)
{
    public async Task RunAsync(string tenant, CancellationToken ct)
    {
        foreach (var member in await db.Members.AsNoTracking().Where(m => m.State != MemberState.Suspended).ToListAsync(ct))
            await KeepAsync(member, await ReachAsync(member, tenant, ct), ct);
    }

    private async Task<ApplicationReach> ReachAsync(Member member, string tenant, CancellationToken ct)
    {
        var rows = await db.Connections.AsNoTracking().Where(c => c.Member == member.Id).ToListAsync(ct);
        var live = rows.Find(c => c.State != ConnectionState.Disconnected);
        if (live is { AccessMode: AccessMode.Delegated })
            return ApplicationReach.OwnGrant;
        var before = await db.ApplicationReaches.AsNoTracking().FirstOrDefaultAsync(r => r.Member == member.Id, ct);
        if (live is null && rows.Count > 0 && before?.Reach is not (ApplicationReach.TurnedOff or ApplicationReach.Asked))
            return ApplicationReach.TakenBack;
        try
        {
            var account = live?.AccountId ?? await directory.FindAccountAsync(tenant, member.Mail, ct);
            if (account is null)
                return ApplicationReach.AccountUnknown;
            if (await db.Connections.AnyAsync(
                c => c.Member != member.Id && c.TenantId == tenant && c.AccountId == account && c.State != ConnectionState.Disconnected, ct))
                return ApplicationReach.AccountTaken;
            var row = live ?? rows.Find(c => c.TenantId == tenant && c.AccountId == account) ?? New(member, tenant, account);
            var via = row.ForAdapters() with { AccessMode = AccessMode.Application };
            var probe = await providers.For(via).ProbeAsync(via, ct);
            await ConnectAsync(row, probe, ct);
            return ApplicationReach.Serves;
        }
        catch (PermissionLostException)
        {
            return ApplicationReach.OutOfReach;
        }
        catch (MailboxMissingException)
        {
            return ApplicationReach.MailboxMissing;
        }
        catch (ProviderException)
        {
            return ApplicationReach.NoAnswer;
        }
    }

    private static ConnectionRow New(Member member, string tenant, string account) => new()
    {
        Id = ConnectionId.New(),
        Organization = member.Organization,
        Member = member.Id,
        Provider = ProviderKind.Microsoft365,
        TenantId = tenant,
        AccountId = account,
        State = ConnectionState.Disconnected,
    };

    private async Task ConnectAsync(ConnectionRow seen, MailboxProbe probe, CancellationToken ct)
    {
        if (seen is { AccessMode: AccessMode.Application, State: ConnectionState.Connected })
            return;
        var now = clock.GetCurrentInstant();
        using var turn = await factory.WriterTurnAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.LockAgendasAsync([seen.Member], ct);
        // Connected by its owner meanwhile: the own grant goes first.
        if (await db.Connections.AnyAsync(c => c.Member == seen.Member && c.Id != seen.Id && c.State != ConnectionState.Disconnected, ct))
            return;
        var row = await db.Connections.FirstOrDefaultAsync(c => c.Id == seen.Id, ct);
        if (row is null)
        {
            db.Connections.Add(row = seen);
            Outbox.Open(db, SubjectKind.Connection, row.Id.Value, row.Organization, ConnectionCare.KeptAliveAt(row.Id, now));
        }

        (row.AccessMode, row.State, row.MadeBySignIn) = (AccessMode.Application, ConnectionState.Connected, false);
        (row.Address, row.IssuesJoinLinks, row.ProbedAt) = (probe.Address, probe.IssuesJoinLinks, now);
        (row.ProtectedAccessToken, row.ProtectedRefreshToken, row.AccessTokenEndsAt, row.Scopes) = (null, null, null, "");
        (row.ConnectedAt, row.LastUsedAt, row.BrokenAt, row.NotBefore) = (now, now, null, null);
        (row.Problem, row.ToldAt, row.Closing) = (null, null, ConnectionClosing.Over);
        await db.SaveChangesAsync(ct);
        await LinkedMailboxes.WakeAsync(db, row, now, ct);
        await waiting.WakeAsync(row.Member, now, ct);
        await transaction.CommitAsync(ct);
    }

    private async Task KeepAsync(Member member, ApplicationReach reach, CancellationToken ct)
    {
        using var turn = await factory.WriterTurnAsync(ct);
        var row = await db.ApplicationReaches.FirstOrDefaultAsync(r => r.Member == member.Id, ct);
        if (row is null)
            db.ApplicationReaches.Add(row = new ApplicationReachRow { Member = member.Id, Organization = member.Organization });
        (row.Reach, row.FoundAt) = (reach, clock.GetCurrentInstant());
        await db.SaveChangesAsync(ct);
    }
}
