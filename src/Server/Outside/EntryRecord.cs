using Hidori.Domain.Outside;
using Hidori.Integrations;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Outside;

/// <summary>Writes into the ledger what a look at an entry showed, unless a write began meanwhile.</summary>
public sealed class EntryRecord(Db db, LeasedWork work, LedgerBook book, OutsideChanges changes, IClock clock)
{
    /// <param name="looked">The row as it was before the look.</param>
    /// <param name="seen">What the vendor showed; null when it stands nowhere.</param>
    /// <returns>False when this has to be looked at again soon.</returns>
    public async Task<bool> EntryAsync(LedgerRow looked, RemoteEntry? seen, OutsideState state, Lease lease, CancellationToken ct)
    {
        // What was just decided about is written next, and its old change is no news to whoever decided.
        if (await CurrentAsync(looked, ct) is not { State: LedgerState.Settled, IsDecidedAnew: false } row)
            return false;
        OutsideChange? change = seen switch
        {
            null => OutsideChange.Deleted,
            { IsCancelled: true } => OutsideChange.Cancelled,
            _ => IsOurs(row, seen.Time, state) ? null : OutsideChange.Moved,
        };
        if (change is not null && row.Change is null && IsFresh(row))
            return false;

        var isNews = seen is { IsCancelled: false } && book.See(row, seen);
        if (change is { } kind)
            await changes.NoteAsync(row, kind, seen?.Time, state, ct);
        else if (row.Change is not null)
            changes.Undone(row);
        return await CommitAsync(lease, isNews, ct);
    }

    /// <summary>A co-host may delete their copy; that is shown, and nothing more.</summary>
    /// <returns>False when this has to be looked at again soon.</returns>
    public async Task<bool> CopyAsync(LedgerRow looked, bool isThere, OutsideState state, Lease lease, CancellationToken ct)
    {
        if (await CurrentAsync(looked, ct) is not { HasCopyRecorded: true } row || isThere == row.Change is null)
            return true;
        if (!isThere && IsFresh(row))
            return false;
        if (isThere)
            changes.Undone(row);
        else
            await changes.NoteAsync(row, OutsideChange.Deleted, null, state, ct);
        return await CommitAsync(lease, wakes: false, ct);
    }

    private bool IsFresh(LedgerRow row) => clock.GetCurrentInstant() - row.ChangedAt < EntryCheckPace.Fresh;

    private static bool IsOurs(LedgerRow row, Interval? time, OutsideState state) =>
        time is { } interval
        && (row.OurTimes.Contains(EntryTime.Of(interval))
            || state.Appointment.Candidates.Any(c => c.Id == row.Candidate && c.Time == interval));

    private async Task<LedgerRow?> CurrentAsync(LedgerRow looked, CancellationToken ct)
    {
        var row = await db.Ledger.FirstOrDefaultAsync(
            l => l.Appointment == looked.Appointment && l.Candidate == looked.Candidate && l.Whose == looked.Whose
                && l.Writes == looked.Writes, ct);
        return row;
    }

    private async Task<bool> CommitAsync(Lease lease, bool wakes, CancellationToken ct)
    {
        try
        {
            await work.CommitAsync(lease, wakes ? SubjectKind.Appointment : null, clock.GetCurrentInstant(), ct);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            db.ChangeTracker.Clear();
            return false;
        }
    }
}
