using System.Globalization;
using NodaTime;

namespace Hidori.Server.Ui;

/// <summary>Dates and times as people read them: 11月4日(水) 10:00〜11:00, or Wed, 4 Nov, 10:00–11:00.</summary>
/// <remarks>〜 is U+301C: U+FF5E looks the same and is another letter to search engines and screen readers.</remarks>
public static class Dates
{
    private static readonly string[] Kanji = ["", "月", "火", "水", "木", "金", "土", "日"];
    private static readonly string[] Days = ["", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    private static readonly string[] Months =
        ["", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

    private static bool English => Text.IsEnglish;

    public static string Tilde => English ? "–" : "\u301C";

    public static LocalDateTime In(this Instant instant, string zone) => instant.InZone(ZoneOf(zone)).LocalDateTime;

    public static DateTimeZone ZoneOf(string zone) =>
        DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) ?? DateTimeZone.Utc;

    public static string Weekday(LocalDate date) => (English ? Days : Kanji)[(int)date.DayOfWeek];

    public static string Month(LocalDate date) => English ? Months[date.Month] : I(date.Month) + "月";

    /// <summary>11月4日(水), Wed, 4 Nov</summary>
    public static string Day(LocalDate date) => English
        ? $"{Weekday(date)}, {I(date.Day)} {Months[date.Month]}"
        : $"{I(date.Month)}月{I(date.Day)}日({Weekday(date)})";

    /// <summary>2026年11月4日(水), Wed, 4 Nov 2026</summary>
    public static string DayWithYear(LocalDate date) => English
        ? $"{Day(date)} {I(date.Year)}"
        : $"{I(date.Year)}年{Day(date)}";

    /// <summary>The year only where it is not the one we are in.</summary>
    public static string Day(LocalDate date, LocalDate today) => date.Year == today.Year ? Day(date) : DayWithYear(date);

    /// <summary>11/4, 4 Nov</summary>
    public static string Brief(LocalDate date) => English
        ? $"{I(date.Day)} {Months[date.Month]}"
        : $"{I(date.Month)}/{I(date.Day)}";

    public static string Time(LocalTime time) => $"{I(time.Hour)}:{time.Minute:00}";

    public static string Times(LocalDateTime start, LocalDateTime end) => start.Date == end.Date
        ? $"{Time(start.TimeOfDay)}{Tilde}{Time(end.TimeOfDay)}"
        : $"{Time(start.TimeOfDay)}{Tilde}{At(end)}";

    /// <summary>11月2日(月) 17:00</summary>
    public static string At(LocalDateTime when) => $"{Day(when.Date)}{Gap}{Time(when.TimeOfDay)}";

    public static string AtWithYear(LocalDateTime when) => $"{DayWithYear(when.Date)}{Gap}{Time(when.TimeOfDay)}";

    public static string At(Instant when, string zone) => At(when.In(zone));

    public static string Range(LocalDateTime start, LocalDateTime end) => $"{Day(start.Date)}{Gap}{Times(start, end)}";

    public static string Range(Instant start, Instant end, string zone) => Range(start.In(zone), end.In(zone));

    public static string RangeWithYear(LocalDateTime start, LocalDateTime end) =>
        $"{DayWithYear(start.Date)}{Gap}{Times(start, end)}";

    /// <summary>10/29 14:05, for tables and logs.</summary>
    public static string Stamp(Instant when, string zone)
    {
        var local = when.In(zone);
        return $"{Brief(local.Date)} {Time(local.TimeOfDay)}";
    }

    /// <summary>11/2〜11/6 with the year in front: 2026年 11/2〜11/6. A week of one day is that day.</summary>
    public static string Week(LocalDate first, LocalDate last)
    {
        var days = first == last ? Brief(first) : $"{Brief(first)}{Tilde}{Brief(last)}";
        return English ? $"{days} {I(last.Year)}" : $"{I(first.Year)}年 {days}";
    }

    public static string Length(Duration length)
    {
        var minutes = (int)length.TotalMinutes;
        return (minutes / 60, minutes % 60) switch
        {
            (0, var m) => Text.Of("Minutes", m),
            (var h, 0) => Text.Of(h == 1 ? "Hour" : "Hours", h),
            var (h, m) => Text.Of("HoursMinutes", h, m),
        };
    }

    public static string Ago(Instant then, Instant now, string zone) => (now - then) switch
    {
        { TotalMinutes: < 1 } => Text.Of("JustNow"),
        { TotalMinutes: < 60 } d => Text.Of("MinutesAgo", (int)d.TotalMinutes),
        { TotalHours: < 24 } d => Text.Of("HoursAgo", (int)d.TotalHours),
        _ => Stamp(then, zone),
    };

    /// <summary>日本時間 (UTC+09:00)</summary>
    public static string Zone(string zone, Instant at) => $"{ZoneName(zone)} ({Offset(zone, at)})";

    public static string Offset(string zone, Instant at)
    {
        var offset = ZoneOf(zone).GetUtcOffset(at);
        var minutes = Math.Abs(offset.Seconds) / 60;
        var sign = offset.Seconds < 0 ? "-" : "+";
        return string.Create(CultureInfo.InvariantCulture, $"UTC{sign}{minutes / 60:00}:{minutes % 60:00}");
    }

    public static string ZoneName(string zone)
    {
        var key = "Zone_" + zone;
        var name = Text.Of(key);
        return name == key ? zone[(zone.LastIndexOf('/') + 1)..].Replace('_', ' ') : name;
    }

    /// <summary>Machine form for datetime attributes: 2026-11-04T10:00+09:00.</summary>
    public static string Iso(Instant when, string zone) =>
        NodaTime.Text.OffsetDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mmo<+HH:mm>")
            .Format(when.InZone(ZoneOf(zone)).ToOffsetDateTime());

    public static string Iso(LocalDate date) => NodaTime.Text.LocalDatePattern.Iso.Format(date);

    /// <summary>2026-11-04T10:00, as forms and the calendar island write it.</summary>
    public static string Wire(LocalDateTime when) =>
        NodaTime.Text.LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm").Format(when);

    /// <summary>saturday and sunday have their colours, beside the letter.</summary>
    public static string Css(LocalDate date) => date.DayOfWeek switch
    {
        IsoDayOfWeek.Saturday => "sat",
        IsoDayOfWeek.Sunday => "sun",
        _ => "",
    };

    /// <summary>①, ② … as far as Unicode has them.</summary>
    public static string Circled(int number) =>
        number is >= 1 and <= 20 ? ((char)('\u2460' + number - 1)).ToString() : $"({I(number)})";

    private static string Gap => English ? ", " : " ";

    private static string I(int number) => number.ToString(CultureInfo.InvariantCulture);
}
