using System.Reflection;
using Hidori.Benchmarks.Yardstick;

namespace Hidori.Benchmarks;

/// <summary>The yardstick in half a minute: answers first, then times; ways interleaved, so that noise hits all.</summary>
internal static class KernelCommand
{
    public static string Revision =>
        typeof(KernelCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion;

    public static int Run(IReadOnlyList<string> names, TextWriter output)
    {
        output.WriteLine($"revision {Revision}, {Environment.ProcessorCount} cores, {Rounds.Count} rounds, µs per question");
        var asked = ReferenceCases.All.Concat(ReferenceCases.Large)
            .Where(c => names.Count == 0 || names.Any(n => c.Name.StartsWith(n, StringComparison.OrdinalIgnoreCase)))
            .Select(c => (c.Name, Ways: new KernelWays(c)))
            .ToList();

        Rounds.LetTheRuntimeOptimize(asked.SelectMany(a => a.Ways.All).Select(w => w.Run));
        var wrong = 0;
        foreach (var (name, ways) in asked)
        {
            output.WriteLine();
            if (ways.AgreedAnswer() is { } answer)
            {
                output.WriteLine($"{name}: {answer.Slots} slots, checksum {answer.Checksum}");
                Rounds.Time(ways.All, output);
            }
            else
            {
                output.WriteLine($"{name}: WRONG ANSWER, not timed");
                wrong++;
            }
        }

        return wrong == 0 && asked.Count > 0 ? 0 : 1;
    }
}
