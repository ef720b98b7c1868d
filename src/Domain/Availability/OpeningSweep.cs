using Hidori.Domain.Time;
using NodaTime;

namespace Hidori.Domain.Availability;

/// <summary>Where slots may start: a part of one day's range of hours.</summary>
/// <param name="From">The first minute; not before <paramref name="Opening"/>.</param>
/// <param name="To">Before this minute.</param>
/// <param name="Opening">From where steps are counted.</param>
/// <param name="Day">Days since 1970-01-01 in the page's zone.</param>
internal readonly record struct StartRange(int From, int To, int Opening, int Day)
{
    /// <summary>The first start that is not before a minute of the range.</summary>
    public int FirstStart(int minute, int step) => Opening + ((minute - Opening + step - 1) / step * step);
}

/// <summary>Turns hours by the clock into minutes of UTC, and takes out what limits leave no start in.</summary>
internal static class OpeningSweep
{
    /// <summary>The ranges of these days, in order. Days with none are not there, nor hours the clocks skip.</summary>
    public static void Ranges(BookingHours hours, int first, int last, Pooled<StartRange> into)
    {
        var walk = new ZoneWalk(hours.Zone, first);
        for (var day = first; day <= last; day++)
        {
            foreach (var range in hours.On(day))
            {
                var opens = walk.Ceiling(day, range.Start);
                var closes = walk.Floor(day, range.End);
                if (opens < closes)
                    into.Add(new StartRange(opens, closes, opens, day));
            }
        }
    }

    /// <summary>The same hours without their days: ranges that touch are one.</summary>
    public static void Join(ReadOnlySpan<StartRange> ranges, Pooled<MinuteSpan> into)
    {
        foreach (var range in ranges)
        {
            if (into.Count > 0 && into.Span[^1].End == range.From)
                into.Span[^1] = into.Span[^1] with { End = range.To };
            else
                into.Add(new MinuteSpan(range.From, range.To));
        }
    }

    /// <summary>Takes out starts that are too soon, too far, on other days than asked for, or in full days.</summary>
    public static void Limit(SlotQuestion question, int first, Pooled<StartRange> ranges)
    {
        var limits = question.Rules.Limits;
        var soonest = MinuteSpan.Ceiling(question.Now + limits.MinimumNotice);
        var last = LastDay(question);
        var caps = new CapCount(question, first);
        var kept = 0;
        foreach (var range in ranges.Span)
        {
            if (range.Day > last)
                break;
            if (range.To > soonest && !(limits.HasCaps && caps.IsFull(range.Day)))
                ranges.Span[kept++] = range with { From = Math.Max(range.From, soonest) };
        }

        ranges.Keep(kept);
    }

    /// <summary>The last day that is asked for and not too far.</summary>
    public static int LastDay(SlotQuestion question)
    {
        var last = Days.NumberOf(question.Last);
        return question.Rules.Limits.FurthestDays is { } furthest
            ? Math.Min(last, DayOf(question.Now, question.Rules.Hours.Zone) + furthest)
            : last;
    }

    /// <summary>The day a moment belongs to: the last one whose midnight the clocks have shown.</summary>
    /// <remarks>
    /// Where clocks go back over midnight, the repeated end of a day belongs to the next, so that days follow each other
    /// without a gap and none comes twice.
    /// </remarks>
    public static int DayOf(Instant instant, DateTimeZone zone)
    {
        var date = instant.InZone(zone).Date;
        var next = date.PlusDays(1);
        return Days.NumberOf(zone.InstantOf(next.AtMidnight()) <= instant ? next : date);
    }
}
