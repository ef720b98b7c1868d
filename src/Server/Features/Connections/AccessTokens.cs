using System.Collections.Concurrent;
using Hidori.Domain;
using Hidori.Integrations;
using Hidori.Integrations.Microsoft365;
using Hidori.Integrations.OAuth;
using Hidori.Server.Protection;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Tenancy;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Features.Connections;

/// <summary>
/// Keeps tokens: encrypted, refreshed by one at a time over all nodes, and the rotated refresh token saved before the
/// new access token is used.
/// </summary>
public sealed class AccessTokens(
    DbFactory factory, Admission admission, SealedText sealedText, OAuthClient oauth, MicrosoftIdentity microsoft,
    IClock clock, AccessTokens.Turns turns) : IAccessTokens
{
    /// <summary>A token with less life than this is refreshed first, so that it does not die on its way.</summary>
    private static readonly Duration Margin = Duration.FromMinutes(5);

    private static readonly Duration LockTime = Duration.FromSeconds(45);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    // Longer than the lock, so that one left behind by a node that died is outwaited.
    private const int MostWaits = 250;

    public Task<string> GetAsync(Connection via, CancellationToken ct) =>
        FindAsync(via, (row, now) => row.AccessTokenEndsAt > now + Margin, ct);

    public Task<string> RenewAsync(Connection via, string rejected, CancellationToken ct) =>
        FindAsync(via, (row, _) => row.ProtectedAccessToken is { } kept && sealedText.Open(SealedText.Token, kept) != rejected, ct);

    private async Task<string> FindAsync(Connection via, Func<ConnectionRow, Instant, bool> isGood, CancellationToken ct)
    {
        await using (var db = factory.Open(admission.Organization))
        {
            if (await ReadAsync(db, via.Id, isGood, ct) is { } good)
                return good;
        }

        // Whoever stops waiting leaves a refresh that has begun to its end.
        return await RenewInTurnAsync(admission.Organization, via, isGood, ct).WaitAsync(ct);
    }

    private async Task<string> RenewInTurnAsync(
        CurrentOrganization organization, Connection via, Func<ConnectionRow, Instant, bool> isGood, CancellationToken ct)
    {
        await using var db = factory.Open(organization);
        using var turn = await turns.WaitAsync(via.Id, ct);
        for (var wait = 0; wait < MostWaits; wait++)
        {
            if (await ReadAsync(db, via.Id, isGood, ct) is { } renewed)
                return renewed;
            if (await LockAsync(db, via.Id, ct) is { } locked)
                return await RefreshAsync(db, via, locked);
            // Another node refreshes at this moment: its token will do.
            await Task.Delay(Patience, TimeProvider.System, ct);
        }

        throw new ProviderUnavailableException("The token of this connection is being refreshed elsewhere for too long.");
    }

    private async Task<string?> ReadAsync(
        Db db, ConnectionId id, Func<ConnectionRow, Instant, bool> isGood, CancellationToken ct)
    {
        var row = await db.Connections.AsNoTracking().FirstOrDefaultAsync(c => c.Id == id, ct);
        if (row?.ProtectedRefreshToken is null || row is { State: ConnectionState.Disconnected, Closing: ConnectionClosing.Over })
            throw new ConnectionBrokenException("The connection holds no working grant.");
        var now = clock.GetCurrentInstant();
        // Every call comes by here: what the vendor asked of one is kept by all, on every node and after a restart.
        if (row.IsThrottledAt(now))
            throw new ThrottledException(row.NotBefore, "The mailbox is not to be called before its time.");
        if (row.Problem is null && row.ProtectedAccessToken is { } kept && isGood(row, now))
            return sealedText.Open(SealedText.Token, kept);
        return IsHopeless(row, now) ? throw Refusal(row.Problem!.Value) : null;
    }

    /// <summary>What the token endpoint refused is not asked again before its time (AADSTS50196: whoever loops is locked out).</summary>
    private static bool IsHopeless(ConnectionRow row, Instant now) =>
        row.Problem is { } problem && (!problem.MayHeal() || row.NotBefore > now);

    private static ProviderException Refusal(GrantProblem problem) =>
        problem.IsOperators() ? new RegistrationRefusedException(problem, "The application's own registration is refused.")
        : problem == GrantProblem.ConsentMissing ? new PermissionLostException("The consent is missing.", problem: problem)
        : new ConnectionBrokenException("The connection holds no working grant.", problem: problem);

    /// <summary>Until when the lock is ours, which also names it; null when somebody else holds it.</summary>
    private async Task<Instant?> LockAsync(Db db, ConnectionId id, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var until = now + LockTime;
        using var turn = await factory.WriterTurnAsync(ct);
        var locked = await db.Connections
            .Where(c => c.Id == id && (c.RefreshLockedUntil == null || c.RefreshLockedUntil < now))
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.RefreshLockedUntil, until), ct);
        return locked == 1 ? until : null;
    }

    /// <remarks>Not cancellable: what the vendor has rotated must be kept, and the lock given back, whoever has stopped waiting.</remarks>
    private async Task<string> RefreshAsync(Db db, Connection via, Instant locked)
    {
        var row = await db.Connections.AsNoTracking().SingleAsync(c => c.Id == via.Id);
        try
        {
            var answer = await oauth.RefreshAsync(
                microsoft.TokenEndpoint(via.TenantId),
                microsoft.Credentials(),
                sealedText.Open(
                    SealedText.Token,
                    row.ProtectedRefreshToken ?? throw new ConnectionBrokenException("The grant was taken back.")),
                microsoft.InCloud(OptionalScopes.ForRenewal(row.Scopes)),
                CancellationToken.None);
            return await KeepAsync(db, via.Id, locked, answer)
                ? answer.AccessToken
                : throw new ProviderUnavailableException("The connection was made anew or taken back while its token was refreshed.");
        }
        catch (TokenRefusedException refused)
        {
            await UnlockAsync(db, via.Id, locked);
            throw TokenRefusals.Translate(refused);
        }
        catch (ProviderException)
        {
            await UnlockAsync(db, via.Id, locked);
            throw;
        }
    }

    /// <summary>False when the lock is no longer ours: a newer grant, or none, must not be overwritten by an older one's tokens.</summary>
    private async Task<bool> KeepAsync(Db db, ConnectionId id, Instant locked, TokenAnswer answer)
    {
        var access = sealedText.Seal(SealedText.Token, answer.AccessToken);
        var refresh = answer.RefreshToken is { } rotated ? sealedText.Seal(SealedText.Token, rotated) : null;
        var endsAt = clock.GetCurrentInstant() + answer.ExpiresIn;
        using var turn = await factory.WriterTurnAsync(CancellationToken.None);
        var kept = await db.Connections.Where(c => c.Id == id && c.RefreshLockedUntil == locked).ExecuteUpdateAsync(
            set => set
                .SetProperty(c => c.ProtectedAccessToken, access)
                .SetProperty(c => c.ProtectedRefreshToken, c => refresh ?? c.ProtectedRefreshToken)
                .SetProperty(c => c.AccessTokenEndsAt, endsAt)
                .SetProperty(c => c.Problem, (GrantProblem?)null)
                .SetProperty(c => c.RefreshLockedUntil, (Instant?)null));
        return kept == 1;
    }

    private async Task UnlockAsync(Db db, ConnectionId id, Instant locked)
    {
        using var turn = await factory.WriterTurnAsync(CancellationToken.None);
        await db.Connections.Where(c => c.Id == id && c.RefreshLockedUntil == locked)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.RefreshLockedUntil, (Instant?)null), CancellationToken.None);
    }

    /// <summary>Within one process the callers of one connection queue up instead of polling the database.</summary>
    public sealed class Turns
    {
        private readonly ConcurrentDictionary<ConnectionId, SemaphoreSlim> _byConnection = new();

        internal async Task<IDisposable> WaitAsync(ConnectionId id, CancellationToken ct)
        {
            var queue = _byConnection.GetOrAdd(id, _ => new SemaphoreSlim(1, 1));
            await queue.WaitAsync(ct);
            return new Turn(queue);
        }

        private sealed class Turn(SemaphoreSlim queue) : IDisposable
        {
            public void Dispose() => queue.Release();
        }
    }
}
