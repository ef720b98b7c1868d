namespace Hidori.Domain.Availability;

/// <summary>Who of several free hosts takes a slot.</summary>
public enum HostChoice
{
    /// <summary>Who has the fewest bookings of the page in the calendar month of the slot; of equals, the first in order.</summary>
    EvenLoad,

    /// <summary>The first in order.</summary>
    Priority,

    /// <summary>By chance, the same for the same seed and time.</summary>
    Random,
}

/// <summary>A group of hosts of which so many take part.</summary>
/// <param name="Hosts">In order of priority.</param>
/// <param name="Needed">At least one, at most all.</param>
/// <param name="Choice">Who, when more are free.</param>
public sealed record HostGroup(IReadOnlyList<MemberId> Hosts, int Needed, HostChoice Choice = HostChoice.EvenLoad);

/// <summary>参加ルール: who has to be free for a slot (SPEC B3).</summary>
public abstract record AttendanceRule
{
    private AttendanceRule() { }

    /// <summary>全員参加.</summary>
    public sealed record Everyone : AttendanceRule;

    /// <summary>誰か1人が参加: offered when any one is free; the order of the question's hosts is the order of priority.</summary>
    public sealed record AnyOne(HostChoice Choice = HostChoice.EvenLoad) : AttendanceRule;

    /// <summary>さらに詳細. Each host stands in one place at most; hosts of the question who stand nowhere do not matter.</summary>
    /// <param name="Required">All of them.</param>
    /// <param name="Optional">They come when they are free, and never keep a slot from being offered.</param>
    /// <param name="Groups">So many of each.</param>
    public sealed record RequiredAndOptional(
        IReadOnlyList<MemberId> Required, IReadOnlyList<MemberId> Optional, IReadOnlyList<HostGroup> Groups) : AttendanceRule;
}
