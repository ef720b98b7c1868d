using Hidori.Domain.Appointments;
using NodaTime;

namespace Hidori.Domain.Availability;

/// <summary>A page whose bookings keep its buffers themselves (SPEC B5).</summary>
public readonly record struct OwnBuffers(BookingPageId Page, Buffers Buffers);

/// <summary>
/// The taken time of one host or room under one policy, sorted and merged once, to be asked by any number of questions.
/// </summary>
/// <remarks>
/// Taken is what blocks in the calendar and, at once and whatever the calendar echoes, what Hidori has taken itself (SPEC
/// M23). An index of what is not known is never free (SPEC M21). Times are rounded outward to whole minutes. It does not change.
/// </remarks>
public sealed class BusyIndex
{
    private readonly IReadOnlyCollection<TakenTime> ours;
    private readonly BusyPolicy policy;
    private readonly Interval? read;
    private readonly AppointmentId? except;
    private readonly OwnBuffers? own;
    private readonly bool hasSources = true;
    private BusySources? sources;

    private BusyIndex(
        BusyTimes times, IReadOnlyCollection<TakenTime> ours, BusyPolicy policy, Interval? read, AppointmentId? except, OwnBuffers? own)
    {
        Times = times;
        this.ours = ours;
        this.policy = policy;
        this.read = times is BusyTimes.Known { Rest: { } rest } ? Before(rest.Start, read) : read;
        this.except = except;
        this.own = own;

        var buffered = new List<MinuteSpan>();
        var buffers = new List<MinuteSpan>();
        foreach (var entry in Entries)
        {
            if (policy.Blocks(entry))
                (policy.IsBuffer(entry) ? buffers : buffered).Add(MinuteSpan.Around(entry.Time));
        }

        foreach (var taken in Taken)
            buffered.Add(SpanOf(taken));
        buffered.AddRange(Unread);
        Buffered = MinuteSpan.Merged(buffered);
        Unbuffered = MinuteSpan.Merged(buffers);
    }

    private BusyIndex(BusyIndex whole)
    {
        (policy, ours, hasSources, Version) = (whole.policy, [], false, whole.Version);
        (Buffered, Unbuffered) = (whole.Buffered, whole.Unbuffered);
        Times = whole.Times is BusyTimes.Known known ? known with { Entries = [] } : whole.Times;
    }

    /// <summary>What it was made of.</summary>
    public BusyTimes Times { get; }

    /// <summary>How many stretches it keeps, of eight bytes each.</summary>
    public int Count => Buffered.Length + Unbuffered.Length;

    /// <summary>The caller's own mark of what it was made of; the index only carries it.</summary>
    public long Version { get; init; }

    public bool IsKnown => Times is BusyTimes.Known;

    /// <summary>Whether it is known to the end of what was asked.</summary>
    public bool IsKnownThroughout => Times is BusyTimes.Known { Rest: null };

    /// <summary>When the calendar was read; null when it never was, as far as anybody knows.</summary>
    public Instant? ReadAt => Times switch
    {
        BusyTimes.Known known => known.ReadAt,
        BusyTimes.Unknown unknown => unknown.LastReadAt,
        _ => null,
    };

    /// <summary>Taken time around which buffers are kept.</summary>
    internal MinuteSpan[] Buffered { get; }

    /// <summary>Taken time that is a buffer itself.</summary>
    internal MinuteSpan[] Unbuffered { get; }

    internal IEnumerable<BusyEntry> Entries =>
        (Times as BusyTimes.Known)?.Entries.Where(e => except is null || e.Ours?.Appointment != except) ?? [];

    internal IEnumerable<TakenTime> Taken => ours.Where(t => t.Appointment != except);

    /// <summary>What a taken time keeps from others, besides their own buffers.</summary>
    internal MinuteSpan SpanOf(TakenTime taken)
    {
        var span = MinuteSpan.Around(taken.Time);
        return own is { } keeps && taken.IsFixed && taken.Page == keeps.Page ? keeps.Buffers.Apart(span) : span;
    }

    /// <summary>Where the calendar was not read.</summary>
    internal IEnumerable<MinuteSpan> Unread => read is not { } window ? [] :
    [
        new(-MinuteSpan.Never, window.HasStart ? MinuteSpan.Ceiling(window.Start) : -MinuteSpan.Never),
        new(window.HasEnd ? MinuteSpan.Floor(window.End) : MinuteSpan.Never, MinuteSpan.Never),
    ];

    internal BusySources Sources => sources ??= hasSources
        ? new BusySources(this, policy)
        : throw new InvalidOperationException("An index without its sources does not know why.");

    /// <summary>The same taken time, without what it was made of: small enough to keep, but it cannot say why.</summary>
    public BusyIndex WithoutSources() => new(this);

    /// <param name="times">What the calendar says, or that it is not known.</param>
    /// <param name="ours">The agenda: holds and appointments of Hidori's own.</param>
    /// <param name="policy">Which entries take time.</param>
    /// <param name="read">The half-open window that was read; all outside it is unknown. Null when no end of it matters.</param>
    /// <param name="except">An appointment whose own times do not count, because it is the one that is to be moved.</param>
    /// <param name="own">Of the page that asks; null where no page does.</param>
    public static BusyIndex Of(
        BusyTimes times, IReadOnlyCollection<TakenTime> ours, BusyPolicy policy, Interval? read = null, AppointmentId? except = null,
        OwnBuffers? own = null) =>
        new(times, ours, policy, read, except, own);

    /// <summary>All that stands in a half-open stretch of time, in order: what counts as free too, and that it is not known.</summary>
    /// <remarks>For a picture of a day: none of it decides.</remarks>
    public IReadOnlyList<SlotObstacle> Within(Interval time, AgendaId whose)
    {
        if (Times is BusyTimes.Unknown unknown)
            return [new SlotObstacle(ObstacleKind.Unknown, Decides: false) { Whose = whose, Reason = unknown.Reason, ReadAt = unknown.LastReadAt }];
        var met = new List<SlotObstacle>();
        Sources.Meeting(MinuteSpan.Around(time), default, whose, decides: false, met);
        return [.. met.OrderBy(o => o.Time?.Start ?? time.Start)];
    }

    /// <summary>Whether a slot and its buffers meet nothing that is taken.</summary>
    internal bool IsFree(MinuteSpan slot, Buffers around) =>
        IsKnown
        && !Meets(Buffered, slot.Start - around.BeforeMinutes, slot.End + around.AfterMinutes)
        && !Meets(Unbuffered, slot.Start, slot.End);

    /// <summary>The first of merged spans that ends after a minute.</summary>
    internal static int FirstEndingAfter(ReadOnlySpan<MinuteSpan> spans, int minute)
    {
        int low = 0, high = spans.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (spans[middle].End <= minute)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private static Interval Before(Instant end, Interval? read)
    {
        var start = read is { HasStart: true } window ? window.Start : (Instant?)null;
        end = read is { HasEnd: true } ended ? Instant.Min(end, ended.End) : end;
        return new Interval(start, start is { } first ? Instant.Max(first, end) : end);
    }

    private static bool Meets(MinuteSpan[] spans, int start, int end)
    {
        var first = FirstEndingAfter(spans, start);
        return first < spans.Length && spans[first].Start < end;
    }
}
