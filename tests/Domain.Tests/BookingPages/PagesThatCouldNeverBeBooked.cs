using Hidori.Domain.Appointments;
using Hidori.Domain.Availability;
using Hidori.Domain.BookingPages;
using NodaTime;
using Xunit;

namespace Hidori.Domain.Tests.BookingPages;

/// <summary>What would make a page offer nothing, or something odd, is found before it is kept.</summary>
public sealed class PagesThatCouldNeverBeBooked
{
    private static readonly MemberId Host = MemberId.New();
    private static readonly MemberId Other = MemberId.New();
    private static readonly BookingPageSettings Usual = BookingPageSettings.Usual("Asia/Tokyo", AppointmentFormat.Online);
    private static readonly PageSeat[] Alone = [new(Host, PagePart.Attends, 0)];

    /// <summary>A Monday.</summary>
    private static readonly Instant Now = Instant.FromUtc(2027, 4, 5, 0, 0);

    [Fact]
    public void The_usual_page_is_all_right() => Assert.Empty(PageCheck.Of("tanaka", "田中との打ち合わせ", Usual, Alone));

    [Theory]
    [InlineData("", PageRefusal.SlugUnfit)]
    [InlineData("Tanaka", PageRefusal.SlugUnfit)]
    [InlineData("-tanaka", PageRefusal.SlugUnfit)]
    [InlineData("田中", PageRefusal.SlugUnfit)]
    public void An_address_is_of_small_letters_figures_and_hyphens(string slug, PageRefusal refusal) =>
        Assert.Equal(refusal, Assert.Single(PageCheck.Of(slug, "名前", Usual, Alone)).Refusal);

    [Fact]
    public void Somebody_has_to_come()
    {
        var detailed = Usual with { Rule = new PageRule(PageAttendance.Detailed) };

        Assert.Equal([PageRefusal.NobodyAttends], Of(Usual, new PageSeat(Host, PagePart.Coordinator, 0)));
        Assert.Equal([PageRefusal.NobodyAttends], Of(detailed, new PageSeat(Host, PagePart.Optional, 0)));
        Assert.Empty(Of(detailed, new PageSeat(Host, PagePart.OneOfGroup, 0), new PageSeat(Other, PagePart.Optional, 1)));
        Assert.Equal(
            [PageRefusal.NeededUnfit], Of(detailed with { Rule = detailed.Rule with { Needed = 2 } }, new PageSeat(Host, PagePart.OneOfGroup, 0)));
    }

    [Fact]
    public void Hours_end_after_they_start_and_stay_apart()
    {
        Assert.Equal([PageRefusal.HoursMissing], Of(Open()));
        Assert.Equal([PageRefusal.HoursEndBeforeStart], Of(Open((12, 10))));
        Assert.Equal([PageRefusal.HoursOverlap], Of(Open((13, 17), (10, 14))));
        Assert.Empty(Of(Open((13, 17), (10, 13))));
        Assert.Empty(Of(Open((20, 0))));
    }

    [Fact]
    public void Meetings_fit_into_the_hours()
    {
        var long4 = Usual with { Meeting = Usual.Meeting with { Minutes = [30, 240] } };

        Assert.Equal([PageRefusal.LengthLongerThanHours], Of(long4 with { Hours = Open((10, 12), (13, 16)).Hours }));
        Assert.Empty(Of(long4 with { Hours = Open((10, 12), (12, 14)).Hours }));
        Assert.Equal([PageRefusal.LengthMissing], Of(Usual with { Meeting = Usual.Meeting with { Minutes = [] } }));
        Assert.Equal([PageRefusal.LengthOutOfRange], Of(Usual with { Meeting = Usual.Meeting with { Minutes = [4] } }));
    }

    [Fact]
    public void Limits_leave_something()
    {
        Assert.Equal([PageRefusal.NoticeReachesTheEnd], Of(Limited(l => l with { NoticeMinutes = 2 * 24 * 60, FurthestDays = 1 })));
        Assert.Empty(Of(Limited(l => l with { NoticeMinutes = 24 * 60, FurthestDays = 1 })));
        Assert.Equal([PageRefusal.CapBelowOne, PageRefusal.CapBelowOne], Of(Limited(l => l with { PerDay = 0, OfferedPerDay = 0 })));
        Assert.Equal([PageRefusal.StepUnfit], Of(Limited(l => l with { StepMinutes = 7 })));
        Assert.Equal([PageRefusal.BufferTooLong], Of(Limited(l => l with { RoomAfterMinutes = 241 })));
    }

    [Theory]
    [InlineData("https://www.example.co.jp", true)]
    [InlineData("https://www.example.co.jp:8443", true)]
    [InlineData("http://www.example.co.jp", false)]
    [InlineData("https://www.example.co.jp/path", false)]
    [InlineData("https://name@www.example.co.jp", false)]
    [InlineData("*", false)]
    public void A_frame_is_an_origin(string origin, bool isOne) =>
        Assert.Equal(isOne ? [] : [PageRefusal.FrameOriginUnfit], Of(Usual with { FrameOrigins = [origin] }));

    [Fact]
    public void A_choice_has_choices()
    {
        GuestQuestion[] questions = [new("a", "", QuestionKind.Text, false, []), new("b", "分野", QuestionKind.Choice, true, [])];

        var found = PageCheck.Of("tanaka", "名前", Usual with { Form = Usual.Form with { Questions = questions } }, Alone);

        Assert.Equal([(PageRefusal.QuestionWithoutLabel, 0), (PageRefusal.QuestionWithoutChoices, 1)], found.Select(f => (f.Refusal, f.Row)));
    }

    [Fact]
    public void What_leaves_nothing_is_named()
    {
        Assert.Null(Why(Usual, Free));
        Assert.Equal(NothingOffered.Hours, Why(Open((10, 10.25)), Free));
        Assert.Equal(NothingOffered.Notice, Why(Limited(l => l with { NoticeMinutes = 10 * 24 * 60, FurthestDays = 60 }), Free));
        Assert.Equal(NothingOffered.WorkingHours, Why(Open((19, 21)), Free));
        Assert.Equal(NothingOffered.CalendarUnknown, Why(Usual, new BusyTimes.Unknown(UnknownReason.Throttled)));
        Assert.Equal(NothingOffered.HostsBusy, Why(Usual, Taken));
        Assert.Equal(NothingOffered.Rooms, Why(Usual with { Rooms = [RoomId.New()] }, Free));
        Assert.Equal(NothingOffered.Caps, Why(Limited(l => l with { PerMonth = 1 }), Free, new PageBooking(Now + Duration.FromDays(1), [Host])));
    }

    private static BusyTimes Free => new BusyTimes.Known([], Now);

    private static BusyTimes Taken => new BusyTimes.Known([new BusyEntry(new Interval(Now, Now + Duration.FromDays(30)), BusyKind.Busy, "1", "出張", null)], Now);

    private static IEnumerable<PageRefusal> Of(BookingPageSettings settings, params PageSeat[] seats) =>
        PageCheck.Of("tanaka", "名前", settings, seats.Length > 0 ? seats : Alone).Select(f => f.Refusal);

    private static BookingPageSettings Open(params (double Opens, double Closes)[] ranges) => Usual with
    {
        Hours = Usual.Hours with { Weekly = [.. ranges.Select(r => new WeeklyRange(IsoDayOfWeek.Tuesday, At(r.Opens), At(r.Closes)))] },
    };

    private static LocalTime At(double hours) => LocalTime.Midnight.PlusMinutes((long)(hours * 60));

    private static BookingPageSettings Limited(Func<PageLimits, PageLimits> change) => Usual with { Limits = change(Usual.Limits) };

    private static NothingOffered? Why(BookingPageSettings settings, BusyTimes busy, params PageBooking[] bookings)
    {
        var page = new BookingPage(OrganizationId.New(), Host, "tanaka", "名前", settings, Alone, Now);
        var zone = DateTimeZoneProviders.Tzdb["Asia/Tokyo"];
        var desk = new PageDesk(page, new PageSurroundings(
            new Dictionary<MemberId, BusyTimes> { [Host] = busy },
            new Dictionary<RoomId, BusyTimes>(),
            [],
            new PageBookings(bookings),
            new Dictionary<LocalDate, OrganizationDay>(),
            new Dictionary<MemberId, BookingHours> { [Host] = BookingHours.Of(Domain.Time.WorkingWeek.Usual, zone) }));
        var today = Now.InZone(zone).Date;
        return desk.WhyNothing(30, today, today.PlusDays(7), Now);
    }
}
