using Hidori.Domain;
using Hidori.Domain.Outside;
using Hidori.Server.Outside.Mailboxes;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Outside;

/// <summary>Lets a disconnected connection finish what is its own, and then forgets its tokens (SPEC M7).</summary>
public sealed class ConnectionEnding(
    Db db, DbFactory factory, WaitingEntries waiting, LinkedMailboxes mailboxes, Bell bell, IClock clock)
{
    private static readonly Duration LookAtHolds = Duration.FromMinutes(1);
    private static readonly Duration LookAtEntries = Duration.FromHours(1);

    /// <summary>A write that was under way when the account was replaced has been recorded by then.</summary>
    public static readonly Duration FirstLookAfterReplacing = Duration.FromMinutes(5);

    /// <summary>Takes the connection from its member. A grant that works removes its own holds first; a dead one cannot.</summary>
    public async Task BeginAsync(ConnectionRow row, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        await mailboxes.EndAsync(row, ct);
        var drains = row.Problem is null && await HasHoldsAsync(row.Id, ct);
        using (await factory.WriterTurnAsync(ct))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            await db.Connections.Where(c => c.Id == row.Id).ExecuteUpdateAsync(
                set => set
                    .SetProperty(c => c.State, ConnectionState.Disconnected)
                    .SetProperty(c => c.Closing, drains ? ConnectionClosing.Drains : ConnectionClosing.Over),
                ct);
            await Outbox.RingAsync(db, SubjectKind.Connection, row.Id.Value, now, ct);
            await waiting.WakeAsync(row.Member, now, ct);
            await transaction.CommitAsync(ct);
        }

        if (!drains)
            await ForgetAsync(row.Id, ct);
        bell.Ring();
    }

    /// <returns>When to look again; null when it is over.</returns>
    public async Task<Instant?> RunAsync(ConnectionRow row, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        // A grant that the vendor refuses removes nothing any more.
        Instant? again = row switch
        {
            { Problem: not null } => null,
            { Closing: ConnectionClosing.Drains } => await HasHoldsAsync(row.Id, ct) ? now + LookAtHolds : null,
            { IsKept: true } => await WhenEntriesAreOverAsync(row, now, ct),
            _ => null,
        };
        if (again is null)
            await ForgetAsync(row.Id, ct);
        return again;
    }

    /// <returns>Null when none is left.</returns>
    private async Task<Instant?> WhenEntriesAreOverAsync(ConnectionRow row, Instant now, CancellationToken ct)
    {
        if (!await BoundEntries.Of(db, row, now).AnyAsync(ct))
            return null;
        var last = await BoundEntries.TimesOf(db, row, now).MaxAsync(t => (Instant?)t.End, ct);
        return last > now ? Instant.Min(last.Value, now + LookAtEntries) : now + LookAtEntries;
    }

    /// <summary>At once: a refresh under way loses its lock, and so cannot put a token back.</summary>
    private async Task ForgetAsync(ConnectionId id, CancellationToken ct)
    {
        using var turn = await factory.WriterTurnAsync(ct);
        await db.Connections.Where(c => c.Id == id && c.State == ConnectionState.Disconnected).ExecuteUpdateAsync(
            set => set
                .SetProperty(c => c.Closing, ConnectionClosing.Over)
                .SetProperty(c => c.ProtectedAccessToken, (string?)null)
                .SetProperty(c => c.ProtectedRefreshToken, (string?)null)
                .SetProperty(c => c.RefreshLockedUntil, (Instant?)null),
            ct);
    }

    private Task<bool> HasHoldsAsync(ConnectionId id, CancellationToken ct) => db.Ledger.AnyAsync(
        l => l.Connection == id && l.Purpose == EntryPurpose.Hold && l.State != LedgerState.Gone && !l.IsGivenUp, ct);
}
