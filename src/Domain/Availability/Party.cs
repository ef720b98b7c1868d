namespace Hidori.Domain.Availability;

/// <summary>A question's hosts by what the attendance rule asks of them.</summary>
internal sealed class Party
{
    private Party(IReadOnlyList<HostBusy> required, IReadOnlyList<HostBusy> optional, IReadOnlyList<Group> groups)
    {
        Required = required;
        Optional = optional;
        Groups = groups;
        Carriers = CarriersOf(required, optional, groups);
    }

    public IReadOnlyList<HostBusy> Required { get; }

    public IReadOnlyList<HostBusy> Optional { get; }

    public IReadOnlyList<Group> Groups { get; }

    /// <summary>
    /// Of whom one has to be free, because the meeting could stand in nobody else's calendar: the linked ones of groups and the
    /// optional. Null where somebody who always comes is linked, or everybody is.
    /// </summary>
    public IReadOnlyList<HostBusy>? Carriers { get; }

    /// <exception cref="ArgumentException">Nobody would take part, a host stands twice, is missing, or a group needs more than it has.</exception>
    public static Party Of(SlotQuestion question)
    {
        var party = question.Rules.Attendance switch
        {
            AttendanceRule.AnyOne any => new Party([], [], [new(question.Hosts, 1, any.Choice)]),
            AttendanceRule.RequiredAndOptional detailed => Detailed(detailed, question.Hosts),
            _ => new Party(question.Hosts, [], []),
        };
        if ((party.Required.Count == 0 && party.Groups.Count == 0) || party.Groups.Any(g => g.Needed < 1 || g.Needed > g.Members.Count))
            throw new ArgumentException("Somebody has to take part, and a group needs at most all of its hosts.", nameof(question));
        return party;
    }

    private static IReadOnlyList<HostBusy>? CarriersOf(IReadOnlyList<HostBusy> required, IReadOnlyList<HostBusy> optional, IReadOnlyList<Group> groups)
    {
        foreach (var host in required)
        {
            if (host.IsLinked)
                return null;
        }

        foreach (var group in groups)
        {
            var unlinked = 0;
            foreach (var host in group.Members)
                unlinked += host.IsLinked ? 0 : 1;
            // So many come that one of them is linked, whoever it is.
            if (unlinked < group.Needed)
                return null;
        }

        return [.. groups.SelectMany(g => g.Members).Concat(optional).Where(h => h.IsLinked)];
    }

    private static Party Detailed(AttendanceRule.RequiredAndOptional rule, IReadOnlyList<HostBusy> hosts)
    {
        var known = hosts.ToDictionary(h => h.Host);
        var placed = new HashSet<MemberId>();
        return new Party(
            Placed(rule.Required), Placed(rule.Optional), [.. rule.Groups.Select(g => new Group(Placed(g.Hosts), g.Needed, g.Choice))]);

        HostBusy[] Placed(IReadOnlyList<MemberId> members) =>
        [
            .. members.Select(m => known.TryGetValue(m, out var host) && placed.Add(m)
                ? host
                : throw new ArgumentException($"Host {m} is not among the question's, or stands in two places.", nameof(rule))),
        ];
    }

    public readonly record struct Group(IReadOnlyList<HostBusy> Members, int Needed, HostChoice Choice);
}
