using Hidori.Domain.Appointments;
using Hidori.Domain.Availability;
using NodaTime;

namespace Hidori.Domain.BookingPages;

/// <summary>A booking of a page that nobody made, to see what its guests would be told. Never kept.</summary>
public static class SampleBooking
{
    private static readonly Duration Ahead = Duration.FromDays(7);
    private static readonly LocalTime At = new(14, 0);

    /// <summary>When the sample is.</summary>
    public static Instant StartOf(BookingPage page, Instant now)
    {
        var zone = DateTimeZoneProviders.Tzdb[page.Settings.Hours.ZoneId];
        return Time.WallClock.InstantOf(zone, (now + Ahead).InZone(zone).Date + At);
    }

    /// <param name="hosts">Who takes part; the first one is the main host.</param>
    public static Appointment Of(BookingPage page, IReadOnlyList<MemberId> hosts, GuestInvitation guest, Instant now)
    {
        var start = StartOf(page, now);
        var minutes = page.Settings.Meeting.Minutes is [var shortest, ..] ? shortest : 30;
        var room = page.Settings.Rooms is [var first, ..] ? (RoomId?)first : null;
        var appointment = Appointment.Book(
            page,
            new BookingRequest(start, minutes, guest, "", "", Guid.Empty),
            new SlotAssignment(new Interval(start, start + Duration.FromMinutes(minutes)), hosts, room),
            hosts[0],
            now);
        if (appointment.NeedsReceptionCode)
            appointment.Receive("123456");
        return appointment;
    }
}
