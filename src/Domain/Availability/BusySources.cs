using NodaTime;

namespace Hidori.Domain.Availability;

/// <summary>What stands behind a <see cref="BusyIndex"/>, one by one, to be found again when somebody asks why.</summary>
internal sealed class BusySources
{
    private readonly BusyIndex index;
    private readonly Source[] sources;

    /// <summary>The latest end up to each place, which says how far back it is worth looking.</summary>
    private readonly int[] latest;

    public BusySources(BusyIndex index, BusyPolicy policy)
    {
        this.index = index;
        sources =
        [
            .. index.Entries.Select(e => new Source(MinuteSpan.Around(e.Time), KindOf(e, policy), e.Time, e, null))
                .Concat(index.Taken.Select(t => new Source(
                    index.SpanOf(t), t.IsFixed ? ObstacleKind.Appointment : ObstacleKind.Hold, t.Time, null, t.Appointment)))
                .Concat(index.Unread.Where(u => u.Start < u.End).Select(u => new Source(u, ObstacleKind.Unknown, null, null, null)))
                .OrderBy(s => s.Span.Start),
        ];
        latest = new int[sources.Length];
        for (var i = 0; i < latest.Length; i++)
            latest[i] = Math.Max(sources[i].Span.End, i > 0 ? latest[i - 1] : int.MinValue);
    }

    /// <summary>Everything that a slot and its buffers meet, ignored entries included.</summary>
    public void Meeting(MinuteSpan slot, Buffers around, AgendaId whose, bool decides, List<SlotObstacle> into)
    {
        int start = slot.Start - around.BeforeMinutes, end = slot.End + around.AfterMinutes;
        for (var i = CountStartingBefore(end) - 1; i >= 0 && latest[i] > start; i--)
        {
            var source = sources[i];
            var needed = source.Kind == ObstacleKind.BufferEntry ? slot : new MinuteSpan(start, end);
            if (source.Span.Start < needed.End && needed.Start < source.Span.End)
            {
                into.Add(new SlotObstacle(source.Kind, decides && source.Kind != ObstacleKind.IgnoredEntry)
                {
                    Whose = whose, Time = source.Time, Entry = source.Entry, Appointment = source.Appointment,
                    ReadAt = source.Entry is null ? null : index.ReadAt,
                });
            }
        }
    }

    private int CountStartingBefore(int minute)
    {
        int low = 0, high = sources.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (sources[middle].Span.Start < minute)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private static ObstacleKind KindOf(BusyEntry entry, BusyPolicy policy) =>
        entry.IsRoomOff ? ObstacleKind.RoomOff : !policy.Blocks(entry) ? ObstacleKind.IgnoredEntry : policy.IsBuffer(entry) ? ObstacleKind.BufferEntry : ObstacleKind.Entry;

    private readonly record struct Source(MinuteSpan Span, ObstacleKind Kind, Interval? Time, BusyEntry? Entry, AppointmentId? Appointment);
}
