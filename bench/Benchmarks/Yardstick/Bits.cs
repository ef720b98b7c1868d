using System.Numerics;

namespace Hidori.Benchmarks.Yardstick;

/// <summary>Long bit rows; bit 0 of word 0 comes first.</summary>
internal static class Bits
{
    public static int WordsFor(int bits) => (bits + 63) / 64;

    public static void Set(Span<ulong> row, int from, int to)
    {
        for (var bit = from; bit < to; bit++) row[bit >> 6] |= 1UL << bit;
    }

    public static void Clear(Span<ulong> row, int from, int to)
    {
        for (var bit = from; bit < to; bit++) row[bit >> 6] &= ~(1UL << bit);
    }

    /// <summary>Keeps the bits that begin a run of at least <paramref name="length"/> set bits.</summary>
    public static void Erode(Span<ulong> row, int length)
    {
        // Each round doubles the run that is known to be set: log2(length) passes.
        for (int known = 1, step; known < length; known += step)
        {
            step = Math.Min(Math.Min(known, length - known), 63);
            for (var i = 0; i < row.Length; i++) row[i] &= Earlier(row, i, step);
        }
    }

    /// <summary>Lets every set bit reach <paramref name="earlier"/> bits back and <paramref name="later"/> on.</summary>
    public static void Dilate(Span<ulong> row, int earlier, int later)
    {
        for (int reach = 0, step; reach < earlier; reach += step)
        {
            step = Math.Min(Math.Min(reach + 1, earlier - reach), 63);
            for (var i = 0; i < row.Length; i++) row[i] |= Earlier(row, i, step);
        }

        for (int reach = 0, step; reach < later; reach += step)
        {
            step = Math.Min(Math.Min(reach + 1, later - reach), 63);
            for (var i = row.Length - 1; i >= 0; i--) row[i] |= Later(row, i, step);
        }
    }

    /// <summary>The places of the set bits, ascending, scaled and shifted.</summary>
    public static int Scan(ReadOnlySpan<ulong> row, int scale, int shift, Span<int> into)
    {
        var count = 0;
        for (var i = 0; i < row.Length; i++)
        {
            for (var word = row[i]; word != 0; word &= word - 1)
                into[count++] = (((i << 6) + BitOperations.TrailingZeroCount(word)) * scale) + shift;
        }

        return count;
    }

    private static ulong Earlier(ReadOnlySpan<ulong> row, int i, int by) =>
        (row[i] >> by) | (i + 1 < row.Length ? row[i + 1] << (64 - by) : 0);

    private static ulong Later(ReadOnlySpan<ulong> row, int i, int by) =>
        (row[i] << by) | (i > 0 ? row[i - 1] >> (64 - by) : 0);
}
