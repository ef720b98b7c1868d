using CsCheck;
using Hidori.Domain.Time;
using NodaTime;
using Xunit;

namespace Hidori.Domain.Tests.Time;

public sealed class WallClocks
{
    private static readonly Gen<DateTimeZone> Zones =
        Gen.Int[0, DateTimeZoneProviders.Tzdb.Ids.Count - 1]
            .Select(i => DateTimeZoneProviders.Tzdb[DateTimeZoneProviders.Tzdb.Ids[i]]);

    private static readonly Gen<LocalDateTime> Locals =
        Gen.Int[0, 60 * 366 * 24 * 60].Select(minutes => new LocalDateTime(1990, 1, 1, 0, 0).PlusMinutes(minutes));

    [Fact]
    public void A_range_never_ends_before_it_starts_in_any_zone() =>
        Gen.Select(Zones, Locals, Gen.Int[0, 26 * 60]).Sample(
            (zone, start, minutes) => zone.InstantOf(start) <= zone.InstantOf(start.PlusMinutes(minutes)),
            iter: 200_000);

    [Fact]
    public void Around_every_change_of_the_clocks_too() =>
        Gen.Select(Zones, Gen.Int[-180, 180], Gen.Int[0, 180], Gen.Int[1990, 2050]).Sample(
            (zone, before, minutes, year) => zone
                .GetZoneIntervals(Instant.FromUtc(year, 1, 1, 0, 0), Instant.FromUtc(year + 1, 1, 1, 0, 0))
                .Where(i => i.HasEnd)
                .All(i =>
                {
                    var start = i.IsoLocalEnd.PlusMinutes(before);
                    return zone.InstantOf(start) <= zone.InstantOf(start.PlusMinutes(minutes));
                }),
            iter: 20_000);

    [Fact]
    public void A_time_that_exists_once_is_just_that() =>
        Gen.Select(Zones, Gen.Int[0, int.MaxValue]).Sample((zone, seconds) =>
        {
            var instant = Instant.FromUnixTimeSeconds(seconds);
            var local = instant.InZone(zone).LocalDateTime;
            return zone.MapLocal(local).Count != 1 || zone.InstantOf(local) == instant;
        });

    [Fact]
    public void A_skipped_time_is_the_moment_the_clocks_jump_and_a_repeated_one_its_first()
    {
        var newYork = DateTimeZoneProviders.Tzdb["America/New_York"];

        Assert.Equal(Instant.FromUtc(2026, 3, 8, 7, 0), newYork.InstantOf(new LocalDateTime(2026, 3, 8, 2, 30)));
        Assert.Equal(Instant.FromUtc(2026, 11, 1, 5, 30), newYork.InstantOf(new LocalDateTime(2026, 11, 1, 1, 30)));
    }
}
