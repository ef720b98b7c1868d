using Hidori.Domain.Outside;
using Hidori.Integrations;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Outside;

/// <summary>Keeps a connection's state true (SPEC M9): every call's outcome is noted here.</summary>
public sealed class ConnectionHealth(Db db, DbFactory factory, IClock clock)
{
    /// <summary>When the last use is older than this it is written again; more often would only cost writes.</summary>
    private static readonly Duration UseIsNewsAfter = Duration.FromMinutes(5);

    public async Task NoteSuccessAsync(ConnectionRow connection, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var isNews = connection.State is not (ConnectionState.Connected or ConnectionState.Disconnected)
            || connection.LastUsedAt is null || now - connection.LastUsedAt > UseIsNewsAfter;
        if (!isNews)
            return;
        await SetAsync(connection, ConnectionState.Connected, lastUsedAt: now, notBefore: null, ct);
    }

    public async Task NoteFailureAsync(ConnectionRow connection, ProviderException failure, CancellationToken ct)
    {
        ConnectionState? state = failure switch
        {
            ConnectionBrokenException => ConnectionState.NeedsReconnection,
            PermissionLostException => ConnectionState.PermissionLost,
            MailboxMissingException => ConnectionState.MailboxMissing,
            ThrottledException => ConnectionState.Throttled,
            _ => null,
        };
        if (state is { } known && (known != connection.State || known == ConnectionState.Throttled))
            await SetAsync(connection, known, connection.LastUsedAt, (failure as ThrottledException)?.Until, ct);
    }

    public static PendingReason ReasonOf(ProviderException failure) => failure switch
    {
        ConnectionBrokenException => PendingReason.ConnectionBroken,
        PermissionLostException => PendingReason.PermissionLost,
        MailboxMissingException => PendingReason.MailboxMissing,
        ThrottledException => PendingReason.Throttled,
        ProviderRefusedException => PendingReason.Refused,
        _ => PendingReason.Unavailable,
    };

    private async Task SetAsync(
        ConnectionRow connection, ConnectionState state, Instant? lastUsedAt, Instant? notBefore, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var brokenAt = state == ConnectionState.Connected ? (Instant?)null : now;
        using var turn = await factory.WriterTurnAsync(ct);
        await db.Connections
            // What an older grant met says nothing about the one that has been given since.
            .Where(c => c.Id == connection.Id && c.ConnectedAt == connection.ConnectedAt && c.State != ConnectionState.Disconnected)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(c => c.State, state)
                    .SetProperty(c => c.LastUsedAt, lastUsedAt)
                    .SetProperty(c => c.NotBefore, notBefore)
                    .SetProperty(c => c.BrokenAt, brokenAt),
                ct);
    }
}
