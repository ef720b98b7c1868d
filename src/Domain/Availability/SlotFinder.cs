using Hidori.Domain.Time;
using NodaTime;

namespace Hidori.Domain.Availability;

/// <summary>A slot with who takes it.</summary>
/// <param name="Hosts">
/// Required ones, then the chosen ones of each group, then the optional ones who are free; as the rule lists them. One at least is linked.
/// </param>
/// <param name="Room">The first free one; null when none is needed.</param>
public sealed record SlotAssignment(Interval Time, IReadOnlyList<MemberId> Hosts, RoomId? Room);

/// <summary>The availability engine: which times a page offers, who takes one, and why (SPEC B3–B6, B10, B14).</summary>
/// <remarks>
/// Pure and deterministic: the same question has the same answer. A start is offered exactly when nothing decides against
/// it in <see cref="Explain"/>, and exactly then it can be assigned.
/// </remarks>
public static class SlotFinder
{
    /// <exception cref="ArgumentException">The question asks for too many dates, or lengths are not whole minutes.</exception>
    public static Slots Find(SlotQuestion question)
    {
        Check(question);
        using var starts = new Pooled<int>(512);
        using var sweep = new SlotSweep(question);
        sweep.Run(Party.Of(question), starts);
        return new Slots(starts.Span.ToArray(), UnknownOf(question));
    }

    /// <summary>Who takes a start, and in which room; null when it is not offered.</summary>
    /// <param name="seed">What decides <see cref="HostChoice.Random"/>.</param>
    public static SlotAssignment? Assign(SlotQuestion question, Instant start, ulong seed = 0)
    {
        var date = Days.DateOf(OpeningSweep.DayOf(start, question.Rules.Hours.Zone));
        if (date < question.First || date > question.Last || !Find(question with { First = date, Last = date }).Contains(start))
            return null;

        var asked = new AskedSlot(question, start);
        var party = Party.Of(question);
        var hosts = party.Required.Select(h => h.Host).ToList();
        hosts.AddRange(HostDraw.From(party, asked, seed));
        hosts.AddRange(party.Optional.Where(asked.IsFree).Select(h => h.Host));
        return new SlotAssignment(
            new Interval(start, start + question.Length),
            hosts,
            question.Rooms.Count == 0 ? null : question.Rooms.First(asked.IsFree).Room);
    }

    /// <summary>この時間はなぜ?: everything that stands against a start, whether it is offered or not (SPEC B14).</summary>
    public static SlotExplanation Explain(SlotQuestion question, Instant start)
    {
        Check(question);
        return SlotReasons.Of(question, start);
    }

    private static void Check(SlotQuestion question)
    {
        var limits = question.Rules.Limits;
        if (question.Last < question.First || Period.DaysBetween(question.First, question.Last) >= SlotQuestion.MostDays)
            throw new ArgumentException($"From 1 to {SlotQuestion.MostDays} dates: {question.First}, {question.Last}.", nameof(question));
        if (!IsWhole(question.Length) || question.Length <= Duration.Zero || !IsWhole(limits.Step) || limits.Step <= Duration.Zero)
            throw new ArgumentException("Lengths and steps are whole minutes, and more than none.", nameof(question));
        if (IsNoBuffer(limits.PeopleBuffers) || IsNoBuffer(limits.RoomBuffers))
            throw new ArgumentException("Buffers are whole minutes.", nameof(question));
    }

    private static bool IsNoBuffer(Buffers buffers) =>
        !IsWhole(buffers.Before) || buffers.Before < Duration.Zero || !IsWhole(buffers.After) || buffers.After < Duration.Zero;

    private static bool IsWhole(Duration duration) => duration == Duration.FromMinutes((long)duration.TotalMinutes);

    private static IReadOnlyList<AgendaId> UnknownOf(SlotQuestion question)
    {
        List<AgendaId>? unknown = null;
        foreach (var host in question.Hosts)
        {
            if (!host.Busy.IsKnownThroughout)
                (unknown ??= []).Add(host.Host);
        }

        foreach (var room in question.Rooms)
        {
            if (!room.Busy.IsKnownThroughout)
                (unknown ??= []).Add(room.Room);
        }

        return unknown ?? (IReadOnlyList<AgendaId>)[];
    }
}
