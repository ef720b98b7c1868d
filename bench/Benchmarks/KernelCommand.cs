using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Hidori.Benchmarks.Yardstick;

namespace Hidori.Benchmarks;

/// <summary>The yardstick in half a minute: answers first, then times; ways interleaved, so that noise hits all.</summary>
internal static class KernelCommand
{
    private const int Rounds = 9;
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan RoundLength = TimeSpan.FromMilliseconds(10);

    public static int Run(IReadOnlyList<string> names, TextWriter output)
    {
        output.WriteLine($"revision {Revision}, {Environment.ProcessorCount} cores, {Rounds} rounds, µs per question");
        var wrong = 0;
        foreach (var reference in ReferenceCases.All.Concat(ReferenceCases.Large).Where(IsAsked))
        {
            var ways = new KernelWays(reference);
            if (ways.AgreedAnswer() is not { } answer)
            {
                output.WriteLine($"{reference.Name}: WRONG ANSWER, not timed");
                wrong++;
                continue;
            }

            output.WriteLine();
            output.WriteLine($"{reference.Name}: {answer.Slots} slots, checksum {answer.Checksum}");
            Time(ways, output);
        }

        return wrong == 0 ? 0 : 1;

        bool IsAsked(ReferenceCase reference) =>
            names.Count == 0 || names.Any(n => reference.Name.StartsWith(n, StringComparison.OrdinalIgnoreCase));
    }

    private static string Revision =>
        typeof(KernelCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion;

    private static void Time(KernelWays ways, TextWriter output)
    {
        var calls = ways.All.Select(w => CallsPerRound(w.Run)).ToList();
        var times = ways.All.Select(_ => new double[Rounds]).ToList();
        var bytes = new long[ways.All.Count];
        for (var round = 0; round < Rounds; round++)
        {
            for (var way = 0; way < ways.All.Count; way++)
            {
                var allocated = GC.GetAllocatedBytesForCurrentThread();
                times[way][round] = Measure(ways.All[way].Run, calls[way]).TotalMicroseconds / calls[way];
                bytes[way] = (GC.GetAllocatedBytesForCurrentThread() - allocated) / calls[way];
            }
        }

        for (var way = 0; way < ways.All.Count; way++)
        {
            var sorted = times[way].Order().ToList();
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {ways.All[way].Name,-14} min {sorted[0],10:0.00}  median {sorted[Rounds / 2],10:0.00}  " +
                $"max {sorted[^1],10:0.00}  {bytes[way],5} B"));
        }
    }

    /// <summary>Also lets the runtime finish optimizing before anything is counted.</summary>
    private static int CallsPerRound(Func<int> run)
    {
        var calls = 0;
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < WarmUp || calls < 100)
        {
            run();
            calls++;
        }

        return Math.Max(1, (int)(calls * (RoundLength / Stopwatch.GetElapsedTime(started))));
    }

    private static TimeSpan Measure(Func<int> run, int calls)
    {
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < calls; i++) run();
        return Stopwatch.GetElapsedTime(started);
    }
}
