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

    public bool Blocks(BusyEntry entry) =>
        (AllDayBlocks || !entry.IsAllDay)
        && (PrivateBlocks || !entry.IsPrivate)
        && entry.Kind switch
        {
            BusyKind.Tentative => TentativeBlocks,
            BusyKind.OutOfOffice => OutOfOfficeBlocks,
            BusyKind.WorkingElsewhere => WorkingElsewhereBlocks,
            BusyKind.Busy or BusyKind.Unknown => true,
        };
}
