using Hidori.Domain.Availability;
using NodaTime;
using Xunit;
using static Hidori.Domain.Tests.Availability.GivenPage;

namespace Hidori.Domain.Tests.Availability;

public sealed class OfferingSlots
{
    private static readonly Duration Quarter = Duration.FromMinutes(15);

    [Fact]
    public void Steps_are_counted_from_each_opening_and_a_slot_ends_before_closing() => Assert.Equal(
        "09:10 09:40 10:10 13:00 13:30",
        new GivenPage { Hours = "09:10-11:00 13:00-14:00" }.Offers());

    [Fact]
    public void A_slot_may_reach_over_midnight_where_the_hours_do() => Assert.Equal(
        "00:00 22:00 23:00",
        new GivenPage { Hours = "00:00-01:00 22:00-24:00", Minutes = 60, Limits = new() { Step = Duration.FromHours(1) } }.Offers());

    [Fact]
    public void Holidays_close_unless_the_page_or_the_organization_opens()
    {
        var page = new GivenPage { Hours = "09:00-10:00" };

        Assert.Equal("", page.Offers("2026-05-04"));
        Assert.Equal("09:00 09:30", (page with { Holidays = HolidayRule.AsUsual }).Offers("2026-05-04"));
        Assert.Equal("09:00 09:30", (page with { OwnDays = new() { ["2026-05-04"] = OrganizationDay.Open } }).Offers("2026-05-04"));
        Assert.Equal("13:00", (page with { Exceptions = new() { ["2026-05-04"] = "13:00-13:30" } }).Offers("2026-05-04"));
    }

    [Fact]
    public void A_dates_own_hours_come_before_the_organizations_closing_day()
    {
        var page = new GivenPage { OwnDays = new() { [Monday] = OrganizationDay.Closed } };

        Assert.Equal("", page.Offers());
        Assert.Equal("09:00", (page with { Exceptions = new() { [Monday] = "09:00-09:30" } }).Offers());
    }

    [Fact]
    public void Notice_is_counted_from_now_to_the_minute() => Assert.Equal(
        "10:00 10:30",
        new GivenPage { Now = Monday + " 08:00", Limits = new() { MinimumNotice = Duration.FromHours(2) } }.Offers());

    [Fact]
    public void The_furthest_day_is_offered_to_its_end_and_the_next_is_not()
    {
        var page = new GivenPage { Now = "2026-04-05 23:00", Limits = new() { FurthestDays = 1 } };

        Assert.Equal("09:00 09:30 10:00 10:30", page.Offers());
        Assert.Equal("", page.Offers("2026-04-07"));
    }

    [Fact]
    public void Neighbours_may_touch_and_buffers_may_not()
    {
        var page = new GivenPage { Hosts = [Busy(Sato, Entry("09:30-10:00"))] };

        Assert.Equal("09:00 10:00 10:30", page.Offers());
        Assert.Equal("10:30", (page with { Limits = new() { PeopleBuffers = new(Quarter, Quarter) } }).Offers());
        Assert.Equal("09:00 10:30", (page with { Limits = new() { PeopleBuffers = new(Quarter, Duration.Zero) } }).Offers());
        Assert.Equal("10:00 10:30", (page with { Limits = new() { PeopleBuffers = new(Duration.Zero, Quarter) } }).Offers());
    }

    [Fact]
    public void A_buffer_entry_takes_its_time_and_has_no_buffers() => Assert.Equal(
        "09:00 10:00 10:30",
        new GivenPage
        {
            Hosts = [Busy(Sato, new BusyPolicy { BufferKeywords = ["バッファ"] }, Entry("09:30-10:00", "移動 (ﾊﾞｯﾌｧ)"))],
            Limits = new() { PeopleBuffers = new(Quarter, Quarter) },
        }.Offers());

    [Fact]
    public void Seconds_of_an_entry_take_the_whole_minute()
    {
        var entry = Entry("09:30-10:00");
        var late = new Interval(entry.Time.Start - Duration.FromSeconds(1), entry.Time.End + Duration.FromSeconds(1));

        Assert.Equal("10:30", new GivenPage { Hosts = [Busy(Sato, entry with { Time = late })] }.Offers());
    }

    [Theory]
    [InlineData("ランチ", true)]
    [InlineData("ﾗﾝﾁ 12F", true)]
    [InlineData("営業会議", false)]
    [InlineData(null, false)]
    public void An_entry_with_a_keyword_in_its_title_is_free(string? title, bool isFree)
    {
        var policy = new BusyPolicy { FreeKeywords = ["らんち", "FOCUS"] };

        var offers = new GivenPage { Hosts = [Busy(Sato, policy, Entry("09:00-11:00", title))] }.Offers();

        Assert.Equal(isFree, offers.Length > 0);
    }

    [Fact]
    public void Our_own_holds_and_appointments_block_whatever_the_calendar_shows()
    {
        var busy = BusyIndex.Of(
            new BusyTimes.Known([], Instant.MinValue),
            [Taken("09:00-09:30", isFixed: false), Taken("10:00-10:30", isFixed: true)],
            new BusyPolicy { TentativeBlocks = false });

        Assert.Equal("09:30 10:30", new GivenPage { Hosts = [new(Sato, busy)] }.Offers());
    }

    [Fact]
    public void What_was_not_read_is_not_free()
    {
        var busy = BusyIndex.Of(new BusyTimes.Known([], Instant.MinValue), [], BusyPolicy.Usual, On("09:30-10:30"));

        Assert.Equal("09:30 10:00", new GivenPage { Hosts = [new(Sato, busy)] }.Offers());
    }

    [Fact]
    public void Who_is_unknown_takes_away_only_what_needs_them()
    {
        var page = new GivenPage { Hosts = [Busy(Sato, Entry("09:00-10:00")), Unknown(Suzuki)] };

        var anyOne = SlotFinder.Find((page with { Rule = new AttendanceRule.AnyOne() }).Asking(Monday));

        Assert.Equal("", page.Offers());
        Assert.Equal(2, anyOne.Count);
        Assert.Equal([AgendaId.Of(Suzuki)], anyOne.Unknown);
    }

    [Fact]
    public void Of_a_group_as_many_are_free_at_once_as_it_needs()
    {
        var page = new GivenPage
        {
            Hosts = [Busy(Sato, Entry("09:00-09:30")), Busy(Suzuki, Entry("09:00-10:00")), Busy(Tanaka, Entry("10:00-10:30"))],
        };

        Assert.Equal("09:30 10:00 10:30", (page with { Rule = Of(2) }).Offers());
        Assert.Equal("10:30", (page with { Rule = Of(3) }).Offers());

        static AttendanceRule Of(int needed) => new AttendanceRule.RequiredAndOptional([], [], [new([Sato, Suzuki, Tanaka], needed)]);
    }

    [Fact]
    public void Optional_hosts_never_take_a_slot_away() => Assert.Equal(
        "09:00 09:30 10:00 10:30",
        new GivenPage
        {
            Hosts = [Free(Sato), Busy(Suzuki, Entry("09:00-11:00")), Unknown(Tanaka)],
            Rule = new AttendanceRule.RequiredAndOptional([Sato], [Suzuki, Tanaka], []),
        }.Offers());

    [Fact]
    public void A_hosts_own_hours_count_in_the_hosts_zone()
    {
        var shanghai = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];
        var fromNine = new BookingHours(
            shanghai, new Dictionary<IsoDayOfWeek, IReadOnlyList<HoursRange>> { [IsoDayOfWeek.Monday] = [new(new(9, 0), new(10, 0))] });

        Assert.Equal("10:00 10:30", new GivenPage { Hosts = [Free(Sato) with { Hours = fromNine }] }.Offers());
    }

    [Fact]
    public void Rooms_stand_in_for_each_other_with_buffers_of_their_own() => Assert.Equal(
        "09:00 10:30",
        new GivenPage
        {
            Rooms = [Room(Sakura, Entry("09:00-10:00")), Room(Fuji, Entry("09:45-11:00"))],
            Limits = new() { RoomBuffers = new(Quarter, Duration.Zero), PeopleBuffers = new(Duration.FromHours(9), default) },
            Minutes = 30,
        }.Offers());

    [Theory]
    [InlineData("2026-04-06", 1, null, null, "")]
    [InlineData("2026-04-06", 2, null, null, "09:00 09:30 10:00 10:30")]
    [InlineData("2026-04-07", 1, null, null, "09:00 09:30 10:00 10:30")]
    [InlineData("2026-04-12", null, 2, null, "")]
    [InlineData("2026-04-05", null, 2, null, "09:00 09:30 10:00 10:30")]
    [InlineData("2026-04-13", null, 2, null, "09:00 09:30 10:00 10:30")]
    [InlineData("2026-04-30", null, null, 2, "")]
    [InlineData("2026-05-01", null, null, 2, "09:00 09:30 10:00 10:30")]
    public void A_full_day_week_or_month_offers_nothing(string date, int? perDay, int? perWeek, int? perMonth, string offers) => Assert.Equal(
        offers,
        new GivenPage
        {
            Bookings = [Booking("2026-04-06 15:00"), Booking("2026-04-10 09:00")],
            Limits = new() { PerDay = perDay, PerWeek = perWeek, PerMonth = perMonth },
        }.Offers(date));

    [Fact]
    public void Of_each_day_the_first_few_are_offered() => Assert.Equal(
        "09:00 10:00 09:00 09:30",
        new GivenPage { Hosts = [Busy(Sato, Entry("09:30-10:00"))], Limits = new() { OfferedPerDay = 2 } }.Offers(Monday, "2026-04-07"));

    [Fact]
    public void A_question_without_end_is_refused() =>
        Assert.Throws<ArgumentException>(() => new GivenPage().Offers("2026-01-01", "2030-01-01"));

    [Fact]
    public void A_page_where_nobody_would_come_is_refused() =>
        Assert.Throws<ArgumentException>(() => new GivenPage { Rule = new AttendanceRule.RequiredAndOptional([], [Sato], []) }.Offers());
}
