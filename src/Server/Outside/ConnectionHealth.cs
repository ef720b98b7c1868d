using Hidori.Domain.Outside;
using Hidori.Integrations;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Outside;

/// <summary>Keeps a connection's state true (SPEC M9): every call's outcome is noted here, and only here.</summary>
/// <remarks>
/// A break is told and looked at again by <see cref="ConnectionCare"/>, which is rung in the same transaction. What has
/// healed is not told: the state goes back, and what waited for it goes on.
/// </remarks>
public sealed class ConnectionHealth(Db db, DbFactory factory, WaitingEntries waiting, Bell bell, IClock clock)
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

        using (await factory.WriterTurnAsync(ct))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            // What was asked before says nothing about a pause that somebody else was asked for since.
            var noted = await Same(connection)
                .Where(c => c.NotBefore == connection.NotBefore || c.NotBefore == null || c.NotBefore <= now)
                .ExecuteUpdateAsync(
                set => set
                    .SetProperty(c => c.State, ConnectionState.Connected)
                    .SetProperty(c => c.LastUsedAt, now)
                    .SetProperty(c => c.NotBefore, (Instant?)null)
                    .SetProperty(c => c.BrokenAt, (Instant?)null)
                    .SetProperty(c => c.Problem, (GrantProblem?)null)
                    .SetProperty(c => c.ToldAt, (Instant?)null),
                ct);
            if (noted > 0 && WasBreak(connection))
            {
                await waiting.WakeAsync(connection.Member, now, ct);
                await Outbox.RingAsync(db, SubjectKind.Mailbox, connection.Id.Value, now, ct);
            }

            await transaction.CommitAsync(ct);
        }

        if (WasBreak(connection))
            bell.Ring();
    }

    public async Task NoteFailureAsync(ConnectionRow connection, ProviderException failure, CancellationToken ct)
    {
        if (StateOf(failure) is not { } state)
            return;
        if (connection.IsKept)
        {
            await NoteKeptIsDeadAsync(connection, failure, ct);
            return;
        }

        var now = clock.GetCurrentInstant();
        if (state == ConnectionState.Throttled)
        {
            // Whoever is broken stays broken: being asked to wait says nothing about the grant.
            if (!connection.IsBroken)
                await ThrottleAsync(connection, (failure as ThrottledException)?.Until, now, ct);
            return;
        }

        var isNews = connection.State != state || connection.Problem != failure.Problem;
        var since = connection.IsBroken && connection.BrokenAt is { } earlier ? earlier : now;
        // Whoever meets the same refusal meanwhile does not put the next look off.
        var lookAgain = !isNews && connection.NotBefore > now ? connection.NotBefore : now + Pause(now - since, failure.Problem);
        using (await factory.WriterTurnAsync(ct))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            var noted = await Same(connection).ExecuteUpdateAsync(
                set => set
                    .SetProperty(c => c.State, state)
                    .SetProperty(c => c.Problem, failure.Problem)
                    .SetProperty(c => c.BrokenAt, since)
                    .SetProperty(c => c.NotBefore, lookAgain),
                ct);
            if (noted > 0 && isNews)
                await Outbox.RingAsync(db, SubjectKind.Connection, connection.Id.Value, now, ct);
            // The registration is everybody's: whether it is refused is asked at once, for the administrators' page and mark.
            if (noted > 0 && isNews && state == ConnectionState.RegistrationRefused)
                await Outbox.RingAsync(db, SubjectKind.Upkeep, connection.Organization.Value, now, ct);
            await transaction.CommitAsync(ct);
        }

        if (isNews)
            bell.Ring();
    }

    /// <summary>A replaced account whose grant nothing can mend is of no more use: its tokens go.</summary>
    private async Task NoteKeptIsDeadAsync(ConnectionRow connection, ProviderException failure, CancellationToken ct)
    {
        if (failure is not ConnectionBrokenException { Problem: { } problem } || problem.MayHeal())
            return;
        using var turn = await factory.WriterTurnAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await Outbox.RingAsync(db, SubjectKind.Connection, connection.Id.Value, clock.GetCurrentInstant(), ct);
        await db.Connections
            .Where(c => c.Id == connection.Id && c.ConnectedAt == connection.ConnectedAt && c.State == ConnectionState.Disconnected)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.Problem, problem), ct);
        await transaction.CommitAsync(ct);
    }

    public static PendingReason ReasonOf(ProviderException failure) => failure switch
    {
        ConnectionBrokenException => PendingReason.ConnectionBroken,
        RegistrationRefusedException => PendingReason.RegistrationRefused,
        PermissionLostException => PendingReason.PermissionLost,
        MailboxMissingException => PendingReason.MailboxMissing,
        ThrottledException => PendingReason.Throttled,
        ProviderRefusedException => PendingReason.Refused,
        _ => PendingReason.Unavailable,
    };

    /// <summary>What a failure says about the connection; null when it says nothing.</summary>
    public static ConnectionState? StateOf(ProviderException failure) => failure switch
    {
        ConnectionBrokenException => ConnectionState.NeedsReconnection,
        RegistrationRefusedException => ConnectionState.RegistrationRefused,
        PermissionLostException => ConnectionState.PermissionLost,
        MailboxMissingException => ConnectionState.MailboxMissing,
        ThrottledException => ConnectionState.Throttled,
        _ => null,
    };

    /// <summary>
    /// Whether more was broken than one call. A mailbox that our first look finds well has forbidden that call only: it
    /// comes again at its own growing pauses, and waking it at once would be a circle (SPEC M9).
    /// </summary>
    private static bool WasBreak(ConnectionRow before) => before.IsBroken
        && before is not { State: ConnectionState.PermissionLost or ConnectionState.MailboxMissing, Problem: null, ToldAt: null };

    /// <summary>Often at first, because much is mended within minutes; then seldom, because nothing is gained by asking.</summary>
    private static Duration Pause(Duration broken, GrantProblem? problem) =>
        problem == GrantProblem.Looping ? Duration.FromHours(1)
        : broken < Duration.FromHours(1) ? Duration.FromMinutes(5)
        : broken < Duration.FromDays(1) ? Duration.FromMinutes(30)
        : Duration.FromHours(6);

    private async Task ThrottleAsync(ConnectionRow connection, Instant? until, Instant now, CancellationToken ct)
    {
        using var turn = await factory.WriterTurnAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await Same(connection).ExecuteUpdateAsync(
            set => set
                .SetProperty(c => c.State, ConnectionState.Throttled)
                .SetProperty(c => c.BrokenAt, c => c.State == ConnectionState.Throttled ? c.BrokenAt : now)
                .SetProperty(c => c.NotBefore, until),
            ct);
        await Outbox.RingAsync(db, SubjectKind.Connection, connection.Id.Value, now, ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>What an older grant met says nothing about the one that has been given since.</summary>
    private IQueryable<ConnectionRow> Same(ConnectionRow connection) => db.Connections.Where(c =>
        c.Id == connection.Id && c.ConnectedAt == connection.ConnectedAt && c.State != ConnectionState.Disconnected);
}
