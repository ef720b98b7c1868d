using NodaTime;

namespace Hidori.Domain.Availability;

/// <summary>バッファ: time that must be free around a slot. It may lie outside the hours; whole minutes.</summary>
public readonly record struct Buffers(Duration Before, Duration After)
{
    internal int BeforeMinutes => (int)Before.TotalMinutes;

    internal int AfterMinutes => (int)After.TotalMinutes;

    /// <summary>
    /// A booking that keeps the same buffers, so far out that whoever keeps theirs from that keeps its own too: between two bookings the longer
    /// of both stays free, whichever was made first.
    /// </summary>
    internal MinuteSpan Apart(MinuteSpan booked) => new(
        booked.Start - Math.Max(0, BeforeMinutes - AfterMinutes), booked.End + Math.Max(0, AfterMinutes - BeforeMinutes));
}

/// <summary>What a page does not offer although everybody is free (SPEC B5). Null is no limit.</summary>
public sealed record BookingLimits
{
    public static readonly BookingLimits None = new();

    /// <summary>受付締切: a slot starts this long after now at the soonest.</summary>
    public Duration MinimumNotice { get; init; }

    /// <summary>受付期間: the last date offered is today, in the page's zone, and so many days; today alone is 0.</summary>
    public int? FurthestDays { get; init; }

    /// <summary>
    /// Slots start at the opening of each range of hours and every so many real minutes after it, whatever the clocks do
    /// meanwhile; whole minutes, more than nothing.
    /// </summary>
    public Duration Step { get; init; } = Duration.FromMinutes(30);

    /// <summary>Around a slot, in the calendar of each host who takes part.</summary>
    public Buffers PeopleBuffers { get; init; }

    /// <summary>Around a slot, in the room's calendar.</summary>
    public Buffers RoomBuffers { get; init; }

    /// <summary>A day of the page's zone on which so many bookings of the page start is full.</summary>
    public int? PerDay { get; init; }

    /// <summary>The same from Monday to Sunday.</summary>
    public int? PerWeek { get; init; }

    /// <summary>The same for a calendar month.</summary>
    public int? PerMonth { get; init; }

    /// <summary>Of each day only the first so many slots are offered.</summary>
    public int? OfferedPerDay { get; init; }

    internal bool HasCaps => PerDay is not null || PerWeek is not null || PerMonth is not null;
}
