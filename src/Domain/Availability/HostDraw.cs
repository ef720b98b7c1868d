namespace Hidori.Domain.Availability;

/// <summary>Who of a group's free hosts takes a slot.</summary>
internal static class HostDraw
{
    /// <summary>As many as each group needs, in order of choice, so that one who comes is linked.</summary>
    /// <remarks>Where the first in order are not, the first group that has a free one who is takes that one instead of its last.</remarks>
    public static IEnumerable<MemberId> From(Party party, AskedSlot asked, ulong seed)
    {
        var ordered = party.Groups.Select(g => Ordered(g, asked, seed)).ToList();
        var drawn = party.Groups.Select((g, i) => ordered[i][..g.Needed]).ToList();
        if (party.Carriers is { Count: > 0 } carriers)
        {
            var linked = carriers.Select(c => c.Host).ToHashSet();
            var at = ordered.FindIndex(o => o.Exists(linked.Contains));
            if (at >= 0 && !drawn.Exists(d => d.Exists(linked.Contains)))
                drawn[at][^1] = ordered[at].First(linked.Contains);
        }

        return drawn.SelectMany(d => d);
    }

    private static List<MemberId> Ordered(Party.Group group, AskedSlot asked, ulong seed)
    {
        var free = group.Members.Where(asked.IsFree).Select(m => m.Host).ToList();
        return group.Choice switch
        {
            HostChoice.Priority => free,
            HostChoice.EvenLoad => [.. free.OrderBy(asked.LoadOf)],
            HostChoice.Random => Shuffled(free, seed ^ (ulong)asked.Start.ToUnixTimeSeconds()),
        };
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
