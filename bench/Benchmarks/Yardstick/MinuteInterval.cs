using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Hidori.Benchmarks.Yardstick;

/// <summary>A half-open interval in whole minutes since <see cref="Generators.Base"/>.</summary>
/// <remarks>
/// The end is stored first, so that the eight bytes read as one little-endian <see cref="long"/> have the start in
/// the upper half: sorting the longs sorts by start, without a comparer and without a copy.
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
public readonly struct MinuteInterval(int start, int end) : IEquatable<MinuteInterval>
{
    private readonly int end = end;
    private readonly int start = start;

    public int Start => start;

    public int End => end;

    public static bool operator ==(MinuteInterval one, MinuteInterval other) => one.Equals(other);

    public static bool operator !=(MinuteInterval one, MinuteInterval other) => !one.Equals(other);

    public bool Equals(MinuteInterval other) => start == other.start && end == other.end;

    public override bool Equals(object? obj) => obj is MinuteInterval other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(start, end);

    public override string ToString() => $"[{start}, {end})";

    internal static void Sort(Span<MinuteInterval> intervals) =>
        MemoryMarshal.CreateSpan(
            ref Unsafe.As<MinuteInterval, long>(ref MemoryMarshal.GetReference(intervals)), intervals.Length).Sort();
}
