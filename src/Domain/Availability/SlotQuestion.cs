using NodaTime;

namespace Hidori.Domain.Availability;

/// <summary>One host of a page.</summary>
/// <param name="Hours">The host's own working hours, which a slot has to lie in beside the page's; null when only the page's count.</param>
public sealed record HostBusy(MemberId Host, BusyIndex Busy, BookingHours? Hours = null)
{
    /// <summary>
    /// Whether the meeting could stand in this host's calendar: of those who take part somebody's has to (SPEC A0). Without
    /// being told otherwise, not where the owner linked none; of a calendar that is not known nothing depends on it.
    /// </summary>
    public bool IsLinked { get; init; } = Busy.Times is not BusyTimes.Known { IsFreeBusyAlone: true };
}

/// <summary>One of the rooms a page may take.</summary>
public sealed record RoomBusy(RoomId Room, BusyIndex Busy);

/// <summary>The rules of a page, without what changes from day to day.</summary>
public sealed record BookingRules(BookingHours Hours, BookingLimits Limits, AttendanceRule Attendance);

/// <summary>What times a page can offer, and everything that decides it.</summary>
/// <param name="Length">How long a slot lasts; whole minutes, more than nothing. A page of several lengths asks once for each.</param>
/// <param name="Hosts">
/// In order of priority. Whoever is unknown takes away only the slots that need them (SPEC B10); a slot needs one who is linked.
/// </param>
/// <param name="Rooms">In order; the first free one wins (SPEC B6). Empty when no room is needed.</param>
/// <param name="Bookings">The page's own.</param>
/// <param name="First">The first date a slot may start on, in the page's zone.</param>
/// <param name="Last">The last one.</param>
public sealed record SlotQuestion(
    BookingRules Rules,
    Duration Length,
    IReadOnlyList<HostBusy> Hosts,
    IReadOnlyList<RoomBusy> Rooms,
    PageBookings Bookings,
    Instant Now,
    LocalDate First,
    LocalDate Last)
{
    /// <summary>No question may ask for more dates than this: what one request costs has a ceiling.</summary>
    public const int MostDays = 400;
}
