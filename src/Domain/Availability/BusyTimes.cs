using Hidori.Domain.Outside;
using Hidori.Domain.Time;
using NodaTime;

namespace Hidori.Domain.Availability;

/// <summary>What a mailbox says of one stretch of its owner's time, in the words of RFC 5545 and Microsoft Graph.</summary>
public enum BusyKind
{
    Busy,
    Tentative,
    OutOfOffice,
    WorkingElsewhere,

    /// <summary>The calendar holds something there but does not say what it means. Blocks like busy.</summary>
    Unknown,
}

/// <summary>One stretch of taken time in one mailbox.</summary>
/// <param name="Time">Half-open, in UTC whatever zone the vendor speaks.</param>
/// <param name="Kind">What the mailbox says of the time.</param>
/// <param name="RemoteId">The vendor's id of the entry, for "the host knew of this one" comparisons.</param>
/// <param name="Title">The entry's title, or null when it is private or not ours to see. For its owner only.</param>
/// <param name="Ours">The key under which Hidori wrote the entry, or null when somebody else did.</param>
/// <param name="IsAllDay">The entry is a date or several, in the mailbox's zone, not a time.</param>
/// <param name="IsPrivate">Its owner marked it private or confidential.</param>
/// <param name="IsRoomOff">No entry of a calendar: the room is offered for nothing new, all the time.</param>
public sealed record BusyEntry(
    Interval Time, BusyKind Kind, string RemoteId, string? Title, EntryKey? Ours, bool IsAllDay = false, bool IsPrivate = false, bool IsRoomOff = false);

/// <summary>Why a mailbox could not be read.</summary>
public enum UnknownReason
{
    /// <summary>The member has linked no calendar.</summary>
    NotConnected,

    /// <summary>The link is dead until its owner signs in again.</summary>
    ConnectionBroken,

    /// <summary>The vendor asks to wait.</summary>
    Throttled,

    /// <summary>No answer, or an answer that says the vendor has a fault.</summary>
    Unavailable,

    /// <summary>The vendor knows no mailbox of that address.</summary>
    AddressUnknown,

    /// <summary>The mailbox is there, but shows its free/busy times to nobody we may act for.</summary>
    NotShared,
}

/// <summary>The end of a window, where what comes before it is known.</summary>
public sealed record UnknownRest(Instant Start, UnknownReason Reason);

/// <summary>A mailbox's taken time within a window, or the fact that it is not known.</summary>
/// <remarks>Unknown is a value all the way up (SPEC M21): whoever wants to call time free must look at it.</remarks>
public abstract record BusyTimes
{
    private BusyTimes() { }

    /// <param name="Entries">Every entry that takes time, in order of start.</param>
    /// <param name="ReadAt">When the vendor was asked.</param>
    /// <param name="IsFreeBusyAlone">
    /// The owner linked no calendar: a colleague's link showed when time is taken, and nothing else.
    /// </param>
    public sealed record Known(IReadOnlyList<BusyEntry> Entries, Instant ReadAt, bool IsFreeBusyAlone = false) : BusyTimes
    {
        /// <summary>From when on it is not known after all; null where it is known as far as was asked.</summary>
        public UnknownRest? Rest { get; init; }

        /// <summary>The entries that take a half-open interval's time, by the usual policy.</summary>
        public IEnumerable<BusyEntry> Within(Interval time) => Within(time, BusyPolicy.Usual);

        /// <summary>The entries that take a half-open interval's time.</summary>
        public IEnumerable<BusyEntry> Within(Interval time, BusyPolicy policy) =>
            Entries.Where(e => policy.Blocks(e) && e.Time.Overlaps(time));
    }

    /// <param name="Reason">Why.</param>
    /// <param name="LastReadAt">When the mailbox was last read with success; null when never, or when nobody kept it.</param>
    public sealed record Unknown(UnknownReason Reason, Instant? LastReadAt = null) : BusyTimes;
}
