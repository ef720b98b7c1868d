using Hidori.Domain.Time;
using NodaTime;

namespace Hidori.Domain.Availability;

/// <summary>One stretch of opening hours on one day, by the clock on the wall.</summary>
/// <param name="Opens">From this time on; whole minutes.</param>
/// <param name="Closes">Until before this time; midnight means the end of the day. Later than <paramref name="Opens"/>.</param>
public readonly record struct HoursRange(LocalTime Opens, LocalTime Closes)
{
    internal int OpensMinute => (Opens.Hour * 60) + Opens.Minute;

    internal int ClosesMinute => Closes == LocalTime.Midnight ? 24 * 60 : (Closes.Hour * 60) + Closes.Minute;
}

/// <summary>What 国民の祝日 do to the weekly hours.</summary>
public enum HolidayRule
{
    Closed,

    /// <summary>The weekday's hours apply, as on any other day.</summary>
    AsUsual,
}

/// <summary>What an organization says of one of its own days.</summary>
public enum OrganizationDay
{
    /// <summary>休み: closed, whatever weekday it is.</summary>
    Closed,

    /// <summary>営業: the weekday's hours apply, although it is a public holiday.</summary>
    Open,
}

/// <summary>Why a day has no hours, or has others than its weekday's.</summary>
public enum DayRule
{
    Weekly,
    DateException,
    OrganizationHoliday,
    PublicHoliday,
}

/// <summary>受付時間: when a page, or a host, can be met; by the clock of one zone (SPEC B4).</summary>
/// <remarks>
/// For each date the first that applies decides: the date's own exception, the organization's own day, the public
/// holiday, the weekday. Ranges of a day are in order and apart; they may touch the next day's, and then one slot may
/// reach over midnight. Hours that the clocks skip are not there; hours that the clocks repeat are there twice. A range
/// ends up on whole minutes of UTC, rounded inward where an offset has seconds.
/// </remarks>
public sealed class BookingHours
{
    private readonly MinuteSpan[][] weekly = [[], [], [], [], [], [], []];
    private readonly Dictionary<int, MinuteSpan[]> exceptions = [];
    private readonly Dictionary<int, OrganizationDay> ownDays = [];
    private readonly HolidayRule holidays;

    /// <param name="zone">Whose clocks and dates.</param>
    /// <param name="weekly">Any number of ranges a weekday; a weekday left out is closed.</param>
    /// <param name="holidays">What Japan's public holidays do.</param>
    /// <param name="exceptions">Dates with ranges of their own; without ranges the date is closed.</param>
    /// <param name="ownDays">The organization's 休み and 営業.</param>
    /// <exception cref="ArgumentException">Ranges of a day overlap, are out of order, empty, or not on whole minutes.</exception>
    public BookingHours(
        DateTimeZone zone,
        IReadOnlyDictionary<IsoDayOfWeek, IReadOnlyList<HoursRange>> weekly,
        HolidayRule holidays = HolidayRule.Closed,
        IReadOnlyDictionary<LocalDate, IReadOnlyList<HoursRange>>? exceptions = null,
        IReadOnlyDictionary<LocalDate, OrganizationDay>? ownDays = null)
    {
        Zone = zone;
        this.holidays = holidays;
        foreach (var (day, ranges) in weekly)
            this.weekly[(int)day - 1] = Checked(ranges);
        foreach (var (date, ranges) in exceptions ?? new Dictionary<LocalDate, IReadOnlyList<HoursRange>>())
            this.exceptions[Days.NumberOf(date)] = Checked(ranges);
        foreach (var (date, kind) in ownDays ?? new Dictionary<LocalDate, OrganizationDay>())
            this.ownDays[Days.NumberOf(date)] = kind;
    }

    public DateTimeZone Zone { get; }

    /// <summary>A member's own working hours (SPEC E1b), as a host's hours.</summary>
    /// <param name="holidays">What public holidays do on the page that asks: where it is open on them, its members are too.</param>
    /// <param name="ownDays">The organization's: on a public holiday that it works, its members do too.</param>
    public static BookingHours Of(
        WorkingWeek week, DateTimeZone zone, HolidayRule holidays = HolidayRule.Closed, IReadOnlyDictionary<LocalDate, OrganizationDay>? ownDays = null) => new(
        zone,
        week.Days.ToDictionary(d => d.Day, d => (IReadOnlyList<HoursRange>)[new HoursRange(d.Opens, d.Closes)]),
        holidays,
        ownDays: ownDays);

    /// <summary>At any time of any day.</summary>
    public static BookingHours Always(DateTimeZone zone) => new(
        zone,
        Enumerable.Range(1, 7).ToDictionary(
            d => (IsoDayOfWeek)d, _ => (IReadOnlyList<HoursRange>)[new HoursRange(LocalTime.Midnight, LocalTime.Midnight)]),
        HolidayRule.AsUsual);

    /// <summary>The ranges of a date, by the clock.</summary>
    public IReadOnlyList<HoursRange> On(LocalDate date) =>
        [.. On(Days.NumberOf(date)).ToArray().Select(r => new HoursRange(TimeOf(r.Start), TimeOf(r.End)))];

    /// <summary>What decides the hours of a date.</summary>
    public DayRule RuleOf(LocalDate date) => RuleOf(Days.NumberOf(date));

    internal DayRule RuleOf(int day) =>
        exceptions.Count > 0 && exceptions.ContainsKey(day) ? DayRule.DateException
        : ownDays.Count > 0 && ownDays.TryGetValue(day, out var own)
            ? own == OrganizationDay.Closed ? DayRule.OrganizationHoliday : DayRule.Weekly
        : holidays == HolidayRule.Closed && HolidayTable.Contains(day) ? DayRule.PublicHoliday
        : DayRule.Weekly;

    /// <summary>In minutes by the clock.</summary>
    internal ReadOnlySpan<MinuteSpan> On(int day) => RuleOf(day) switch
    {
        DayRule.DateException => exceptions[day],
        DayRule.Weekly => weekly[Days.WeekdayOf(day)],
        DayRule.OrganizationHoliday or DayRule.PublicHoliday => [],
    };

    private static LocalTime TimeOf(int minute) => LocalTime.Midnight.PlusMinutes(minute);

    private static MinuteSpan[] Checked(IReadOnlyList<HoursRange> ranges)
    {
        var last = -1;
        foreach (var range in ranges)
        {
            if (range.OpensMinute < last || range.ClosesMinute <= range.OpensMinute)
                throw new ArgumentException($"Ranges of a day are in order and apart: {range}.", nameof(ranges));
            if (range.Opens.TickOfDay % NodaConstants.TicksPerMinute != 0 || range.Closes.TickOfDay % NodaConstants.TicksPerMinute != 0)
                throw new ArgumentException($"Hours are whole minutes: {range}.", nameof(ranges));
            last = range.ClosesMinute;
        }

        return [.. ranges.Select(r => new MinuteSpan(r.OpensMinute, r.ClosesMinute))];
    }
}
