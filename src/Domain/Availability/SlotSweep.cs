using Hidori.Domain.Time;

namespace Hidori.Domain.Availability;

/// <summary>One pass forward through sorted minutes: hours, limits, required hosts, starts, groups, rooms.</summary>
/// <remarks>Rules become intervals before anything is cut into starts. Memory is borrowed and given back.</remarks>
internal sealed class SlotSweep(SlotQuestion question) : IDisposable
{
    private readonly BookingLimits limits = question.Rules.Limits;
    private readonly int length = (int)question.Length.TotalMinutes;
    private readonly int first = Days.NumberOf(question.First);
    private readonly Pooled<StartRange> ranges = new(64);
    private readonly Pooled<StartRange> theirs = new(64);
    private readonly Pooled<MinuteSpan> open = new(64);
    private Pooled<MinuteSpan> free = new(256);
    private Pooled<MinuteSpan> next = new(256);
    private BookingHours? opened;

    /// <summary>A slot of the last day may reach over so many midnights, or stand on a day the zone skips.</summary>
    private int DaysBeyond => 2 + (length / (24 * 60));

    public void Dispose()
    {
        ranges.Dispose();
        theirs.Dispose();
        open.Dispose();
        free.Dispose();
        next.Dispose();
    }

    /// <summary>Appends every start that can be offered.</summary>
    public void Run(Party party, Pooled<int> starts)
    {
        FindRanges();
        OpeningSweep.Limit(question, first, ranges);
        if (ranges.Count == 0)
            return;
        foreach (var host in party.Required)
        {
            if (!host.Busy.IsKnown)
                return;
            TakeOut(host);
        }

        Cut(starts);
        foreach (var group in party.Groups)
            KeepWhereEnough(new HostsOrRooms(group.Members, []), group.Needed, limits.PeopleBuffers, starts);
        if (party.Carriers is { } carriers)
            KeepWhereEnough(new HostsOrRooms(carriers, []), 1, limits.PeopleBuffers, starts);
        if (question.Rooms.Count > 0)
            KeepWhereEnough(new HostsOrRooms([], question.Rooms), 1, limits.RoomBuffers, starts);
        if (limits.OfferedPerDay is { } offered)
            KeepFirst(offered, starts);
    }

    /// <summary>The page's hours: as ranges of starts, and joined as what a slot must lie in.</summary>
    private void FindRanges()
    {
        OpeningSweep.Ranges(question.Rules.Hours, first, OpeningSweep.LastDay(question) + DaysBeyond, ranges);
        OpeningSweep.Join(ranges.Span, free);
    }

    private void TakeOut(HostBusy host)
    {
        if (host.Hours is { } hours)
        {
            Open(hours);
            var into = next.More(free.Count + open.Count);
            next.Keep(Intersect(free.Span, open.Span, into));
            Turn();
        }

        Subtract(host.Busy.Buffered, limits.PeopleBuffers.AfterMinutes, limits.PeopleBuffers.BeforeMinutes);
        Subtract(host.Busy.Unbuffered, 0, 0);
    }

    /// <summary>A host's own hours, in the host's own zone, whose days may be others.</summary>
    private void Open(BookingHours hours)
    {
        if (ReferenceEquals(opened, hours))
            return;
        opened = hours;
        theirs.Keep(0);
        open.Keep(0);
        OpeningSweep.Ranges(hours, first - 2, OpeningSweep.LastDay(question) + DaysBeyond + 2, theirs);
        OpeningSweep.Join(theirs.Span, open);
    }

    private void Turn()
    {
        (free, next) = (next, free);
        next.Keep(0);
    }

    private static int Intersect(ReadOnlySpan<MinuteSpan> one, ReadOnlySpan<MinuteSpan> other, Span<MinuteSpan> into)
    {
        int count = 0, i = 0, j = 0;
        while (i < one.Length && j < other.Length)
        {
            var start = Math.Max(one[i].Start, other[j].Start);
            var end = Math.Min(one[i].End, other[j].End);
            if (start < end)
                into[count++] = new MinuteSpan(start, end);
            if (one[i].End < other[j].End)
                i++;
            else
                j++;
        }

        return count;
    }

    /// <summary>A slot needs its buffers free, which is the same as taken time that reaches further.</summary>
    private void Subtract(MinuteSpan[] taken, int earlier, int later)
    {
        if (free.Count == 0 || taken.Length == 0)
            return;
        var from = free.Span;
        var begins = BusyIndex.FirstEndingAfter(taken, from[0].Start - later);
        var ends = BusyIndex.FirstEndingAfter(taken, from[^1].End + earlier);
        ReadOnlySpan<MinuteSpan> busy = taken.AsSpan(begins, Math.Min(ends + 1, taken.Length) - begins);
        if (busy.IsEmpty)
            return;

        var into = next.More(from.Length + busy.Length);
        int count = 0, passed = 0;
        foreach (var window in from)
        {
            int cursor = window.Start, end = window.End;
            while (passed < busy.Length && busy[passed].End + later <= cursor)
                passed++;
            for (var i = passed; i < busy.Length; i++)
            {
                var start = busy[i].Start - earlier;
                if (start >= end)
                    break;
                if (start > cursor)
                    into[count++] = new MinuteSpan(cursor, start);
                cursor = Math.Max(cursor, busy[i].End + later);
            }

            if (cursor < end)
                into[count++] = new MinuteSpan(cursor, end);
        }

        next.Keep(count);
        Turn();
    }

    private void Cut(Pooled<int> starts)
    {
        var step = (int)limits.Step.TotalMinutes;
        var spans = free.Span;
        var passed = 0;
        foreach (var range in ranges.Span)
        {
            while (passed < spans.Length && spans[passed].End <= range.From)
                passed++;
            for (var i = passed; i < spans.Length && spans[i].Start < range.To; i++)
            {
                var start = range.FirstStart(Math.Max(range.From, spans[i].Start), step);
                var last = Math.Min(range.To - 1, spans[i].End - length);
                if (start > last)
                    continue;
                var into = starts.More(((last - start) / step) + 1);
                var count = 0;
                for (; start <= last; start += step)
                    into[count++] = start;
                starts.Keep(starts.Count + count);
            }
        }
    }

    /// <summary>Keeps the starts at which enough of several are free. A start that has enough asks nobody else.</summary>
    private void KeepWhereEnough(HostsOrRooms members, int needed, Buffers around, Pooled<int> starts)
    {
        using var missing = new Pooled<Missing>(Math.Max(starts.Count, 1));
        for (var i = 0; i < starts.Count; i++)
            missing.Add(new Missing(starts.Span[i], i, needed));
        for (var member = 0; member < members.Count && missing.Count > 0; member++)
        {
            var busy = members.BusyOf(member);
            if (busy.IsKnown)
                missing.Keep(StillMissing(missing.Span, busy, members.HoursOf(member), around));
        }

        var kept = 0;
        var lacks = 0;
        for (var i = 0; i < starts.Count; i++)
        {
            if (lacks < missing.Count && missing.Span[lacks].Place == i)
                lacks++;
            else
                starts.Span[kept++] = starts.Span[i];
        }

        starts.Keep(kept);
    }

    /// <summary>Counts one more at each start where a calendar is free; returns how many still need somebody.</summary>
    private int StillMissing(Span<Missing> missing, BusyIndex calendar, BookingHours? hours, Buffers around)
    {
        if (hours is not null)
            Open(hours);
        var inside = hours is null ? [] : open.Span;
        ReadOnlySpan<MinuteSpan> buffered = calendar.Buffered, unbuffered = calendar.Unbuffered;
        int before = around.BeforeMinutes, after = around.AfterMinutes;
        var b = BusyIndex.FirstEndingAfter(buffered, missing[0].Start - before);
        var u = BusyIndex.FirstEndingAfter(unbuffered, missing[0].Start);
        int o = 0, kept = 0;
        foreach (var one in missing)
        {
            int start = one.Start, end = start + length;
            while (b < buffered.Length && buffered[b].End <= start - before)
                b++;
            while (u < unbuffered.Length && unbuffered[u].End <= start)
                u++;
            while (o < inside.Length && inside[o].End <= start)
                o++;
            var isFree = (b == buffered.Length || buffered[b].Start >= end + after)
                && (u == unbuffered.Length || unbuffered[u].Start >= end)
                && (hours is null || (o < inside.Length && inside[o].Start <= start && end <= inside[o].End));
            if (!isFree)
                missing[kept++] = one;
            else if (one.Needed > 1)
                missing[kept++] = one with { Needed = one.Needed - 1 };
        }

        return kept;
    }

    /// <summary>Days follow each other, and so do their ranges: a count that starts anew with each is enough.</summary>
    private void KeepFirst(int offered, Pooled<int> starts)
    {
        int kept = 0, ofDay = 0, at = 0, day = int.MinValue;
        foreach (var start in starts.Span)
        {
            while (ranges.Span[at].To <= start)
                at++;
            if (ranges.Span[at].Day != day)
                (day, ofDay) = (ranges.Span[at].Day, 0);
            if (ofDay++ < offered)
                starts.Span[kept++] = start;
        }

        starts.Keep(kept);
    }

    private readonly record struct Missing(int Start, int Place, int Needed);

    /// <summary>Both are asked the same.</summary>
    private readonly struct HostsOrRooms(IReadOnlyList<HostBusy> hosts, IReadOnlyList<RoomBusy> rooms)
    {
        public int Count => hosts.Count + rooms.Count;

        public BusyIndex BusyOf(int i) => hosts.Count > 0 ? hosts[i].Busy : rooms[i].Busy;

        public BookingHours? HoursOf(int i) => hosts.Count > 0 ? hosts[i].Hours : null;
    }
}
