using System.Collections;
using NodaTime;

namespace Hidori.Domain.Availability;

/// <summary>空き枠: the starts that a page can offer, in order of time, each once.</summary>
public sealed class Slots : IReadOnlyList<Instant>
{
    private readonly int[] minutes;

    internal Slots(int[] minutes, IReadOnlyList<AgendaId> unknown)
    {
        this.minutes = minutes;
        Unknown = unknown;
    }

    /// <summary>The hosts and rooms that are not known: slots that need them may be missing (SPEC B10).</summary>
    public IReadOnlyList<AgendaId> Unknown { get; }

    /// <summary>The starts as whole minutes since 1970 in UTC.</summary>
    public ReadOnlySpan<int> Minutes => minutes;

    public int Count => minutes.Length;

    public Instant this[int index] => MinuteSpan.InstantOf(minutes[index]);

    public bool Contains(Instant start) =>
        Array.BinarySearch(minutes, MinuteSpan.Floor(start)) is >= 0 and var i && this[i] == start;

    /// <summary>The same with what another look says of a half-open stretch of time, by which starts are meant.</summary>
    public Slots With(Slots better, Interval within)
    {
        var (start, end) = (MinuteSpan.Ceiling(within.Start), MinuteSpan.Ceiling(within.End));
        bool IsWithin(int minute) => start <= minute && minute < end;
        return new Slots([.. minutes.Where(m => !IsWithin(m)).Concat(better.minutes.Where(IsWithin)).Order()], Unknown);
    }

    public IEnumerator<Instant> GetEnumerator()
    {
        foreach (var minute in minutes)
            yield return MinuteSpan.InstantOf(minute);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
