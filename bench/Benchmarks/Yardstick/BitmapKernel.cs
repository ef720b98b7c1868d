namespace Hidori.Benchmarks.Yardstick;

/// <summary>
/// The machine's limit when every host keeps a row of 15-minute cells up to date: a question is AND, OR, an erosion by
/// the duration, and a bit scan.
/// </summary>
/// <remarks>
/// Busy times and buffers are rounded outwards to cells. Slots start on cells and last whole cells, so the answer is
/// exact. Made for one question and one thread.
/// </remarks>
public sealed class BitmapKernel
{
    private const int CellMinutes = 15;

    // A word on either side holds what lies just outside the window and reaches into it through a buffer.
    private const int MarginMinutes = 64 * CellMinutes;

    private readonly Question question;
    private readonly Row[] hosts;
    private readonly Row[] rooms;
    private readonly ulong[] result;
    private readonly ulong[] one;
    private readonly ulong[] busy;
    private readonly ulong[] onGrid;
    private readonly int[] slots;
    private readonly int length;
    private readonly int earlier;
    private readonly int later;

    public BitmapKernel(Question question)
    {
        var rules = question.Rules;
        if (rules.DurationMinutes % CellMinutes != 0 || rules.GridMinutes % CellMinutes != 0)
            throw new ArgumentException("Slots must start on cells and last whole cells.", nameof(question));

        this.question = question;
        hosts = [.. question.Hosts.Select(c => Prepare(c, rules))];
        rooms = [.. question.Rooms.Select(c => Prepare(c, rules))];
        length = rules.DurationMinutes / CellMinutes;
        earlier = CellsUp(rules.BufferAfterMinutes);
        later = CellsUp(rules.BufferBeforeMinutes);

        var words = Bits.WordsFor(CellUp(rules.EndMinute + MarginMinutes));
        result = new ulong[words];
        one = new ulong[words];
        busy = new ulong[words];
        onGrid = new ulong[words];
        slots = new int[(rules.EndMinute / rules.GridMinutes) + 1];
        for (var minute = 0; minute < rules.EndMinute; minute += rules.GridMinutes)
            Bits.Set(onGrid, Cell(minute), Cell(minute) + 1);
    }

    public ReadOnlySpan<int> Find()
    {
        switch (question.Attendance)
        {
            case Attendance.Everyone:
                FreeForEveryone();
                Bits.Erode(result, length);
                break;
            case Attendance.AnyOne:
                StartsForAnyOne();
                break;
            case Attendance.EveryoneAndOneRoom:
                FreeForEveryone();
                Bits.Erode(result, length);
                KeepStartsWithARoom();
                break;
        }

        if (question.Rules.GridMinutes != CellMinutes) And(result, onGrid);
        return slots.AsSpan(0, Bits.Scan(result, CellMinutes, -MarginMinutes, slots));
    }

    private static Row Prepare(Calendar calendar, Rules rules)
    {
        var words = Bits.WordsFor(CellUp(rules.EndMinute + MarginMinutes));
        var row = new Row(new ulong[words], new ulong[words], new int[WorkingWindows.DayCount(rules)], calendar.Zone);

        MinuteInterval[] sorted = [.. calendar.Busy];
        MinuteInterval.Sort(sorted);
        WorkingWindows.CountStarts(calendar.Zone, rules, sorted, row.StartsPerDay);
        var cells = words * 64;
        foreach (var interval in sorted)
            Bits.Set(row.Busy, Math.Clamp(Cell(interval.Start), 0, cells), Math.Clamp(CellUp(interval.End), 0, cells));

        var windows = new MinuteInterval[WorkingWindows.DayCount(rules)];
        var open = WorkingWindows.Build(calendar.Zone, rules, [], windows);
        foreach (var window in windows.AsSpan(0, open)) Bits.Set(row.Hours, CellUp(window.Start), Cell(window.End));
        return row;
    }

    private static int Cell(int minute) => (minute + MarginMinutes) / CellMinutes;

    private static int CellUp(int minute) => CellsUp(minute + MarginMinutes);

    private static int CellsUp(int minutes) => (minutes + CellMinutes - 1) / CellMinutes;

    private static void And(Span<ulong> row, ReadOnlySpan<ulong> other)
    {
        for (var i = 0; i < row.Length; i++) row[i] &= other[i];
    }

    private void FreeForEveryone()
    {
        result.AsSpan().Fill(ulong.MaxValue);
        foreach (var host in hosts)
        {
            FreeOf(host, one);
            And(result, one);
        }
    }

    private void StartsForAnyOne()
    {
        result.AsSpan().Clear();
        foreach (var host in hosts)
        {
            FreeOf(host, one);
            Bits.Erode(one, length);
            for (var i = 0; i < result.Length; i++) result[i] |= one[i];
        }
    }

    private void KeepStartsWithARoom()
    {
        // The room's row is eroded on its own: another room must not take over in the middle of a slot.
        busy.AsSpan().Clear();
        foreach (var room in rooms)
        {
            room.Busy.CopyTo(one, 0);
            Bits.Dilate(one, earlier, later);
            for (var i = 0; i < one.Length; i++) one[i] = ~one[i];
            Bits.Erode(one, length);
            for (var i = 0; i < one.Length; i++) busy[i] |= one[i];
        }

        And(result, busy);
    }

    private void FreeOf(Row host, Span<ulong> into)
    {
        var taken = host.Busy.AsSpan();
        if (earlier > 0 || later > 0)
        {
            taken.CopyTo(busy);
            taken = busy;
            Bits.Dilate(taken, earlier, later);
        }

        var hours = host.Hours.AsSpan();
        for (var i = 0; i < into.Length; i++) into[i] = hours[i] & ~taken[i];
        if (question.Rules.DailyCap > 0) ClearFullDays(host, into);
    }

    private void ClearFullDays(Row host, Span<ulong> free)
    {
        int part = 0, cells = free.Length * 64;
        for (var day = -1; day <= question.Rules.Days; day++)
        {
            if (host.StartsPerDay[WorkingWindows.DayIndex(day)] < question.Rules.DailyCap) continue;
            var midnight = day * Generators.MinutesPerDay;
            var from = Cell(host.Zone.ToMinute(midnight + WorkingWindows.Opens, ref part));
            var to = CellUp(host.Zone.ToMinute(midnight + WorkingWindows.Closes, ref part));
            Bits.Clear(free, Math.Clamp(from, 0, cells), Math.Clamp(to, 0, cells));
        }
    }

    private sealed record Row(ulong[] Busy, ulong[] Hours, int[] StartsPerDay, ZoneTable Zone);
}
