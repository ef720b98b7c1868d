namespace Hidori.Benchmarks.Yardstick;

/// <summary>Writes <c>{"2027-03-01":["2027-03-01T08:00:00Z",…],…}</c> straight from minutes.</summary>
/// <remarks>Grouped by the local day of a zone, as a booking page shows it; the starts themselves are in UTC.</remarks>
public sealed class DayJson(ZoneTable zone, int mostSlots)
{
    private const int SlotBytes = 23;
    private const int DayBytes = 16;
    private static readonly DateOnly BaseDate = DateOnly.FromDateTime(Generators.Base.ToDateTimeUtc());

    // At worst every slot opens a day of its own.
    private readonly byte[] bytes = new byte[2 + (mostSlots * (SlotBytes + DayBytes))];
    private readonly byte[] slot = "\"0000-00-00T00:00:00Z\","u8.ToArray();

    public ReadOnlySpan<byte> Write(ReadOnlySpan<int> starts)
    {
        int at = 0, part = 0, localEnd = int.MinValue, utcEnd = int.MinValue, utcMidnight = 0;
        bytes[at++] = (byte)'{';
        foreach (var start in starts)
        {
            var local = zone.ToLocal(start, ref part);
            if (local >= localEnd)
            {
                at = OpenDay(at, WorkingWindows.DayOf(local));
                localEnd = (WorkingWindows.DayOf(local) + 1) * Generators.MinutesPerDay;
            }

            if (start >= utcEnd)
            {
                utcMidnight = WorkingWindows.DayOf(start) * Generators.MinutesPerDay;
                utcEnd = utcMidnight + Generators.MinutesPerDay;
                WriteDate(WorkingWindows.DayOf(start), slot.AsSpan(1));
            }

            var minute = start - utcMidnight;
            TwoDigits(minute / 60, slot.AsSpan(12));
            TwoDigits(minute % 60, slot.AsSpan(15));
            slot.CopyTo(bytes, at);
            at += SlotBytes;
        }

        if (at > 1) bytes[at - 1] = (byte)']';
        bytes[at++] = (byte)'}';
        return bytes.AsSpan(0, at);
    }

    private static void WriteDate(int day, Span<byte> into)
    {
        // Not NodaTime: a Period is an allocation per day.
        var date = BaseDate.AddDays(day);
        TwoDigits(date.Year / 100, into);
        TwoDigits(date.Year % 100, into[2..]);
        TwoDigits(date.Month, into[5..]);
        TwoDigits(date.Day, into[8..]);
    }

    private static void TwoDigits(int value, Span<byte> into)
    {
        into[1] = (byte)('0' + (value % 10));
        into[0] = (byte)('0' + (value / 10));
    }

    private int OpenDay(int at, int day)
    {
        if (at > 1)
        {
            bytes[at - 1] = (byte)']';
            bytes[at++] = (byte)',';
        }

        "\"0000-00-00\":["u8.CopyTo(bytes.AsSpan(at));
        WriteDate(day, bytes.AsSpan(at + 1));
        return at + 14;
    }
}
