using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Hidori.Benchmarks.Yardstick;

namespace Hidori.Benchmarks;

/// <summary>The yardstick in half a minute: answers first, then times; ways interleaved, so that noise hits all.</summary>
internal static class KernelCommand
{
    private const int Rounds = 9;
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan AllWarm = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan RoundLength = TimeSpan.FromMilliseconds(10);

    public static int Run(IReadOnlyList<string> names, TextWriter output)
    {
        output.WriteLine($"revision {Revision}, {Environment.ProcessorCount} cores, {Rounds} rounds, µs per question");
        var asked = ReferenceCases.All.Concat(ReferenceCases.Large)
            .Where(c => names.Count == 0 || names.Any(n => c.Name.StartsWith(n, StringComparison.OrdinalIgnoreCase)))
            .Select(c => (c.Name, Ways: new KernelWays(c)))
            .ToList();

        LetTheRuntimeOptimize(asked.Select(a => a.Ways));
        var wrong = 0;
        foreach (var (name, ways) in asked)
        {
            output.WriteLine();
            if (ways.AgreedAnswer() is { } answer)
            {
                output.WriteLine($"{name}: {answer.Slots} slots, checksum {answer.Checksum}");
                Time(ways, output);
            }
            else
            {
                output.WriteLine($"{name}: WRONG ANSWER, not timed");
                wrong++;
            }
        }

        return wrong == 0 && asked.Count > 0 ? 0 : 1;
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

    /// <summary>Methods are compiled again, in the background, once they were called often; wait for all of it.</summary>
    private static void LetTheRuntimeOptimize(IEnumerable<KernelWays> asked)
    {
        var runs = asked.SelectMany(w => w.All).Select(w => w.Run).ToList();
        var started = Stopwatch.GetTimestamp();
        do
        {
            foreach (var run in runs) CallsPerRound(run);
        }
        while (Stopwatch.GetElapsedTime(started) < AllWarm);
    }

    private static int CallsPerRound(Func<int> run)
    {
        var calls = 0;
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < WarmUp)
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
