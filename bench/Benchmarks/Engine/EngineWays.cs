using Hidori.Benchmarks.Yardstick;
using Hidori.Domain.Availability;
using NodaTime;

namespace Hidori.Benchmarks.Engine;

/// <summary>One question to the product's engine and to the yardstick.</summary>
internal sealed class EngineWays
{
    private readonly Question yardstick;
    private readonly SlotKernel kernel;
    private readonly DayJson json;
    private readonly List<BusyTimes> delivered;
    private readonly List<Instant> refused;

    public EngineWays(string name)
    {
        var reference = ReferenceCases.All.Concat(ReferenceCases.Large).Single(c => c.Name.StartsWith(name, StringComparison.Ordinal));
        Name = reference.Name;
        yardstick = reference.Question;
        kernel = new SlotKernel(yardstick);
        json = new DayJson(yardstick.Hosts[0].Zone, yardstick.Rules.EndMinute / yardstick.Rules.GridMinutes);
        Question = EngineQuestion.Of(yardstick);
        delivered = [.. yardstick.Hosts.Select(h => EngineQuestion.TimesOf(h.Busy))];

        var offered = SlotFinder.Find(Question);
        refused =
        [
            .. Enumerable.Range(0, yardstick.Rules.Days * 24).Select(h => Generators.Base + Duration.FromHours(h))
                .Where(h => IsOfficeHour(h) && !offered.Contains(h)),
        ];
    }

    public string Name { get; }

    public SlotQuestion Question { get; }

    public int Refused => refused.Count;

    public (string Name, Func<int> Run) KernelRaw => ("kernel raw", () => kernel.Raw().Length);

    public (string Name, Func<int> Run) KernelJson => ("kernel raw + JSON", () => json.Write(kernel.Raw()).Length);

    public (string Name, Func<int> Run) KernelSorted => ("kernel sorted", () => kernel.Sorted().Length);

    public (string Name, Func<int> Run) Engine => ("engine", () => SlotFinder.Find(Question).Count);

    /// <summary>With the first host's calendar as it was delivered, to be sorted and merged.</summary>
    public (string Name, Func<int> Run) EngineRaw => ("engine from entries", FindFromEntries);

    /// <summary>What is offered, and why every other whole office hour is not.</summary>
    public (string Name, Func<int> Run) Explained => ($"engine, {Refused} hours why", Explain);

    /// <summary>The checksum all ways agree on, or null; a reference answer is one of them.</summary>
    public (int Slots, uint Checksum)? AgreedAnswer()
    {
        var starts = EngineQuestion.StartsOf(Question);
        var answer = (starts.Length, Checksum.Of(starts));
        var reference = ReferenceCases.All.FirstOrDefault(c => c.Name == Name);
        return (kernel.Sorted().Length, Checksum.Of(kernel.Sorted())) == answer
            && (reference is null || (reference.Slots, reference.Checksum) == answer)
            && refused.TrueForAll(r => !SlotFinder.Explain(Question, r).IsOffered) ? answer : null;
    }

    private int FindFromEntries()
    {
        var hosts = new HostBusy[delivered.Count];
        for (var i = 0; i < hosts.Length; i++)
            hosts[i] = Question.Hosts[i] with { Busy = BusyIndex.Of(delivered[i], [], BusyPolicy.Usual) };
        return SlotFinder.Find(Question with { Hosts = hosts }).Count;
    }

    private int Explain()
    {
        var obstacles = SlotFinder.Find(Question).Count;
        foreach (var hour in refused)
            obstacles += SlotFinder.Explain(Question, hour).Obstacles.Count;
        return obstacles;
    }

    private bool IsOfficeHour(Instant hour)
    {
        var local = hour.InZone(DateTimeZoneProviders.Tzdb[yardstick.Hosts[0].Zone.ZoneId]);
        return local.DayOfWeek <= IsoDayOfWeek.Friday && local.Hour is >= 9 and < 17;
    }
}
