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

    public IEnumerator<Instant> GetEnumerator()
    {
        foreach (var minute in minutes)
            yield return MinuteSpan.InstantOf(minute);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
