using Hidori.Domain.Appointments;

namespace Hidori.Domain.Availability;

/// <summary>Which entries of a calendar take their owner's time (SPEC M20). One object for every path that asks.</summary>
/// <remarks>
/// Busy, and what the calendar does not explain, always blocks. What is shown as free, cancelled or declined never does,
/// and is left out by the adapters already.
/// </remarks>
public sealed record BusyPolicy
{
    /// <summary>Where nobody chose anything else.</summary>
    public static readonly BusyPolicy Usual = new();

    public bool TentativeBlocks { get; init; } = true;
    public bool OutOfOfficeBlocks { get; init; } = true;

    /// <summary>Working elsewhere says where, not that time is taken.</summary>
    public bool WorkingElsewhereBlocks { get; init; }

    /// <summary>False lets every all-day entry through, whatever else it is.</summary>
    public bool AllDayBlocks { get; init; } = true;

    /// <summary>False lets every private entry through, whatever else it is.</summary>
    public bool PrivateBlocks { get; init; } = true;

    /// <summary>
    /// 空き時間判定キーワード: an entry with one of them in its title is free (SPEC B5), whatever its width, case or kana.
    /// </summary>
    /// <remarks>A title that is not shown has no keyword, and what Hidori wrote itself has none either.</remarks>
    public IReadOnlyList<string> FreeKeywords { get; init; } = [];

    /// <summary>
    /// バッファ用カレンダー予定: an entry with one of these in its title stands for the time around another one. It takes its own time, and
    /// never has buffers itself (SPEC B5). Read as <see cref="FreeKeywords"/> are.
    /// </summary>
    public IReadOnlyList<string> BufferKeywords { get; init; } = [];

    public bool Blocks(BusyEntry entry) =>
        !HasAny(FreeKeywords, entry)
        && (AllDayBlocks || !entry.IsAllDay)
        && (PrivateBlocks || !entry.IsPrivate)
        && entry.Kind switch
        {
            BusyKind.Tentative => TentativeBlocks,
            BusyKind.OutOfOffice => OutOfOfficeBlocks,
            BusyKind.WorkingElsewhere => WorkingElsewhereBlocks,
            BusyKind.Busy or BusyKind.Unknown => true,
        };

    /// <summary>Whether an entry that blocks does so without buffers around it.</summary>
    public bool IsBuffer(BusyEntry entry) => HasAny(BufferKeywords, entry);

    private static bool HasAny(IReadOnlyList<string> keywords, BusyEntry entry)
    {
        if (keywords.Count == 0 || entry.Title is null || entry.Ours is not null)
            return false;
        var title = SearchText.Of([entry.Title]);
        return keywords.Any(k => SearchText.Of([k]) is { Length: > 0 } keyword && title.Contains(keyword, StringComparison.Ordinal));
    }
}
