using Hidori.Domain.Time;
using NodaTime;

namespace Hidori.Domain.Availability;

/// <summary>One start of a question, looked at by itself.</summary>
internal sealed class AskedSlot
{
    private readonly SlotQuestion question;

    /// <summary>Hosts mostly share their hours.</summary>
    private (BookingHours? Hours, bool Contains) last;

    public AskedSlot(SlotQuestion question, Instant start)
    {
        this.question = question;
        Start = start;
        Day = OpeningSweep.DayOf(start, question.Rules.Hours.Zone);
        Time = MinuteSpan.Around(new Interval(start, start + question.Length));
    }

    public Instant Start { get; }

    public int Day { get; }

    /// <summary>Whole minutes when the start is one.</summary>
    public MinuteSpan Time { get; }

    public bool IsFree(HostBusy host) => Suits(host) && host.Busy.IsFree(Time, question.Rules.Limits.PeopleBuffers);

    public bool IsFree(RoomBusy room) => room.Busy.IsFree(Time, question.Rules.Limits.RoomBuffers);

    /// <summary>Whether the slot lies in the host's own hours.</summary>
    public bool Suits(HostBusy host)
    {
        if (host.Hours is null)
            return true;
        if (!ReferenceEquals(last.Hours, host.Hours))
            last = (host.Hours, IsInside(host.Hours));
        return last.Contains;
    }

    /// <summary>Whether the slot lies in hours from its start to its end.</summary>
    public bool IsInside(BookingHours hours)
    {
        using var ranges = new Pooled<StartRange>(16);
        using var open = new Pooled<MinuteSpan>(16);
        OpeningSweep.Ranges(hours, Day - 2, Day + 4 + (int)question.Length.TotalDays, ranges);
        OpeningSweep.Join(ranges.Span, open);
        foreach (var span in open.Span)
        {
            if (span.Start <= Time.Start && Time.End <= span.End)
                return true;
        }

        return false;
    }

    /// <summary>How many of the page's bookings a host has in the slot's calendar month.</summary>
    public int LoadOf(MemberId host)
    {
        var date = Days.DateOf(Day);
        var first = Day - date.Day + 1;
        var walk = new ZoneWalk(question.Rules.Hours.Zone, first);
        return question.Bookings.LoadOf(host, new MinuteSpan(
            walk.Ceiling(first, 0),
            walk.Ceiling(first + date.Calendar.GetDaysInMonth(date.Year, date.Month), 0)));
    }

    /// <summary>The range of the page's hours in which the slot starts; null outside them.</summary>
    public StartRange? RangeOfStart()
    {
        using var ranges = new Pooled<StartRange>(16);
        OpeningSweep.Ranges(question.Rules.Hours, Day, Day, ranges);
        foreach (var range in ranges.Span)
        {
            if (range.From <= Time.Start && Time.Start < range.To)
                return range;
        }

        return null;
    }
}
