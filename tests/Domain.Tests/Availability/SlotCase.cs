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

    public BusyIndex Index => BusyIndex.Of(Times, Ours, Policy, Read, Except);
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
        [.. Hosts.Select(h => new HostBusy(new MemberId(h.Id), h.Index, h.Hours?.Compiled))],
        [.. Rooms.Select(r => new RoomBusy(new RoomId(r.Id), r.Index))],
        new PageBookings(Bookings),
        Now,
        First,
        Last);
}
