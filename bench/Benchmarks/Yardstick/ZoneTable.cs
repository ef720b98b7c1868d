using NodaTime;

namespace Hidori.Benchmarks.Yardstick;

/// <summary>
/// The offset changes of one zone around the search window, read from NodaTime once; no slot asks a zone anything.
/// </summary>
public sealed class ZoneTable
{
    private readonly int[] from;
    private readonly int[] offset;

    public ZoneTable(string zoneId, int days)
    {
        var around = new Interval(Generators.Base - Duration.FromDays(3), Generators.Base + Duration.FromDays(days + 3));
        var parts = DateTimeZoneProviders.Tzdb[zoneId].GetZoneIntervals(around).ToList();
        from = [.. parts.Select(p => p.HasStart ? MinutesSinceBase(p.Start) : int.MinValue)];
        offset = [.. parts.Select(p => p.WallOffset.Seconds / 60)];
        ZoneId = zoneId;
    }

    public string ZoneId { get; }

    /// <summary>The minute of a wall-clock time given as local minutes since the base date's midnight.</summary>
    /// <param name="local">Local minutes; must not run backwards while <paramref name="part"/> is reused.</param>
    /// <param name="part">Where the last answer was found; start with 0.</param>
    /// <remarks>A skipped time becomes the moment after the gap, a repeated one its first occurrence.</remarks>
    public int ToMinute(int local, ref int part)
    {
        var minute = local - offset[part];
        while (part + 1 < from.Length && minute >= from[part + 1])
        {
            part++;
            minute = Math.Max(local - offset[part], from[part]);
        }

        return minute;
    }

    /// <summary>Local minutes since the base date's midnight; minutes must not run backwards.</summary>
    public int ToLocal(int minute, ref int part)
    {
        while (part + 1 < from.Length && minute >= from[part + 1]) part++;
        return minute + offset[part];
    }

    private static int MinutesSinceBase(Instant instant) => (int)(instant - Generators.Base).TotalMinutes;
}
