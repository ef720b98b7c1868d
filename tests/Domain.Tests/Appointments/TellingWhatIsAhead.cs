using Hidori.Domain.Appointments;
using Hidori.Domain.BookingPages;
using NodaTime;
using Xunit;

namespace Hidori.Domain.Tests.Appointments;

/// <summary>リマインド: when it is due, and when it is not (SPEC B11).</summary>
public sealed class TellingWhatIsAhead
{
    private static readonly DateTimeZone Tokyo = DateTimeZoneProviders.Tzdb["Asia/Tokyo"];
    private static readonly DateTimeZone NewYork = DateTimeZoneProviders.Tzdb["America/New_York"];
    private static readonly Instant Now = Instant.FromUtc(2027, 4, 5, 0, 0);
    private static readonly MemberId Host = MemberId.New();

    [Fact]
    public void Days_are_days_of_the_calendar_and_hours_are_hours()
    {
        var start = At(Tokyo, 2027, 4, 8, 0, 30);

        Assert.Equal(At(Tokyo, 2027, 4, 7, 17, 0), UpcomingNotice.Usual.DueAt(start, Tokyo));
        Assert.Equal(At(Tokyo, 2027, 4, 7, 21, 30), new UpcomingNotice(UpcomingUnit.Hours, 3, LocalTime.Midnight, "").DueAt(start, Tokyo));
    }

    [Fact]
    public void A_time_of_day_that_is_skipped_means_the_moment_the_clocks_jump()
    {
        // 2027-03-14 02:30 does not exist in New York.
        var due = new UpcomingNotice(UpcomingUnit.Days, 1, new LocalTime(2, 30), "").DueAt(At(NewYork, 2027, 3, 15, 10, 0), NewYork);

        Assert.Equal(At(NewYork, 2027, 3, 14, 3, 0), due);
    }

    [Theory]
    [InlineData(UpcomingUnit.Days, 0, false)]
    [InlineData(UpcomingUnit.Days, 14, true)]
    [InlineData(UpcomingUnit.Days, 15, false)]
    [InlineData(UpcomingUnit.Hours, 72, true)]
    [InlineData(UpcomingUnit.Hours, 73, false)]
    public void How_long_before_has_bounds(UpcomingUnit unit, int amount, bool isFit) =>
        Assert.Equal(isFit, new UpcomingNotice(unit, amount, LocalTime.Midnight, "").IsFit);

    [Fact]
    public void It_is_due_after_the_confirmation_was_told_until_the_start_and_once()
    {
        var booked = Booked(new UpcomingNotice(UpcomingUnit.Hours, 2, LocalTime.Midnight, ""));
        var (start, due) = (booked.Chosen!.Start, booked.UpcomingDueAt!.Value);

        Assert.Equal(start - Duration.FromHours(2), due);
        Assert.False(booked.UpcomingIsDue(due));
        booked.NoteAnnounced(Now);
        Assert.Equal((false, true, false), (booked.UpcomingIsDue(due - Duration.FromSeconds(1)), booked.UpcomingIsDue(due), booked.UpcomingIsDue(start)));
        var revision = booked.Revision;
        booked.NoteUpcomingTold(due);
        Assert.Equal((false, revision, null), (booked.UpcomingIsDue(due), booked.Revision, booked.UpcomingLookAt(due)));
    }

    [Fact]
    public void It_follows_the_time_and_ends_with_it()
    {
        var booked = Booked(UpcomingNotice.Usual);
        booked.NoteAnnounced(Now);
        var start = booked.Chosen!.Start + Duration.FromDays(1);

        booked.Reschedule(new Interval(start, start + Duration.FromMinutes(30)), [], Now);
        Assert.Equal(UpcomingNotice.Usual.DueAt(start, Tokyo), booked.UpcomingDueAt);

        // Tomorrow at ten: 17:00 of today is still to come, but not at 18:00.
        var soon = At(Tokyo, 2027, 4, 6, 10, 0);
        booked.Reschedule(new Interval(soon, soon + Duration.FromMinutes(30)), [], At(Tokyo, 2027, 4, 5, 18, 0));
        Assert.Null(booked.UpcomingDueAt);

        booked.Reschedule(new Interval(start, start + Duration.FromMinutes(30)), [], Now);
        booked.Cancel(Now);
        Assert.Equal((null, null), (booked.UpcomingDueAt, booked.UpcomingLookAt(Now)));
    }

    private static Appointment Booked(UpcomingNotice upcoming)
    {
        var settings = BookingPageSettings.Usual("Asia/Tokyo", AppointmentFormat.Online);
        var page = new BookingPage(
            OrganizationId.New(), Host, "page", "予約", settings with { Mails = settings.Mails with { Upcoming = upcoming } }, [new PageSeat(Host, PagePart.Attends, 0)], Now);
        return SampleBooking.Of(page, [Host], new GuestInvitation("港産業", "森", "mori@guest.example", "ja", "", ""), Now);
    }

    private static Instant At(DateTimeZone zone, int year, int month, int day, int hour, int minute) =>
        zone.AtStrictly(new LocalDateTime(year, month, day, hour, minute)).ToInstant();
}
