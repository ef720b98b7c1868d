namespace Hidori.Domain.Availability;

/// <summary>Who of a group's free hosts takes a slot.</summary>
internal static class HostDraw
{
    /// <summary>As many as are needed, in order of choice.</summary>
    public static IReadOnlyList<MemberId> From(Party.Group group, AskedSlot asked, ulong seed)
    {
        var free = group.Members.Where(asked.IsFree).Select(m => m.Host).ToList();
        var ordered = group.Choice switch
        {
            HostChoice.Priority => free,
            HostChoice.EvenLoad => [.. free.OrderBy(asked.LoadOf)],
            HostChoice.Random => Shuffled(free, seed ^ (ulong)asked.Start.ToUnixTimeSeconds()),
        };
        return ordered[..group.Needed];
    }

    /// <summary>Fisher and Yates, by numbers of SplitMix64.</summary>
    private static List<MemberId> Shuffled(List<MemberId> hosts, ulong state)
    {
        for (var left = hosts.Count; left > 1; left--)
        {
            state += 0x9E3779B97F4A7C15;
            var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            mixed ^= mixed >> 31;
            var drawn = (int)(mixed % (ulong)left);
            (hosts[left - 1], hosts[drawn]) = (hosts[drawn], hosts[left - 1]);
        }

        return hosts;
    }
}
