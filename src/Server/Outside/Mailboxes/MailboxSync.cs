using Hidori.Domain;
using Hidori.Integrations;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Hidori.Server.Outside.Mailboxes;

/// <summary>One look at one linked mailbox: its copy becomes what the mailbox holds, and the next look is set.</summary>
public sealed class MailboxSync(
    Db db, LeasedWork work, MailboxSubscriptions subscriptions, MailboxRound round, SweepLedger sweep, ConnectionHealth health,
    IOptionsMonitor<MailboxOptions> options, IClock clock)
{
    private static readonly Duration FirstPause = Duration.FromMinutes(1);
    private static readonly Duration LongestPause = Duration.FromMinutes(30);

    /// <summary>Nothing to do until somebody mends something; what mends it wakes us.</summary>
    private static readonly Duration IdlePause = Duration.FromDays(1);

    /// <returns>When to look again; null when the mailbox is linked no more.</returns>
    public async Task<Instant?> RunAsync(Lease lease, CancellationToken ct)
    {
        var id = new ConnectionId(lease.Subject);
        var now = clock.GetCurrentInstant();
        var mailbox = await db.Mailboxes.FirstOrDefaultAsync(m => m.Connection == id, ct);
        var connection = await db.Connections.AsNoTracking().FirstOrDefaultAsync(c => c.Id == id, ct);
        if (mailbox is null || connection is null)
            return null;
        if (connection.State == ConnectionState.Disconnected)
        {
            // A replaced account still has a grant to say it with; of any other it was said when it was disconnected.
            if (connection.IsKept && mailbox.Subscription is { } subscription)
                await subscriptions.TryEndAsync(connection.ForAdapters(), subscription, ct);
            db.Mailboxes.Remove(mailbox);
            await work.CommitAsync(lease, ct);
            return null;
        }

        if (!options.CurrentValue.KeepsCopies || connection.State == ConnectionState.NeedsReconnection)
            return now + IdlePause;
        if (connection.IsThrottledAt(now))
            return connection.NotBefore;

        var wasTold = mailbox.NotifiedAt >= mailbox.ReadAt;
        WholeReading? whole;
        try
        {
            var via = connection.ForAdapters();
            // Kept before the reading: what is told from here on finds its subscription.
            if (await subscriptions.KeepAsync(mailbox, via, ct))
                await work.CommitAsync(lease, ct);
            whole = await round.RunAsync(mailbox, via, ct);
            mailbox.Failures = 0;
            mailbox.Reason = null;
        }
        catch (ProviderException failure)
        {
            return await FailAsync(lease, connection, failure, ct);
        }

        try
        {
            await work.CommitAsync(lease, ct);
        }
        catch (DbUpdateException) when (!ct.IsCancellationRequested)
        {
            // Disconnected while it was read: what was read is nobody's any more.
            if (await db.Mailboxes.AsNoTracking().AnyAsync(m => m.Connection == id, ct))
                throw;
            return null;
        }

        if (whole is not null)
            await sweep.RunAsync(mailbox, whole, ct);
        await health.NoteSuccessAsync(connection, ct);
        return MailboxPace.Next(mailbox, now, wasTold);
    }

    private async Task<Instant?> FailAsync(Lease lease, ConnectionRow connection, ProviderException failure, CancellationToken ct)
    {
        // Nothing half read is kept: what was known stays, and says how old it is.
        db.ChangeTracker.Clear();
        var mailbox = await db.Mailboxes.SingleAsync(m => m.Connection == connection.Id, ct);
        mailbox.Failures++;
        mailbox.Reason = LiveBusy.ReasonOf(failure);
        await work.CommitAsync(lease, ct);
        await health.NoteFailureAsync(connection, failure, ct);
        var pause = Duration.Min(FirstPause * Math.Pow(2, Math.Min(mailbox.Failures - 1, 10)), LongestPause);
        return (failure as ThrottledException)?.Until ?? clock.GetCurrentInstant() + pause;
    }
}
