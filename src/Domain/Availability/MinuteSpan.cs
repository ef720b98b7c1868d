using NodaTime;

namespace Hidori.Domain.Availability;

/// <summary>A half-open stretch of whole minutes since 1970 in UTC. Without length it takes the moment inside a slot, not at its edges.</summary>
internal readonly record struct MinuteSpan(int Start, int End)
{
    /// <summary>Further than any date a page can offer, and far from overflow once buffers are added.</summary>
    public const int Never = 1 << 29;

    /// <summary>The shortest that holds an interval: what is taken is never rounded away.</summary>
    public static MinuteSpan Around(Interval time) => new(
        time.HasStart ? Floor(time.Start) : -Never,
        time.HasEnd ? Ceiling(time.End) : Never);

    public static int Floor(Instant instant) => Floor(instant.ToUnixTimeSeconds());

    public static int Ceiling(Instant instant)
    {
        var second = instant.ToUnixTimeSeconds();
        return Ceiling(instant == Instant.FromUnixTimeSeconds(second) ? second : second + 1);
    }

    public static Instant InstantOf(int minute) => Instant.FromUnixTimeSeconds(minute * 60L);

    /// <summary>Sorted by start; overlapping and touching ones are one.</summary>
    public static MinuteSpan[] Merged(List<MinuteSpan> spans)
    {
        if (spans.Count == 0)
            return [];
        spans.Sort(static (one, other) => one.Start.CompareTo(other.Start));
        var last = 0;
        for (var i = 1; i < spans.Count; i++)
        {
            if (spans[i].Start > spans[last].End)
                spans[++last] = spans[i];
            else if (spans[i].End > spans[last].End)
                spans[last] = spans[last] with { End = spans[i].End };
        }

        return [.. spans[..(last + 1)]];
    }

    private static int Floor(long second) =>
        (int)Math.Clamp((second / 60) - (second % 60 < 0 ? 1 : 0), -Never, Never);

    private static int Ceiling(long second) =>
        (int)Math.Clamp((second / 60) + (second % 60 > 0 ? 1 : 0), -Never, Never);
}
