using Hidori.Domain.Appointments;
using Hidori.Domain.Availability;
using NodaTime;

namespace Hidori.Domain.Tests.Availability;

/// <summary>Hours in the words they were given in.</summary>
internal sealed record PlainHours(
    DateTimeZone Zone,
    Dictionary<IsoDayOfWeek, IReadOnlyList<HoursRange>> Weekly,
    HolidayRule Holidays,
    Dictionary<LocalDate, IReadOnlyList<HoursRange>> Exceptions,
    Dictionary<LocalDate, OrganizationDay> OwnDays)
{
    public BookingHours Compiled { get; } = new(Zone, Weekly, Holidays, Exceptions, OwnDays);
}

/// <summary>A host or a room before anything is sorted.</summary>
internal sealed record PlainCalendar(
    Guid Id, BusyTimes Times, IReadOnlyList<TakenTime> Ours, BusyPolicy Policy, Interval? Read, AppointmentId? Except, PlainHours? Hours)
{
    public bool IsLinked => Times is not BusyTimes.Known { IsFreeBusyAlone: true };

    /// <summary>The page that asks.</summary>
    public static readonly BookingPageId Page = new(new Guid(9, 0, 0, new byte[8]));

    public BusyIndex IndexFor(Buffers buffers) => BusyIndex.Of(Times, Ours, Policy, Read, Except, new OwnBuffers(Page, buffers));
}

/// <summary>One question, small enough to be answered by looking at everything.</summary>
internal sealed record SlotCase(
    PlainHours Hours,
    BookingLimits Limits,
    AttendanceRule Rule,
    Duration Length,
    IReadOnlyList<PlainCalendar> Hosts,
    IReadOnlyList<PlainCalendar> Rooms,
    IReadOnlyList<PageBooking> Bookings,
    Instant Now,
    LocalDate First,
    LocalDate Last)
{
    public SlotQuestion Question => new(
        new BookingRules(Hours.Compiled, Limits, Rule),
        Length,
        [.. Hosts.Select(h => new HostBusy(new MemberId(h.Id), h.IndexFor(Limits.PeopleBuffers), h.Hours?.Compiled))],
        [.. Rooms.Select(r => new RoomBusy(new RoomId(r.Id), r.IndexFor(Limits.RoomBuffers)))],
        new PageBookings(Bookings),
        Now,
        First,
        Last);
}
