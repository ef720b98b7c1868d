namespace Hidori.Domain.Outside;

/// <summary>One entry that should exist in one calendar.</summary>
/// <param name="Key">The place it stands in.</param>
/// <param name="Content">What it says.</param>
public sealed record WantedEntry(EntryKey Key, CalendarContent Content);

/// <summary>A co-host's copy of the meeting, which the calendar system delivers by itself to an attendee.</summary>
/// <param name="Meeting">The main host's entry it is a copy of.</param>
/// <param name="Host">Whose calendar it should reach.</param>
/// <param name="Replaces">The co-host's hold, which stands until the copy is there so that the time is never free.</param>
public sealed record WantedCopy(EntryKey Meeting, MemberId Host, EntryKey Replaces);

/// <summary>What should exist outside for one appointment, now. Cancelled means nothing.</summary>
/// <remarks>Built from state alone, so that the order in which things happened never matters (HOUSE §4.6).</remarks>
public sealed record Footprint(IReadOnlyList<WantedEntry> Entries, IReadOnlyList<WantedCopy> Copies)
{
    public static readonly Footprint Empty = new([], []);

    /// <summary>The entry that is the meeting, or null while nothing is confirmed.</summary>
    public WantedEntry? Meeting => Entries.FirstOrDefault(e => e.Content.Purpose == EntryPurpose.Meeting);
}
