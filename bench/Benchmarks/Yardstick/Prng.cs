namespace Hidori.Benchmarks.Yardstick;

/// <summary>The suite's own random numbers: a 32-bit linear congruence any language can repeat exactly.</summary>
public struct Prng(uint seed)
{
    private uint state = seed;

    public int Next(int below)
    {
        state = unchecked((state * 1664525u) + 1013904223u);
        return (int)((state >> 8) % (uint)below);
    }
}
