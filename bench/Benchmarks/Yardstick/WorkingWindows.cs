namespace Hidori.Benchmarks.Yardstick;

/// <summary>Monday to Friday, 09:00–17:00 local, as minutes; right across a change of offset.</summary>
internal static class WorkingWindows
{
    public const int Opens = 9 * 60;
    public const int Closes = 17 * 60;

    /// <summary>Windows of all local days but those that <paramref name="startsPerDay"/> shows to be full.</summary>
    /// <param name="zone">Where the host's clock hangs.</param>
    /// <param name="rules">Window and daily limit.</param>
    /// <param name="startsPerDay">Starts per local day, shifted by <see cref="DayIndex"/>; empty without a limit.</param>
    /// <param name="into">Room for one window per day.</param>
    public static int Build(ZoneTable zone, Rules rules, ReadOnlySpan<int> startsPerDay, Span<MinuteInterval> into)
    {
        int count = 0, part = 0;
        for (var day = -1; day <= rules.Days; day++)
        {
            // The base is a Monday.
            if ((day + 7) % 7 >= 5) continue;
            if (!startsPerDay.IsEmpty && startsPerDay[DayIndex(day)] >= rules.DailyCap) continue;

            var midnight = day * Generators.MinutesPerDay;
            var start = Math.Max(zone.ToMinute(midnight + Opens, ref part), 0);
            var end = Math.Min(zone.ToMinute(midnight + Closes, ref part), rules.EndMinute);
            if (start < end) into[count++] = new MinuteInterval(start, end);
        }

        return count;
    }

    /// <summary>One pass over starts in ascending order; those outside the window are of no interest.</summary>
    public static void CountStarts(
        ZoneTable zone, Rules rules, ReadOnlySpan<MinuteInterval> sorted, Span<int> startsPerDay)
    {
        startsPerDay.Clear();
        var part = 0;
        foreach (var interval in sorted)
        {
            var local = zone.ToLocal(interval.Start, ref part);
            var day = DayOf(local);
            if (day >= -1 && day <= rules.Days) startsPerDay[DayIndex(day)]++;
        }
    }

    /// <summary>The day a minute lies in, also before the base.</summary>
    public static int DayOf(int minute) =>
        (minute / Generators.MinutesPerDay) - (minute % Generators.MinutesPerDay < 0 ? 1 : 0);

    public static int DayIndex(int day) => day + 1;

    public static int DayCount(Rules rules) => rules.Days + 2;
}
