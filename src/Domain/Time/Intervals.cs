using NodaTime;

namespace Hidori.Domain.Time;

public static class Intervals
{
    /// <summary>Whether two half-open intervals share any time. Neighbours that only touch do not overlap.</summary>
    public static bool Overlaps(this Interval one, Interval other) =>
        one.Start < other.End && other.Start < one.End;

    /// <summary>The shortest half-open interval that holds them all.</summary>
    /// <param name="times">At least one.</param>
    public static Interval Around(IReadOnlyCollection<Interval> times) => new(times.Min(t => t.Start), times.Max(t => t.End));
}
