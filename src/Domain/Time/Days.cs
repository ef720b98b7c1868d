using NodaTime;

namespace Hidori.Domain.Time;

/// <summary>Dates as whole numbers, days since 1970-01-01, where a sweep counts them.</summary>
internal static class Days
{
    private static readonly LocalDate Zero = new(1970, 1, 1);

    public static int NumberOf(LocalDate date) => Period.DaysBetween(Zero, date);

    public static LocalDate DateOf(int day) => Zero.PlusDays(day);

    /// <summary>0 for a Monday. The first day was a Thursday.</summary>
    public static int WeekdayOf(int day) => (((day + 3) % 7) + 7) % 7;
}
