using CsCheck;
using Hidori.Domain.Time;
using NodaTime;
using Xunit;

namespace Hidori.Domain.Tests.Time;

public sealed class HalfOpenIntervals
{
    private static readonly Instant Zero = Instant.FromUtc(2026, 4, 6, 0, 0);

    private static readonly Gen<Interval> Any = Gen.Select(Gen.Int[0, 40], Gen.Int[1, 20])
        .Select((start, length) => Of(start, start + length));

    private static Interval Of(int start, int end) =>
        new(Zero + Duration.FromMinutes(start), Zero + Duration.FromMinutes(end));

    [Fact]
    public void Neighbours_that_only_touch_do_not_overlap()
    {
        Assert.False(Of(0, 10).Overlaps(Of(10, 20)));
        Assert.False(Of(10, 20).Overlaps(Of(0, 10)));
        Assert.True(Of(0, 11).Overlaps(Of(10, 20)));
    }

    [Fact]
    public void Two_overlap_just_when_they_share_a_minute() =>
        Gen.Select(Any, Any).Sample((one, other) =>
            one.Overlaps(other) == Enumerable.Range(0, 60).Select(m => Zero + Duration.FromMinutes(m))
                .Any(m => one.Contains(m) && other.Contains(m)));

    [Fact]
    public void It_does_not_matter_who_is_asked() =>
        Gen.Select(Any, Any).Sample((one, other) => one.Overlaps(other) == other.Overlaps(one));
}
