using NodaTime;

namespace Hidori.Domain.Availability;

/// <summary>What can stand against a slot.</summary>
public enum ObstacleKind
{
    /// <summary>Outside the weekly hours, or longer than what is left of them.</summary>
    OutsideHours,

    /// <summary>Outside the hours of a date that has its own, which may be none.</summary>
    DateException,

    /// <summary>A public holiday.</summary>
    PublicHoliday,

    /// <summary>The organization's own 休み.</summary>
    OrganizationHoliday,

    /// <summary>Between two steps.</summary>
    OffStep,

    /// <summary>Sooner than the minimum notice.</summary>
    TooSoon,

    /// <summary>On a later day than pages are open for.</summary>
    TooFar,

    /// <summary>On no date that was asked for.</summary>
    OtherDate,

    DayFull,
    WeekFull,
    MonthFull,

    /// <summary>Enough earlier slots of the day are offered already.</summary>
    OfferedEnough,

    /// <summary>Outside a host's own working hours.</summary>
    HostHours,

    /// <summary>The meeting cannot stand in this host's calendar, and nobody comes in whose it could.</summary>
    NotLinked,

    /// <summary>An entry of the calendar that takes time.</summary>
    Entry,

    /// <summary>An entry that is a buffer itself.</summary>
    BufferEntry,

    /// <summary>The room is offered for nothing new.</summary>
    RoomOff,

    /// <summary>A hold of Hidori's own.</summary>
    Hold,

    /// <summary>An appointment of Hidori's own.</summary>
    Appointment,

    /// <summary>The calendar is not known at that time.</summary>
    Unknown,

    /// <summary>An entry that counts as free, by the policy or by a keyword. It never decides.</summary>
    IgnoredEntry,
}

/// <summary>One thing that stands against a slot.</summary>
/// <param name="Decides">
/// The slot cannot be offered because of it. What stands in a calendar that others stand in for does not decide.
/// </param>
public sealed record SlotObstacle(ObstacleKind Kind, bool Decides)
{
    /// <summary>Whose calendar or hours; null for a rule of the page.</summary>
    public AgendaId? Whose { get; init; }

    /// <summary>What is taken, half-open, without buffers; null where there is no such time.</summary>
    public Interval? Time { get; init; }

    /// <summary>The calendar's entry; its title is for hosts only. Null for all that is not one.</summary>
    public BusyEntry? Entry { get; init; }

    /// <summary>Whose hold or appointment it is, where Hidori has taken the time itself; null for anything else.</summary>
    public AppointmentId? Appointment { get; init; }

    /// <summary>When the calendar was read that says so; null for what Hidori knows itself.</summary>
    public Instant? ReadAt { get; init; }

    /// <summary>Why a whole calendar is unknown.</summary>
    public UnknownReason? Reason { get; init; }

    /// <summary>How many are allowed, where a number is the limit.</summary>
    public int? Limit { get; init; }
}

/// <summary>A calendar that was looked at.</summary>
/// <param name="IsFree">It suits the slot, buffers and own hours included.</param>
/// <param name="ReadAt">How old its data is; null when it was never read.</param>
public readonly record struct CalendarStanding(AgendaId Whose, bool IsFree, Instant? ReadAt);

/// <summary>A cap that was looked at.</summary>
/// <param name="Kind">What it would be as an obstacle: of the day, the week or the month.</param>
/// <param name="Booked">How many of the page's own bookings it counts, which may be more than it allows.</param>
public readonly record struct CapStanding(ObstacleKind Kind, int Limit, int Booked);

/// <summary>Why a start is offered, or not (SPEC B14).</summary>
/// <param name="Obstacles">Rules of the page first, then hosts and rooms in order.</param>
/// <param name="Calendars">Every host and room of the question.</param>
public sealed record SlotExplanation(
    Instant Start, IReadOnlyList<SlotObstacle> Obstacles, IReadOnlyList<CalendarStanding> Calendars)
{
    /// <summary>Every cap of the page, whether it is reached or not.</summary>
    public IReadOnlyList<CapStanding> Caps { get; init; } = [];

    public bool IsOffered => !Obstacles.Any(o => o.Decides);
}
