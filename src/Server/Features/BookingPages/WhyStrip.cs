using System.Globalization;
using Hidori.Domain.Availability;
using Hidori.Domain.Time;
using Hidori.Server.Ui;
using NodaTime;

namespace Hidori.Server.Features.BookingPages;

/// <summary>The looked-at day as bars: a lane for each calendar, and one for the page's hours.</summary>
/// <param name="FromHour">The first hour that is drawn, by the page's clock.</param>
/// <param name="ToHour">Drawn until this hour; at most 24.</param>
/// <param name="Step">Hours between two figures; it fits between the ends without a rest.</param>
/// <param name="Aim">The looked-at time.</param>
public sealed record WhyStrip(int FromHour, int ToHour, int Step, WhyBar Aim, IReadOnlyList<WhyLane> Lanes);

/// <param name="Words">The same as the bars, for whoever does not see them.</param>
public sealed record WhyLane(string Name, string Note, string Words, IReadOnlyList<WhyBar> Bars);

/// <param name="From">Hours since midnight by the page's clock.</param>
/// <param name="Css">The class that makes its look.</param>
public readonly record struct WhyBar(double From, double To, string Css, string Label)
{
    /// <summary>Shorter ones have no room for a single word.</summary>
    public string Shown => To - From < 0.5 ? "" : Label;

    /// <summary>Where it stands in its lane.</summary>
    public string Style => string.Create(CultureInfo.InvariantCulture, $"--s:{From:0.###};--e:{To:0.###}");
}

/// <summary>Draws one day. Positions are of the clock on the wall, so that an hour that is skipped is a gap.</summary>
internal sealed class WhyStrips(LocalDate date, DateTimeZone zone, IReadOnlyList<HoursRange> hours)
{
    private const int FewestHours = 9;

    /// <summary>More figures than this do not fit on a phone.</summary>
    private const int MostFigures = 12;

    private readonly Interval day = new(zone.AtStartOfDay(date).ToInstant(), zone.AtStartOfDay(date.PlusDays(1)).ToInstant());

    public WhyStrip Of(Interval aim, IReadOnlyList<WhyLane> lanes)
    {
        var looked = BarOf(aim, "", "") ?? new WhyBar(0, 0, "", "");
        var from = (int)Math.Min(Math.Floor(looked.From), hours.Select(OpensAt).DefaultIfEmpty(looked.From).Min()) - 1;
        var to = (int)Math.Max(Math.Ceiling(looked.To), Math.Ceiling(hours.Select(ClosesAt).DefaultIfEmpty(looked.To).Max())) + 1;
        (from, to) = (Math.Max(from, 0), Math.Min(to, 24));
        if (to - from < FewestHours)
            to = Math.Min(from + FewestHours, 24);
        from = Math.Min(from, Math.Max(to - FewestHours, 0));
        var step = to - from > MostFigures ? 3 : 1;
        (from, to) = (from / step * step, (to + step - 1) / step * step);
        return new WhyStrip(from, to, step, looked, [.. lanes.Select(l => Cut(l, from, to)), OfHours(from, to)]);
    }

    /// <summary>The part of a time that lies on the day; null when none does.</summary>
    public WhyBar? BarOf(Interval time, string css, string label)
    {
        if (!time.Overlaps(day))
            return null;
        var (from, to) = (HourOf(Instant.Max(time.Start, day.Start)), HourOf(Instant.Min(time.End, day.End)));
        // Over an hour that is shown twice the clock may stand still or run back: what is long is drawn long.
        if (to <= from)
            to = Math.Min(from + (Instant.Min(time.End, day.End) - Instant.Max(time.Start, day.Start)).TotalHours, 24);
        return from < to ? new WhyBar(from, to, css, label) : null;
    }

    public static WhyBar WholeDay(string css, string label) => new(0, 24, css, label);

    private static double OpensAt(HoursRange range) => range.Opens.Hour;

    private static double ClosesAt(HoursRange range) => range.Closes == LocalTime.Midnight ? 24 : HourOf(range.Closes);

    private static double HourOf(LocalTime time) => time.TickOfDay / (double)NodaConstants.TicksPerHour;

    private static WhyLane Cut(WhyLane lane, int from, int to) => lane with
    {
        Bars = [.. lane.Bars.Where(b => b.From < to && b.To > from).Select(b => b with { From = Math.Max(b.From, from), To = Math.Min(b.To, to) })],
    };

    private double HourOf(Instant instant)
    {
        var local = instant.InZone(zone).LocalDateTime;
        return local.Date == date ? HourOf(local.TimeOfDay) : local.Date < date ? 0 : 24;
    }

    /// <summary>What is drawn is when nothing can be booked.</summary>
    private WhyLane OfHours(int from, int to)
    {
        var ranges = string.Join(Ui.Text.Of("ListSeparator"), hours.Select(r => Dates.Times(date + r.Opens, date + r.Closes)));
        List<WhyBar> bars = [];
        double last = from;
        foreach (var (opens, closes) in hours.Select(r => (HourOf(r.Opens), ClosesAt(r))).Append((to, to)))
        {
            if (opens > last)
                bars.Add(new WhyBar(last, opens, "shutbar", opens - last >= 1 ? Text.Of("WhyShut") : ""));
            last = Math.Max(last, closes);
        }

        return new WhyLane(Text.Of("WhyHours"), Text.Of("WhyOfThePage"), ranges.Length > 0 ? Text.Of("WhyHoursPassed", ranges) : Text.Of("WhyHoursNone"), bars);
    }
}
