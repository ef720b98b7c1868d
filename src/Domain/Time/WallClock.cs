using NodaTime;
using NodaTime.TimeZones;

namespace Hidori.Domain.Time;

/// <summary>Turns wall-clock times of a zone into instants.</summary>
public static class WallClock
{
    /// <summary>
    /// A skipped time means the moment the clocks jump; an ambiguous one means its first occurrence.
    /// </summary>
    /// <remarks>
    /// Not NodaTime's lenient resolver: it moves 02:30 in a skipped hour past 03:00, so that a range from 02:30 to
    /// 03:00 would end before it starts.
    /// </remarks>
    public static readonly ZoneLocalMappingResolver Resolver =
        Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);

    /// <summary>The instant at which the clocks of <paramref name="zone"/> show <paramref name="local"/>.</summary>
    public static Instant InstantOf(this DateTimeZone zone, LocalDateTime local) =>
        zone.ResolveLocal(local, Resolver).ToInstant();

    /// <summary>The same; of an ambiguous time the occurrence with this offset, where it has one.</summary>
    public static Instant InstantOf(this DateTimeZone zone, LocalDateTime local, Offset? offset) =>
        zone.OffsetsAt(local) is [_, var second] && offset == second ? local.WithOffset(second).ToInstant() : zone.InstantOf(local);

    /// <summary>The offsets with which the clocks of <paramref name="zone"/> show <paramref name="local"/>: none of a skipped time, two of an ambiguous one.</summary>
    public static IReadOnlyList<Offset> OffsetsAt(this DateTimeZone zone, LocalDateTime local) => zone.MapLocal(local) switch
    {
        { Count: 0 } => [],
        { Count: 1 } once => [once.EarlyInterval.WallOffset],
        var twice => [twice.EarlyInterval.WallOffset, twice.LateInterval.WallOffset],
    };
}
