using NodaTime;

namespace Hidori.Simulator.Microsoft365;

public enum RecurrencePatternType { Daily, Weekly, AbsoluteMonthly, RelativeMonthly, AbsoluteYearly, RelativeYearly }

/// <summary>Which of the matching weekdays of a month a relative pattern means.</summary>
public enum WeekIndex { First, Second, Third, Fourth, Last }

/// <summary>The recurrences a foreign calendar is filled with (recurrencePattern and recurrenceRange of Graph).</summary>
public sealed record RecurrenceRule
{
    public RecurrencePatternType Type { get; init; } = RecurrencePatternType.Weekly;
    public int Interval { get; init; } = 1;
    public IReadOnlyList<IsoDayOfWeek> DaysOfWeek { get; init; } = [];

    /// <summary>For the relative patterns: the second Tuesday.</summary>
    public WeekIndex Index { get; init; }

    public LocalDate StartDate { get; init; }
    public LocalDate? EndDate { get; init; }
    public int? NumberOfOccurrences { get; init; }

    public static RecurrenceRule Weekly(LocalDate from, LocalDate? until, params IReadOnlyList<IsoDayOfWeek> days) =>
        new() { StartDate = from, EndDate = until, DaysOfWeek = days };

    /// <summary>The dates on which the series falls, up to and including the given one.</summary>
    internal IEnumerable<LocalDate> Dates(LocalDate last)
    {
        var end = EndDate is { } e && e < last ? e : last;
        var found = 0;
        for (var date = StartDate; date <= end; date = date.PlusDays(1))
        {
            if (!FallsOn(date)) continue;
            yield return date;
            if (++found == NumberOfOccurrences) yield break;
        }
    }

    private bool FallsOn(LocalDate date) => Type switch
    {
        RecurrencePatternType.Daily => Period.DaysBetween(StartDate, date) % Interval == 0,
        RecurrencePatternType.Weekly => Days.Contains(date.DayOfWeek) && WeeksBetween(StartDate, date) % Interval == 0,
        RecurrencePatternType.AbsoluteMonthly => IsTheDay(date) && MonthsBetween(StartDate, date) % Interval == 0,
        RecurrencePatternType.RelativeMonthly => IsTheWeekday(date) && MonthsBetween(StartDate, date) % Interval == 0,
        RecurrencePatternType.AbsoluteYearly => date.Month == StartDate.Month && IsTheDay(date) && (date.Year - StartDate.Year) % Interval == 0,
        RecurrencePatternType.RelativeYearly => date.Month == StartDate.Month && IsTheWeekday(date) && (date.Year - StartDate.Year) % Interval == 0,
    };

    /// <summary>In a month that has no such day Outlook takes its last.</summary>
    private bool IsTheDay(LocalDate date) => date.Day == Math.Min(StartDate.Day, date.Calendar.GetDaysInMonth(date.Year, date.Month));

    private bool IsTheWeekday(LocalDate date) => Days.Contains(date.DayOfWeek) && (Index == WeekIndex.Last
        ? date.PlusWeeks(1).Month != date.Month
        : (date.Day - 1) / 7 == (int)Index);

    private IReadOnlyList<IsoDayOfWeek> Days => DaysOfWeek.Count > 0 ? DaysOfWeek : [StartDate.DayOfWeek];

    private static int WeeksBetween(LocalDate from, LocalDate to) =>
        Period.DaysBetween(from.PlusDays(-(int)from.DayOfWeek % 7), to) / 7;

    private static int MonthsBetween(LocalDate from, LocalDate to) => (to.Year - from.Year) * 12 + to.Month - from.Month;
}
