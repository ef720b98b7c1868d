using Hidori.Domain;
using Hidori.Integrations;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Outside;

/// <summary>
/// Looks after one connection (SPEC M9): uses it before it dies of idleness, looks again while it is broken by something
/// that others can mend, and tells each break once.
/// </summary>
public sealed class ConnectionCare(
    Db db, DbFactory factory, ConnectionProbe probe, ConnectionEnding ending, BreakTelling telling, IClock clock)
{
    /// <summary>Microsoft's refresh tokens die after 90 idle days (reference/graph.md §1.7); a week leaves time to mend.</summary>
    public static readonly Duration LongestIdle = Duration.FromDays(7);

    public static readonly Duration PauseAfterSilence = Duration.FromMinutes(5);

    /// <returns>When to look again; null when only a person can change anything.</returns>
    public async Task<Instant?> RunAsync(Lease lease, CancellationToken ct)
    {
        var id = new ConnectionId(lease.Subject);
        if (await ReadAsync(id, ct) is not { } row)
            return null;
        var again = row.State == ConnectionState.Disconnected ? await ending.RunAsync(row, ct) : await LookAsync(row, lease, ct);
        return await ForgetUnansweredAsync(row.Member, ct) is { } unanswered && !(again < unanswered) ? unanswered : again;
    }

    /// <summary>A grant of another account that its member did not switch to in time is kept no longer (SPEC M7, X6).</summary>
    /// <returns>When the one that still waits is to be forgotten; null when none waits.</returns>
    private async Task<Instant?> ForgetUnansweredAsync(MemberId member, CancellationToken ct)
    {
        var asked = await db.AccountSwitches.AsNoTracking().FirstOrDefaultAsync(s => s.Member == member, ct);
        if (asked is null || asked.EndsAt > clock.GetCurrentInstant())
            return asked?.EndsAt;
        using var turn = await factory.WriterTurnAsync(ct);
        await db.AccountSwitches.Where(s => s.Member == member && s.Id == asked.Id).ExecuteDeleteAsync(ct);
        return null;
    }

    private async Task<Instant?> LookAsync(ConnectionRow row, Lease lease, CancellationToken ct)
    {
        var isAnswered = true;
        var hasLooked = IsToBeUsed(row);
        if (hasLooked)
        {
            isAnswered = await probe.RunAsync(row, ct);
            if (await ReadAsync(row.Id, ct) is not { State: not ConnectionState.Disconnected } after)
                return null;
            row = after;
        }

        // Told only after our own look: one refused call among many is no break.
        if (row is { IsBroken: true, ToldAt: null } && isAnswered)
            await telling.RunAsync(row, lease, ct);
        var soon = clock.GetCurrentInstant() + PauseAfterSilence;
        return !isAnswered ? soon
            // Looked at just now: whatever its row says, once more at once would be a circle.
            : LookAgainAt(row) is { } next ? Instant.Max(next, hasLooked ? soon : next) : null;
    }

    /// <summary>When a working connection is used next, if nobody else does before: not everybody's in the same minute.</summary>
    public static Instant KeptAliveAt(ConnectionId id, Instant lastRenewal) =>
        lastRenewal + LongestIdle + Duration.FromMinutes(id.Value.ToByteArray()[15] * 5);

    private bool IsToBeUsed(ConnectionRow row)
    {
        var now = clock.GetCurrentInstant();
        return row.State switch
        {
            ConnectionState.Connected => row.ProbedAt is null || KeptAliveAt(row.Id, LastRenewal(row)) <= now,
            ConnectionState.Throttled => row.NotBefore is null || row.NotBefore <= now,
            // Its first look comes at once, whatever the pause: is it broken, or was it one call?
            _ => row.MayHeal && (row.NotBefore is null || row.NotBefore <= now || (row.ToldAt is null && row.Problem is null)),
        };
    }

    private static Instant? LookAgainAt(ConnectionRow row) => row.State switch
    {
        ConnectionState.Connected => KeptAliveAt(row.Id, LastRenewal(row)),
        ConnectionState.Throttled => row.NotBefore,
        _ => row.MayHeal ? row.NotBefore : null,
    };

    /// <summary>A token is good for about an hour: its end says when it was given.</summary>
    private static Instant LastRenewal(ConnectionRow row) =>
        row.AccessMode == AccessMode.Application ? row.LastUsedAt ?? row.ConnectedAt : row.AccessTokenEndsAt ?? row.ConnectedAt;

    private Task<ConnectionRow?> ReadAsync(ConnectionId id, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        return db.Connections.AsNoTracking().FirstOrDefaultAsync(c => c.Id == id, ct);
    }
}
