namespace Hidori.Benchmarks.Yardstick;

/// <summary>The linear passes over sorted intervals. Nothing here allocates.</summary>
internal static class Sweep
{
    /// <summary>Joins overlapping and touching neighbours in place; returns how many remain.</summary>
    public static int Merge(Span<MinuteInterval> sorted)
    {
        if (sorted.IsEmpty) return 0;
        int last = 0, start = sorted[0].Start, end = sorted[0].End;
        foreach (var next in sorted[1..])
        {
            if (next.Start > end)
            {
                sorted[last++] = new MinuteInterval(start, end);
                start = next.Start;
                end = next.End;
            }
            else if (next.End > end)
            {
                end = next.End;
            }
        }

        sorted[last] = new MinuteInterval(start, end);
        return last + 1;
    }

    /// <summary>What is left of <paramref name="free"/> once merged busy times and their buffers are taken out.</summary>
    public static int Subtract(
        ReadOnlySpan<MinuteInterval> free, ReadOnlySpan<MinuteInterval> busy, Rules rules, Span<MinuteInterval> into)
    {
        // A slot needs its buffers free, which is the same as busy times that reach further.
        int earlier = rules.BufferAfterMinutes, later = rules.BufferBeforeMinutes;
        int count = 0, first = 0;
        foreach (var window in free)
        {
            int cursor = window.Start, end = window.End;
            while (first < busy.Length && busy[first].End + later <= cursor) first++;
            for (var i = first; i < busy.Length; i++)
            {
                var start = busy[i].Start - earlier;
                if (start >= end) break;
                if (start > cursor) into[count++] = new MinuteInterval(cursor, start);
                cursor = Math.Max(cursor, busy[i].End + later);
            }

            if (cursor < end) into[count++] = new MinuteInterval(cursor, end);
        }

        return count;
    }

    public static int Intersect(
        ReadOnlySpan<MinuteInterval> one, ReadOnlySpan<MinuteInterval> other, Span<MinuteInterval> into)
    {
        int count = 0, i = 0, j = 0;
        while (i < one.Length && j < other.Length)
        {
            var start = Math.Max(one[i].Start, other[j].Start);
            var end = Math.Min(one[i].End, other[j].End);
            if (start < end) into[count++] = new MinuteInterval(start, end);
            if (one[i].End < other[j].End) i++;
            else j++;
        }

        return count;
    }

    public static int Cut(ReadOnlySpan<MinuteInterval> free, Rules rules, Span<int> into)
    {
        int count = 0, grid = rules.GridMinutes;
        foreach (var window in free)
        {
            var last = window.End - rules.DurationMinutes;
            for (var start = RoundedUp(window.Start, grid); start <= last; start += grid) into[count++] = start;
        }

        return count;
    }

    /// <summary>As <see cref="Cut"/>, but as one bit per minute, so that many lists can be laid over each other.</summary>
    public static void Mark(ReadOnlySpan<MinuteInterval> free, Rules rules, Span<ulong> minutes)
    {
        foreach (var window in free)
        {
            var last = window.End - rules.DurationMinutes;
            for (var start = RoundedUp(window.Start, rules.GridMinutes); start <= last; start += rules.GridMinutes)
                minutes[start >> 6] |= 1UL << start;
        }
    }

    private static int RoundedUp(int minute, int grid) => (minute + grid - 1) / grid * grid;
}
