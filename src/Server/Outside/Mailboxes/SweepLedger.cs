using Hidori.Domain.Availability;
using Hidori.Domain.Outside;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Outside.Mailboxes;

/// <summary>A mailbox that was read whole.</summary>
/// <param name="BeganAt">Before its first page was asked for.</param>
/// <param name="Window">Half-open.</param>
public sealed record WholeReading(Instant BeganAt, Interval Window, IReadOnlyList<BusyEntry> Entries);

/// <summary>
/// The sweeper (SPEC P8): whenever a mailbox was read whole, at least daily, the ledger is compared with what stands there.
/// </summary>
public sealed class SweepLedger(Db db, DbFactory factory, Bell bell, IClock clock)
{
    /// <summary>Keeps what was found on the mailbox's row, and has the workers see to what differs.</summary>
    /// <remarks>A row that is written meanwhile wins: the next whole reading looks again.</remarks>
    public async Task RunAsync(MailboxRow mailbox, WholeReading reading, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        List<MarkedEntry> found = [.. reading.Entries.Where(e => e.Ours is not null).Select(e => new MarkedEntry(e.Ours!.Value, e.RemoteId)).DistinctBy(e => e.RemoteId)];
        var ledger = await RowsAsync(mailbox, found, now, ct);
        var sweep = LedgerSweep.Compare(
            [.. ledger.Select(l => Swept(l, mailbox))], found, reading.Window, reading.BeganAt - EntryCheckPace.Fresh, now);

        using (await factory.WriterTurnAsync(ct))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            foreach (var missing in sweep.Missing.Select(k => k.Appointment).Distinct())
                await Outbox.RingAsync(db, SubjectKind.EntryCheck, missing.Value, now, ct);
            foreach (var orphan in sweep.Orphaned)
                await TakeBackAsync(mailbox, orphan, ledger.Single(l => l.Key == orphan.Key), now, ct);
            await db.Mailboxes.Where(m => m.Connection == mailbox.Connection).ExecuteUpdateAsync(
                set => set
                    .SetProperty(m => m.SweptAt, now)
                    .SetProperty(m => m.SweptStanding, sweep.Standing.Count)
                    .SetProperty(m => m.SweptAmiss, sweep.Missing.Count + sweep.Orphaned.Count)
                    .SetProperty(m => m.SweptStrays, sweep.Strays.Count),
                ct);
            await transaction.CommitAsync(ct);
        }

        bell.Ring();
    }

    /// <summary>In doubt, it is looked up by its mark and taken away, or kept if it is wanted again.</summary>
    private async Task TakeBackAsync(MailboxRow mailbox, MarkedEntry orphan, LedgerRow row, Instant now, CancellationToken ct)
    {
        await Outbox.RingAsync(db, SubjectKind.Appointment, orphan.Key.Appointment.Value, now, ct);
        await db.Ledger
            .Where(l => l.Appointment == row.Appointment && l.Candidate == row.Candidate && l.Whose == row.Whose
                && l.State == LedgerState.Gone && l.Writes == row.Writes)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(l => l.State, LedgerState.InDoubt)
                    .SetProperty(l => l.Connection, mailbox.Connection)
                    .SetProperty(l => l.RemoteId, orphan.RemoteId)
                    .SetProperty(l => l.RetryAt, (Instant?)null),
                ct);
    }

    private async Task<IReadOnlyList<LedgerRow>> RowsAsync(MailboxRow mailbox, List<MarkedEntry> found, Instant now, CancellationToken ct)
    {
        var appointments = found.Select(f => f.Key.Appointment).Distinct().ToList();
        return await db.Ledger.AsNoTracking()
            .Where(l => appointments.Contains(l.Appointment)
                || (l.Connection == mailbox.Connection && l.State != LedgerState.Gone && db.TakenTimes.Any(t => t.Appointment == l.Appointment && t.End > now)))
            .ToListAsync(ct);
    }

    private static SweptRow Swept(LedgerRow row, MailboxRow mailbox) => new(
        row.Key, row.State, row.Connection == mailbox.Connection, row.RemoteId, [.. row.OurTimes.Select(t => t.Interval)], row.Change is not null,
        row.ChangedAt);
}
