using Hidori.Domain.Organizations;
using Hidori.Server.Outside;
using Hidori.Server.Protection;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Features.Connections;

public enum ConnectOutcome
{
    Connected,

    /// <summary>In place of another account, on which nothing open hung.</summary>
    Switched,

    /// <summary>Another account is connected and something open hangs on it: the member is asked first.</summary>
    AsksToSwitch,

    /// <summary>Signing in switches nothing: another account is connected, and stays so.</summary>
    LeftAsItIs,
}

/// <summary>Takes a member's grant (SPEC M1, M2). Another account than the connected one takes its place only as its member says (M7).</summary>
public sealed class ConnectMicrosoft365(
    Db db, DbFactory factory, SealedText sealedText, KeepGrant keep, AfterConnecting after, IClock clock)
{
    /// <summary>How long the member may look at what a switch touches.</summary>
    private static readonly Duration TimeToAnswer = Duration.FromMinutes(30);

    public async Task<ConnectOutcome> RunAsync(Member member, MicrosoftGrant granted, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var grant = granted.Seal(sealedText, now);
        ConnectionRow row;
        var outcome = ConnectOutcome.Connected;
        using (await factory.WriterTurnAsync(ct))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            await db.LockAgendasAsync([member.Id], ct);
            var live = await db.Connections.AsNoTracking()
                .FirstOrDefaultAsync(c => c.Member == member.Id && c.State != ConnectionState.Disconnected, ct);
            if (live is not null && !grant.IsFor(live))
            {
                if (grant.BySignIn)
                    return ConnectOutcome.LeftAsItIs;
                if (await BoundEntries.Of(db, live, now).AnyAsync(ct))
                {
                    await AskAsync(live, grant, now, ct);
                    await transaction.CommitAsync(ct);
                    return ConnectOutcome.AsksToSwitch;
                }

                outcome = ConnectOutcome.Switched;
            }

            row = await keep.RunAsync(member, grant, SwitchChoice.Keep, now, ct);
            await transaction.CommitAsync(ct);
        }

        await after.RunAsync(row, ct);
        return outcome;
    }

    private async Task AskAsync(ConnectionRow live, SealedGrant grant, Instant now, CancellationToken ct)
    {
        await db.AccountSwitches.Where(s => s.Member == live.Member).ExecuteDeleteAsync(ct);
        db.AccountSwitches.Add(new AccountSwitchRow
        {
            Member = live.Member,
            Organization = live.Organization,
            Id = Guid.CreateVersion7(),
            TenantId = grant.TenantId,
            AccountId = grant.AccountId,
            Address = grant.Address,
            ProtectedAccessToken = grant.ProtectedAccessToken,
            ProtectedRefreshToken = grant.ProtectedRefreshToken,
            AccessTokenEndsAt = grant.AccessTokenEndsAt,
            Scopes = grant.Scopes,
            EndsAt = now + TimeToAnswer,
        });
        await Outbox.RingAsync(db, SubjectKind.Connection, live.Id.Value, now + TimeToAnswer, ct);
        await db.SaveChangesAsync(ct);
    }
}
