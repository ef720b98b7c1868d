namespace Hidori.Benchmarks.Yardstick;

/// <summary>
/// The machine's limit for finding slots by sweeping sorted arrays: no allocation per question, no zone call per slot.
/// </summary>
/// <remarks>
/// Made for one question (it keeps the scratch memory) and one thread. <see cref="Raw"/> starts from the lists as
/// delivered; <see cref="Sorted"/> from lists that were sorted and merged when they came in.
/// </remarks>
public sealed class SlotKernel
{
    private readonly Question question;
    private readonly Prepared[] hosts;
    private readonly Prepared[] rooms;
    private readonly MinuteInterval[] list;
    private readonly MinuteInterval[] windows;
    private readonly int[] startsPerDay;
    private readonly ulong[] minutes;
    private readonly int[] slots;
    private MinuteInterval[] free;
    private MinuteInterval[] next;

    public SlotKernel(Question question)
    {
        this.question = question;
        hosts = [.. question.Hosts.Select(Prepare)];
        rooms = [.. question.Rooms.Select(Prepare)];

        var rules = question.Rules;
        var longest = question.Hosts.Concat(question.Rooms).Max(c => c.Busy.Length);
        var all = question.Hosts.Sum(c => c.Busy.Length) + longest;
        list = new MinuteInterval[longest];
        windows = new MinuteInterval[WorkingWindows.DayCount(rules)];
        startsPerDay = new int[rules.DailyCap > 0 ? WorkingWindows.DayCount(rules) : 0];
        minutes = new ulong[Bits.WordsFor(rules.EndMinute)];
        slots = new int[(rules.EndMinute / rules.GridMinutes) + 1];
        free = new MinuteInterval[windows.Length + all];
        next = new MinuteInterval[windows.Length + all];
    }

    /// <summary>Sort, merge, working windows, subtract, cut.</summary>
    public ReadOnlySpan<int> Raw() => Find(raw: true);

    /// <summary>Working windows, subtract, cut.</summary>
    public ReadOnlySpan<int> Sorted() => Find(raw: false);

    private static Prepared Prepare(Calendar calendar)
    {
        MinuteInterval[] sorted = [.. calendar.Busy];
        MinuteInterval.Sort(sorted);
        MinuteInterval[] merged = [.. sorted];
        return new Prepared(calendar.Zone, sorted, merged[..Sweep.Merge(merged)]);
    }

    private ReadOnlySpan<int> Find(bool raw)
    {
        if (question.Attendance is Attendance.Everyone)
        {
            var common = FreeForEveryone(raw);
            return slots.AsSpan(0, Sweep.Cut(free.AsSpan(0, common), question.Rules, slots));
        }

        minutes.AsSpan().Clear();
        if (question.Attendance is Attendance.AnyOne) MarkAnyHost(raw);
        else MarkAnyRoom(raw);
        return slots.AsSpan(0, Bits.Scan(minutes, scale: 1, shift: 0, slots));
    }

    private int FreeForEveryone(bool raw)
    {
        var count = 0;
        for (var i = 0; i < hosts.Length; i++)
        {
            var busy = BusyOf(question.Hosts[i], hosts[i], raw);
            if (i == 0)
            {
                count = WorkingWindows.Build(hosts[i].Zone, question.Rules, startsPerDay, free);
            }
            else if (startsPerDay.Length > 0 || hosts[i].Zone != hosts[0].Zone)
            {
                var open = WorkingWindows.Build(hosts[i].Zone, question.Rules, startsPerDay, windows);
                count = Sweep.Intersect(free.AsSpan(0, count), windows.AsSpan(0, open), next);
                (free, next) = (next, free);
            }

            count = Sweep.Subtract(free.AsSpan(0, count), busy, question.Rules, next);
            (free, next) = (next, free);
        }

        return count;
    }

    private void MarkAnyHost(bool raw)
    {
        for (var i = 0; i < hosts.Length; i++)
        {
            var busy = BusyOf(question.Hosts[i], hosts[i], raw);
            var open = WorkingWindows.Build(hosts[i].Zone, question.Rules, startsPerDay, windows);
            var count = Sweep.Subtract(windows.AsSpan(0, open), busy, question.Rules, next);
            Sweep.Mark(next.AsSpan(0, count), question.Rules, minutes);
        }
    }

    private void MarkAnyRoom(bool raw)
    {
        var common = FreeForEveryone(raw);
        for (var i = 0; i < rooms.Length; i++)
        {
            var busy = BusyOf(question.Rooms[i], rooms[i], raw);
            var count = Sweep.Subtract(free.AsSpan(0, common), busy, question.Rules, next);
            Sweep.Mark(next.AsSpan(0, count), question.Rules, minutes);
        }
    }

    /// <summary>The merged busy times; on the way, starts are counted where a daily limit asks for it.</summary>
    private ReadOnlySpan<MinuteInterval> BusyOf(Calendar calendar, Prepared prepared, bool raw)
    {
        if (!raw)
        {
            CountStarts(prepared.Zone, prepared.Sorted);
            return prepared.Merged;
        }

        var copy = list.AsSpan(0, calendar.Busy.Length);
        calendar.Busy.CopyTo(copy);
        MinuteInterval.Sort(copy);
        CountStarts(prepared.Zone, copy);
        return copy[..Sweep.Merge(copy)];
    }

    private void CountStarts(ZoneTable zone, ReadOnlySpan<MinuteInterval> sorted)
    {
        if (startsPerDay.Length > 0) WorkingWindows.CountStarts(zone, question.Rules, sorted, startsPerDay);
    }

    private sealed record Prepared(ZoneTable Zone, MinuteInterval[] Sorted, MinuteInterval[] Merged);
}
