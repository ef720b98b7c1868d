using NodaTime;
using Xunit;

namespace Hidori.Domain.Tests.Availability;

public sealed class SlotsAcrossDaylightSaving
{
    private static readonly GivenPage Hourly = new() { Minutes = 60, Limits = new() { Step = Duration.FromHours(1) } };

    [Fact]
    public void Skipped_hours_are_not_there() => Assert.Equal(
        "01:00 03:00",
        (Hourly with { Zone = "America/New_York", Hours = "01:00-04:00" }).Offers("2026-03-08"));

    [Fact]
    public void Hours_that_open_in_a_gap_open_when_the_clocks_jump() => Assert.Equal(
        "03:00 03:30",
        new GivenPage { Zone = "America/New_York", Hours = "02:30-04:00" }.Offers("2026-03-08"));

    [Fact]
    public void Hours_that_lie_in_a_gap_are_not_there() => Assert.Equal(
        "",
        new GivenPage { Zone = "America/New_York", Hours = "02:00-03:00" }.Offers("2026-03-08"));

    [Fact]
    public void Repeated_hours_are_offered_twice() => Assert.Equal(
        "00:00 01:00 01:00 02:00",
        (Hourly with { Zone = "America/New_York", Hours = "00:00-03:00" }).Offers("2026-11-01"));

    [Fact]
    public void Steps_go_on_in_real_minutes_where_clocks_change_by_half_an_hour() => Assert.Equal(
        "01:00 01:30 02:30 03:30",
        (Hourly with { Zone = "Australia/Lord_Howe", Hours = "01:00-05:00" }).Offers("2026-04-05"));

    [Fact]
    public void A_date_that_a_zone_skips_offers_nothing() => Assert.Equal(
        "",
        (Hourly with { Zone = "Pacific/Apia" }).Offers("2011-12-30"));

    [Fact]
    public void A_day_whose_midnight_is_skipped_begins_when_the_clocks_jump() => Assert.Equal(
        "01:00 02:00",
        (Hourly with { Zone = "Africa/Cairo", Hours = "00:00-03:00" }).Offers("2026-04-24"));

    [Fact]
    public void A_booking_in_the_repeated_end_of_a_day_counts_for_the_next()
    {
        // At 00:01 the clocks of St. John's go back to 23:01.
        var page = Hourly with
        {
            Zone = "America/St_Johns",
            Bookings = [new(Instant.FromUtc(2010, 11, 7, 3, 0), [])],
            Limits = Hourly.Limits with { PerDay = 1 },
        };

        Assert.Equal("", page.Offers("2010-11-07"));
        Assert.Equal("09:00 10:00", page.Offers("2010-11-06"));
    }
}
