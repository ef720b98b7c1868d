using NodaTime;

namespace Hidori.Domain.Time;

/// <summary>国民の祝日 and the days that follow from them, by their names in the law.</summary>
public enum PublicHoliday
{
    NewYear,
    ComingOfAge,
    NationalFoundation,
    EmperorsBirthday,
    VernalEquinox,
    Showa,
    Constitution,
    Greenery,
    Children,
    Marine,
    Mountain,
    RespectForTheAged,
    AutumnalEquinox,
    Sports,
    Culture,
    LabourThanksgiving,

    /// <summary>A day that one law made a holiday once, such as an enthronement.</summary>
    OnceByLaw,

    /// <summary>振替休日: in place of a holiday that fell on a Sunday.</summary>
    Substitute,

    /// <summary>国民の休日: between two holidays.</summary>
    BetweenTwo,
}

/// <summary>Japan's public holidays by rule, without asking anybody.</summary>
/// <remarks>
/// 国民の祝日に関する法律 (Act No. 178 of 1948), articles 2 and 3, as in force since 2007; the equinoxes by the formula of
/// 新こよみ便利帳, which holds until 2099. The government fixes an equinox in February of the year before, and may move a
/// holiday by a law of its own, as it did in 2020 and 2021: a date further ahead than that is a forecast.
/// </remarks>
public static class PublicHolidays
{
    public const int FirstYear = 2007;
    public const int LastYear = 2099;

    /// <summary>The holiday of a date of Japan's calendar; null on any other day, and outside the years known.</summary>
    public static PublicHoliday? On(LocalDate date) =>
        date.Year is < FirstYear or > LastYear ? null
        : ByName(date) ?? Substitute(date) ?? BetweenTwo(date);

    /// <summary>The holidays that the law names, less those that follow from others.</summary>
    private static PublicHoliday? ByName(LocalDate date) => (date.Year, date.Month, date.Day) switch
    {
        // 2020 and 2021: moved for the Games of Tokyo. Act No. 178, supplementary provisions of Acts No. 55 of 2018 and No. 68 of 2020.
        (2020, 7, 23) or (2021, 7, 22) => PublicHoliday.Marine,
        (2020, 7, 24) or (2021, 7, 23) => PublicHoliday.Sports,
        (2020, 8, 10) or (2021, 8, 8) => PublicHoliday.Mountain,
        (2020 or 2021, 7 or 8 or 10, _) => null,
        // The enthronement. Act No. 99 of 2018.
        (2019, 5, 1) or (2019, 10, 22) => PublicHoliday.OnceByLaw,

        (_, 1, 1) => PublicHoliday.NewYear,
        (_, 1, _) when IsMonday(2, date) => PublicHoliday.ComingOfAge,
        (_, 2, 11) => PublicHoliday.NationalFoundation,
        ( >= 2020, 2, 23) or ( <= 2018, 12, 23) => PublicHoliday.EmperorsBirthday,
        (_, 3, var day) when day == Equinox(20.8431, date.Year) => PublicHoliday.VernalEquinox,
        (_, 4, 29) => PublicHoliday.Showa,
        (_, 5, 3) => PublicHoliday.Constitution,
        (_, 5, 4) => PublicHoliday.Greenery,
        (_, 5, 5) => PublicHoliday.Children,
        (_, 7, _) when IsMonday(3, date) => PublicHoliday.Marine,
        ( >= 2016, 8, 11) => PublicHoliday.Mountain,
        (_, 9, _) when IsMonday(3, date) => PublicHoliday.RespectForTheAged,
        (_, 9, var day) when day == Equinox(23.2488, date.Year) => PublicHoliday.AutumnalEquinox,
        (_, 10, _) when IsMonday(2, date) => PublicHoliday.Sports,
        (_, 11, 3) => PublicHoliday.Culture,
        (_, 11, 23) => PublicHoliday.LabourThanksgiving,
        _ => null,
    };

    /// <summary>Article 3, paragraph 2: the next day after a holiday's Sunday that is no holiday itself.</summary>
    private static PublicHoliday? Substitute(LocalDate date)
    {
        for (var before = date.PlusDays(-1); ByName(before) is not null; before = before.PlusDays(-1))
        {
            if (before.DayOfWeek == IsoDayOfWeek.Sunday)
                return PublicHoliday.Substitute;
        }

        return null;
    }

    /// <summary>Article 3, paragraph 3.</summary>
    private static PublicHoliday? BetweenTwo(LocalDate date) =>
        ByName(date.PlusDays(-1)) is not null && ByName(date.PlusDays(1)) is not null ? PublicHoliday.BetweenTwo : null;

    private static bool IsMonday(int number, LocalDate date) =>
        date.DayOfWeek == IsoDayOfWeek.Monday && (date.Day - 1) / 7 == number - 1;

    /// <summary>The day of the month; the same drift for both equinoxes, counted from 1980.</summary>
    private static int Equinox(double in1980, int year) =>
        (int)(in1980 + 0.242194 * (year - 1980) - (year - 1980) / 4);
}
