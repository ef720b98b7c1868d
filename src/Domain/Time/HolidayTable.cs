using NodaTime;

namespace Hidori.Domain.Time;

/// <summary><see cref="PublicHolidays"/> of all known years, one bit a day, worked out once.</summary>
internal static class HolidayTable
{
    private static readonly int FirstDay = Days.NumberOf(new LocalDate(PublicHolidays.FirstYear, 1, 1));
    private static readonly ulong[] Bits = Filled();

    /// <param name="day">Days since 1970-01-01.</param>
    public static bool Contains(int day)
    {
        var bit = day - FirstDay;
        return bit >= 0 && bit < Bits.Length * 64 && (Bits[bit >> 6] >> (bit & 63) & 1) != 0;
    }

    private static ulong[] Filled()
    {
        var count = Days.NumberOf(new LocalDate(PublicHolidays.LastYear + 1, 1, 1)) - FirstDay;
        var bits = new ulong[(count + 63) / 64];
        for (var bit = 0; bit < count; bit++)
        {
            if (PublicHolidays.On(Days.DateOf(FirstDay + bit)) is not null)
                bits[bit >> 6] |= 1UL << (bit & 63);
        }

        return bits;
    }
}
