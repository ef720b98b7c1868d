using NodaTime;

namespace Hidori.Domain.Time;

/// <summary>One weekday's working hours, in wall-clock time of the person's zone.</summary>
/// <param name="Opens">From this time on.</param>
/// <param name="Closes">Until before this time; after <paramref name="Opens"/>.</param>
public sealed record WorkingDay(IsoDayOfWeek Day, LocalTime Opens, LocalTime Closes);

/// <summary>勤務時間: on which weekdays, and when, a person meets guests (SPEC E1b). Never on a public holiday of Japan.</summary>
/// <param name="Days">Each weekday at most once; at least one.</param>
public sealed record WorkingWeek(IReadOnlyList<WorkingDay> Days)
{
    /// <summary>Where nobody chose anything else: from Monday to Friday, from nine to six.</summary>
    public static readonly WorkingWeek Usual = new(
        [.. Enumerable.Range((int)IsoDayOfWeek.Monday, 5).Select(d => new WorkingDay((IsoDayOfWeek)d, new LocalTime(9, 0), new LocalTime(18, 0)))]);

    /// <summary>As a member chose it: without any day, the usual one.</summary>
    public static WorkingWeek Of(IReadOnlyList<WorkingDay> chosen) => chosen.Count > 0 ? new(chosen) : Usual;

    /// <summary>When the earliest day begins.</summary>
    public LocalTime Opens => Days.Min(d => d.Opens);

    /// <summary>When the latest day ends.</summary>
    public LocalTime Closes => Days.Max(d => d.Closes);

    /// <summary>The hours of one date; null when it is no working day.</summary>
    public WorkingDay? On(LocalDate date) =>
        PublicHolidays.On(date) is null ? Days.FirstOrDefault(d => d.Day == date.DayOfWeek) : null;

    /// <summary>The working hours of these dates, both included; half-open, in order of time.</summary>
    public IEnumerable<Interval> Between(LocalDate first, LocalDate last, DateTimeZone zone)
    {
        for (var date = first; date <= last; date = date.PlusDays(1))
        {
            if (On(date) is { } day && zone.InstantOf(date + day.Opens) is var opens && zone.InstantOf(date + day.Closes) is var closes && opens < closes)
                yield return new Interval(opens, closes);
        }
    }
}
