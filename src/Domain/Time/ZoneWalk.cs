using NodaTime;

namespace Hidori.Domain.Time;

/// <summary>
/// A zone's offsets, looked up once for each change of the clocks on the way forward: no time between two changes asks the zone.
/// </summary>
/// <remarks>As <see cref="WallClock"/>: a skipped time is the moment the clocks jump, a repeated one its first occurrence.</remarks>
internal struct ZoneWalk
{
    private const long SecondsPerDay = 86_400;
    private readonly DateTimeZone zone;
    private long offset;
    private long from;
    private long until;

    /// <param name="zone">Whose clocks.</param>
    /// <param name="firstDay">No time before this day is asked for; days since 1970-01-01.</param>
    public ZoneWalk(DateTimeZone zone, int firstDay)
    {
        this.zone = zone;
        // No offset is as much as a day; the day before the first instant of any zone's first day is early enough.
        Load((firstDay - 2) * SecondsPerDay);
    }

    /// <summary>The second since 1970 in UTC at which the clocks first show a local time; times must not run backwards.</summary>
    /// <param name="day">Days since 1970-01-01.</param>
    /// <param name="minute">Minutes since the day's midnight by the clock, up to 1440.</param>
    public long SecondOf(int day, int minute)
    {
        var local = day * SecondsPerDay + minute * 60L;
        while (local - offset >= until)
            Load(until);
        return Math.Max(local - offset, from);
    }

    private void Load(long second)
    {
        var interval = zone.GetZoneInterval(Instant.FromUnixTimeSeconds(second));
        offset = interval.WallOffset.Seconds;
        from = interval.HasStart ? interval.Start.ToUnixTimeSeconds() : long.MinValue;
        until = interval.HasEnd ? interval.End.ToUnixTimeSeconds() : long.MaxValue;
    }
}
