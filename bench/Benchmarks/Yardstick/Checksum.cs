using System.Globalization;

namespace Hidori.Benchmarks.Yardstick;

/// <summary>FNV-1a, 32 bits, over the slot starts written in decimal and joined by commas.</summary>
public static class Checksum
{
    private const uint Offset = 2166136261;
    private const uint Prime = 16777619;

    public static uint Of(ReadOnlySpan<int> starts)
    {
        var hash = Offset;
        Span<byte> digits = stackalloc byte[11];
        for (var i = 0; i < starts.Length; i++)
        {
            if (i > 0) hash = unchecked((hash ^ (byte)',') * Prime);
            starts[i].TryFormat(digits, out var written, provider: CultureInfo.InvariantCulture);
            foreach (var digit in digits[..written]) hash = unchecked((hash ^ digit) * Prime);
        }

        return hash;
    }
}
