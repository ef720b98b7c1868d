using NodaTime;

namespace Hidori.Domain.Time;

/// <summary>
/// A zone's offsets, looked up once for each change of the clocks on the way forward: no time between two changes asks the zone.
/// </summary>
/// <remarks>
/// As <see cref="WallClock"/>: a skipped time is the moment the clocks jump, a repeated one its first occurrence. Minutes
/// are of UTC, since 1970. Old offsets have seconds, so a wall clock's minute may lie between two of them.
/// </remarks>
internal struct ZoneWalk
{
    private const int MinutesPerDay = 24 * 60;
    private readonly DateTimeZone zone;
    private long until;
    private int localUntil;
    private int up;
    private int down;
    private int fromUp;
    private int fromDown;

    /// <param name="zone">Whose clocks.</param>
    /// <param name="firstDay">No time before this day is asked for; days since 1970-01-01.</param>
    public ZoneWalk(DateTimeZone zone, int firstDay)
    {
        this.zone = zone;
        // No offset is as much as a day; two days before are early enough for any zone's first midnight.
        Load((firstDay - 2) * 86_400L);
    }

    /// <summary>The first whole minute at or after the moment the clocks show a local time; times must not run backwards.</summary>
    /// <param name="day">Days since 1970-01-01.</param>
    /// <param name="minute">Minutes since the day's midnight by the clock, up to 1440.</param>
    public int Ceiling(int day, int minute)
    {
        var local = WalkTo(day, minute);
        return Math.Max(local + up, fromUp);
    }

    /// <summary>The last whole minute at or before that moment.</summary>
    public int Floor(int day, int minute)
    {
        var local = WalkTo(day, minute);
        return Math.Max(local + down, fromDown);
    }

    private int WalkTo(int day, int minute)
    {
        var local = (day * MinutesPerDay) + minute;
        while (local >= localUntil)
            Load(until);
        return local;
    }

    private void Load(long second)
    {
        var interval = zone.GetZoneInterval(Instant.FromUnixTimeSeconds(second));
        var offset = interval.WallOffset.Seconds;
        up = CeilingOf(-offset);
        down = -CeilingOf(offset);
        fromUp = interval.HasStart ? CeilingOf(interval.Start.ToUnixTimeSeconds()) : int.MinValue;
        fromDown = interval.HasStart ? -CeilingOf(-interval.Start.ToUnixTimeSeconds()) : int.MinValue;
        until = interval.HasEnd ? interval.End.ToUnixTimeSeconds() : long.MaxValue;
        localUntil = interval.HasEnd ? CeilingOf(until + offset) : int.MaxValue;
    }

    private static int CeilingOf(long second) => (int)((second / 60) + (second % 60 > 0 ? 1 : 0));
}
