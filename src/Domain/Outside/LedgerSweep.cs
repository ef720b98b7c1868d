using NodaTime;

namespace Hidori.Domain.Outside;

/// <summary>One ledger row, as far as the sweep compares it.</summary>
/// <param name="IsHere">It was written into the mailbox that is swept.</param>
/// <param name="RemoteId">The vendor's id; null where nothing stands or the answer to the write is not known.</param>
/// <param name="Times">Where the entry may stand by our own doing, half-open.</param>
/// <param name="IsChangedOutside">Somebody moved or deleted it without us: known already, and not missing.</param>
/// <param name="ChangedAt">When it was last written.</param>
public sealed record SweptRow(
    EntryKey Key, LedgerState State, bool IsHere, string? RemoteId, IReadOnlyList<Interval> Times, bool IsChangedOutside, Instant ChangedAt);

/// <summary>An entry found in the mailbox under our mark.</summary>
public sealed record MarkedEntry(EntryKey Key, string RemoteId);

/// <summary>
/// What the ledger says stands in a mailbox against what was found there under our mark (SPEC P8). It decides nothing: what
/// is missing is looked at one by one, what is orphaned goes back into the ledger and is taken away by its plan.
/// </summary>
/// <param name="Standing">Recorded and found.</param>
/// <param name="Missing">Recorded as standing, and not found.</param>
/// <param name="Orphaned">Found, and by the ledger nothing should stand at that place any more.</param>
/// <param name="Strays">
/// Found under our mark where the ledger knows nothing, or another entry: somebody copied it, or this installation's data
/// was set back. Left alone, because nobody can tell whose it is.
/// </param>
public sealed record LedgerSweep(
    IReadOnlyList<EntryKey> Standing, IReadOnlyList<EntryKey> Missing, IReadOnlyList<MarkedEntry> Orphaned, IReadOnlyList<MarkedEntry> Strays)
{
    /// <param name="recorded">Every row written into this mailbox, and every row of a place found there.</param>
    /// <param name="found">Every entry under our mark within the window.</param>
    /// <param name="window">What was read, half-open: what stands outside is not missing.</param>
    /// <param name="quietSince">What was written later is still under way at the vendor's, and says nothing.</param>
    /// <param name="now">What is over is nobody's concern any more, and may be deleted by anybody.</param>
    public static LedgerSweep Compare(
        IReadOnlyCollection<SweptRow> recorded, IReadOnlyCollection<MarkedEntry> found, Interval window, Instant quietSince, Instant now)
    {
        var rows = recorded.ToDictionary(r => r.Key);
        var ids = found.Select(f => f.RemoteId).ToHashSet();
        var quiet = recorded.Where(r => r.ChangedAt <= quietSince && r.State != LedgerState.InDoubt).ToList();
        var here = quiet.Where(r => r is { State: LedgerState.Settled, IsHere: true, RemoteId: not null }).ToList();
        var byPlace = found.Select(f => (Entry: f, Row: rows.GetValueOrDefault(f.Key))).ToList();
        return new LedgerSweep(
            [.. here.Where(r => ids.Contains(r.RemoteId!)).Select(r => r.Key)],
            [
                .. here.Where(r => !ids.Contains(r.RemoteId!) && !r.IsChangedOutside && r.Times.Count > 0
                    && r.Times.All(t => t.Start >= window.Start && t.End <= window.End && t.End > now)).Select(r => r.Key),
            ],
            [.. byPlace.Where(f => f.Row is { State: LedgerState.Gone } && quiet.Contains(f.Row)).Select(f => f.Entry)],
            [
                .. byPlace.Where(f => f.Row is null
                    || (f.Row.State == LedgerState.Settled && quiet.Contains(f.Row) && f.Row.RemoteId != f.Entry.RemoteId)).Select(f => f.Entry),
            ]);
    }
}
