using NodaTime;

namespace Hidori.Benchmarks.Yardstick;

/// <summary>The seeded busy lists (G1) every engine and every peer is fed with.</summary>
/// <remarks>Unsorted, with overlaps and duplicates: that is how calendars deliver them.</remarks>
public static class Generators
{
    public const int MinutesPerDay = 1440;

    private const int Quarters = 36;
    private const uint FirstSeed = 0x5EED0000;
    private const int FirstRoom = 500_000;
    private static readonly int[] Lengths = [15, 30, 30, 60, 60, 90, 120];

    /// <summary>A Monday. Daylight saving starts on day 13 in New York and on day 27 in Berlin.</summary>
    public static Instant Base { get; } = Instant.FromUtc(2027, 3, 1, 0, 0);

    /// <param name="host">The number of the host; equal numbers have equal lists.</param>
    /// <param name="count">How many busy intervals.</param>
    /// <param name="days">Over how many days, from <see cref="Base"/>, they are spread.</param>
    /// <param name="firstMinute">The earliest start within a UTC day; 420 is 08:00 in Berlin, −60 is 08:00 in Tokyo.</param>
    public static MinuteInterval[] BusyOfHost(int host, int count, int days, int firstMinute = 420)
    {
        var chance = new Prng(unchecked(FirstSeed + (uint)host));
        var busy = new MinuteInterval[count];
        for (var i = 0; i < busy.Length; i++)
        {
            var day = chance.Next(days);
            var quarter = chance.Next(Quarters);
            var length = Lengths[chance.Next(Lengths.Length)];
            var start = (day * MinutesPerDay) + firstMinute + (15 * quarter);
            busy[i] = new MinuteInterval(start, start + length);
        }

        return busy;
    }

    public static MinuteInterval[] BusyOfRoom(int room, int count, int days, int firstMinute = 420) =>
        BusyOfHost(FirstRoom + room, count, days, firstMinute);
}
