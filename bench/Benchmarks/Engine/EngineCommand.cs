using System.Globalization;

namespace Hidori.Benchmarks.Engine;

/// <summary>The product's engine beside the yardstick, E1–E6: answers first, then times in turns, then ratios of medians.</summary>
internal static class EngineCommand
{
    private static readonly string[] Names = ["R01", "R07", "R12", "R17", "R18", "R21", "R23", "R25", "R26", "L01", "L02"];

    public static int Run(TextWriter output)
    {
        output.WriteLine($"revision {KernelCommand.Revision}, {Environment.ProcessorCount} cores, {Rounds.Count} rounds, µs per question");
        var asked = Names.ToDictionary(n => n, n => new EngineWays(n));
        foreach (var ways in asked.Values)
        {
            if (ways.AgreedAnswer() is not { } answer)
            {
                output.WriteLine($"{ways.Name}: WRONG ANSWER, nothing timed");
                return 1;
            }

            output.WriteLine($"{ways.Name}: {answer.Slots} slots, checksum {answer.Checksum}");
        }

        Rounds.LetTheRuntimeOptimize(asked.Values.SelectMany(w => new[] { w.KernelJson, w.KernelSorted, w.Engine, w.EngineRaw, w.Explained }).Select(w => w.Run));
        foreach (var (id, name) in new[] { ("E1", "R01"), ("E2", "R07") })
            Compare(id, asked[name], [asked[name].KernelJson, asked[name].KernelRaw, asked[name].KernelSorted, asked[name].Engine, asked[name].EngineRaw], output);
        Compare("E3", asked["R12"], [Named("R01", asked["R01"].Engine), Named("R12", asked["R12"].Engine)], output);
        foreach (var (id, name) in new[] { ("E4", "R21"), ("E4", "R23"), ("E4", "L01"), ("E5", "R17"), ("E5", "R18") })
            Compare(id, asked[name], [asked[name].KernelSorted, asked[name].Engine], output);
        foreach (var name in new[] { "R25", "R26", "L02" })
            Compare("E6", asked[name], [asked[name].KernelSorted, asked[name].Engine, asked[name].Explained], output);
        return 0;
    }

    private static (string Name, Func<int> Run) Named(string name, (string Name, Func<int> Run) way) => ($"{name} {way.Name}", way.Run);

    /// <summary>Times, and each median over each of those before it.</summary>
    private static void Compare(string id, EngineWays asked, IReadOnlyList<(string Name, Func<int> Run)> ways, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine($"{id} {asked.Name}");
        var medians = Rounds.Time(ways, output);
        for (var way = 1; way < ways.Count; way++)
        {
            for (var other = 0; other < way; other++)
            {
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"  {ways[way].Name} = {medians[way] / medians[other]:0.00} x {ways[other].Name}"));
            }
        }
    }
}
