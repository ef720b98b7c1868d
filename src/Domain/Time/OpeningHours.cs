using NodaTime;

namespace Hidori.Domain.Time;

/// <summary>営業時間: when people of an organization meet guests, in wall-clock time of a zone.</summary>
/// <param name="Opens">From this time on.</param>
/// <param name="Closes">Until before this time; after <paramref name="Opens"/>.</param>
public sealed record OpeningHours(LocalTime Opens, LocalTime Closes)
{
    /// <summary>Where nobody chose anything else: working days from nine to six.</summary>
    public static readonly OpeningHours Usual = new(new LocalTime(9, 0), new LocalTime(18, 0));

    /// <summary>Neither a weekend nor a public holiday of Japan.</summary>
    public static bool IsWorkingDay(LocalDate date) =>
        date.DayOfWeek is not (IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday) && PublicHolidays.On(date) is null;
}
