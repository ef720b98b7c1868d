using System.Diagnostics;
using System.Globalization;

namespace Hidori.Benchmarks;

/// <summary>Ways to answer one question, timed in turns, so that noise hits all of them.</summary>
internal static class Rounds
{
    public const int Count = 9;
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan AllWarm = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan RoundLength = TimeSpan.FromMilliseconds(10);

    /// <summary>Prints microseconds and bytes a call; returns the medians, in order.</summary>
    public static IReadOnlyList<double> Time(IReadOnlyList<(string Name, Func<int> Run)> ways, TextWriter output)
    {
        var calls = ways.Select(w => CallsPerRound(w.Run)).ToList();
        var times = ways.Select(_ => new double[Count]).ToList();
        var bytes = new long[ways.Count];
        for (var round = 0; round < Count; round++)
        {
            for (var way = 0; way < ways.Count; way++)
            {
                var allocated = GC.GetAllocatedBytesForCurrentThread();
                times[way][round] = Measure(ways[way].Run, calls[way]).TotalMicroseconds / calls[way];
                bytes[way] = (GC.GetAllocatedBytesForCurrentThread() - allocated) / calls[way];
            }
        }

        var width = Math.Max(14, ways.Max(w => w.Name.Length));
        for (var way = 0; way < ways.Count; way++)
        {
            Array.Sort(times[way]);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {ways[way].Name.PadRight(width)} min {times[way][0],10:0.00}  median {times[way][Count / 2],10:0.00}  " +
                $"max {times[way][^1],10:0.00}  {bytes[way],5} B"));
        }

        return [.. times.Select(t => t[Count / 2])];
    }

    /// <summary>Methods are compiled again, in the background, once they were called often; wait for all of it.</summary>
    public static void LetTheRuntimeOptimize(IEnumerable<Func<int>> runs)
    {
        var all = runs.ToList();
        var started = Stopwatch.GetTimestamp();
        do
        {
            foreach (var run in all) CallsPerRound(run);
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
