using System.Globalization;
using CsCheck;
using Hidori.Domain.Availability;
using NodaTime;
using Xunit;

namespace Hidori.Domain.Tests.Availability;

/// <summary>
/// The same answers as from <see cref="SlowSlots"/>, over random questions. HIDORI_CASES says how many: a number, or
/// <c>full</c> for a million.
/// </summary>
public sealed class TheEngineAgreesWithASlowOne
{
    private static readonly Gen<int> Seeds = Gen.Int[0, int.MaxValue];

    private static int Cases => Environment.GetEnvironmentVariable("HIDORI_CASES") switch
    {
        "full" => 1_000_000,
        { Length: > 0 } number => int.Parse(number, CultureInfo.InvariantCulture),
        _ => 20_000,
    };

    [Fact]
    public void Over_what_is_offered_who_takes_it_and_why() => Seeds.Sample(
        seed =>
        {
            var asked = SlotCases.Of(seed);
            var slow = new SlowSlots(asked);
            var question = asked.Question;
            var expected = slow.Offered();

            var offered = SlotFinder.Find(question);

            Assert.Equal(expected, offered);
            if (expected.Count > 0)
                AssertAssigned(asked, slow, expected[seed % expected.Count], SlotFinder.Assign(question, expected[seed % expected.Count], 7));
            foreach (var start in AnyTimes(asked, expected, seed))
                AssertExplained(slow, start, expected, SlotFinder.Explain(question, start));
        },
        iter: Cases);

    private static IEnumerable<Instant> AnyTimes(SlotCase asked, IReadOnlyList<Instant> offered, int seed)
    {
        var random = new Random(seed);
        var first = asked.First.AtMidnight().InUtc().ToInstant();
        for (var i = 0; i < 3; i++)
            yield return first + Duration.FromMinutes(random.Next(-1500, 4500) / 15 * 15) + Duration.FromSeconds(random.Next(8) == 0 ? 20 : 0);
        if (offered.Count > 0)
            yield return offered[seed % offered.Count];
    }

    private static void AssertAssigned(SlotCase asked, SlowSlots slow, Instant start, SlotAssignment? assignment)
    {
        Assert.NotNull(assignment);
        Assert.Equal(new Interval(start, start + asked.Length), assignment.Time);
        Assert.Equal(asked.Rooms.FirstOrDefault(r => slow.IsRoomFree(r, start))?.Id, assignment.Room?.Value);

        var (required, optional, groups) = slow.Parts();
        var hosts = assignment.Hosts.ToList();
        bool IsLinked(MemberId host) => slow.Host(host).IsLinked;
        Assert.Contains(hosts, IsLinked);
        Assert.Equal(required.Select(h => h.Id), hosts.Take(required.Count).Select(h => h.Value));
        hosts.RemoveRange(0, required.Count);
        foreach (var group in groups)
        {
            var free = group.Hosts.Where(h => slow.IsFree(slow.Host(h), start)).ToList();
            var chosen = hosts.Take(group.Needed).ToList();
            hosts.RemoveRange(0, group.Needed);
            Assert.Equal(group.Needed, chosen.Distinct().Count());
            Assert.Subset(free.ToHashSet(), chosen.ToHashSet());
            foreach (var one in chosen)
            {
                // Whoever comes first in order of choice and is free was chosen too, except before the only one who is linked.
                var isNeeded = slow.NeedsFreeLink && IsLinked(one) && assignment.Hosts.Except(optional.Select(h => new MemberId(h.Id))).Count(IsLinked) == 1;
                Assert.All(free.Where(f => IsBefore(f, one) && !(isNeeded && !IsLinked(f))), f => Assert.Contains(f, chosen));
            }

            bool IsBefore(MemberId other, MemberId one) => group.Choice switch
            {
                HostChoice.Priority => free.IndexOf(other) < free.IndexOf(one),
                HostChoice.EvenLoad => (slow.Load(other, start), free.IndexOf(other)).CompareTo((slow.Load(one, start), free.IndexOf(one))) < 0,
                HostChoice.Random => false,
            };
        }

        Assert.Equal(optional.Where(h => slow.IsFree(h, start)).Select(h => h.Id), hosts.Select(h => h.Value));
    }

    private static void AssertExplained(SlowSlots slow, Instant start, IReadOnlyList<Instant> offered, SlotExplanation explanation)
    {
        Assert.Equal(offered.Contains(start), explanation.IsOffered);
        Assert.Equal(
            slow.Obstacles(start).Order(),
            explanation.Obstacles.Where(o => o.Kind != ObstacleKind.OfferedEnough).Select(o => (o.Kind, o.Whose?.Value, o.Decides)).Order());
    }
}
