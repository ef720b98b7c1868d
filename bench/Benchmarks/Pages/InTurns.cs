using System.Globalization;

namespace Hidori.Benchmarks.Pages;

/// <summary>One of several ways that are asked in turns, so that noise hits all of them.</summary>
/// <param name="Run">What one round costs, by its number.</param>
internal sealed record Way(string Name, Func<int, Task<LoadFigures>> Run);

/// <summary>Rounds of several ways in turns; ratios are taken within each round.</summary>
internal sealed class InTurns(IReadOnlyList<Way> ways, LoadFigures[][] figures)
{
    public const int Rounds = 7;

    /// <summary>Runs and prints them: CPU microseconds a request, minimum, median and maximum of the rounds.</summary>
    public static async Task<InTurns> RunAsync(IReadOnlyList<Way> ways, TextWriter output)
    {
        var figures = ways.Select(_ => new LoadFigures[Rounds]).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            for (var way = 0; way < ways.Count; way++)
                figures[way][round] = await ways[way].Run(round);
        }

        for (var way = 0; way < ways.Count; way++)
        {
            var middle = figures[way].OrderBy(f => f.Cpu).ElementAt(Rounds / 2);
            var answers = middle.Bytes < 0 ? "" : string.Create(
                CultureInfo.InvariantCulture,
                $" {1e6 / middle.Cpu:0} a second and core, p50 {middle.MedianMilliseconds:0.00} ms, p99 {middle.P99Milliseconds:0.0} ms, {middle.Bytes:0} bytes");
            output.WriteLine($"  {ways[way].Name,-52} {Spread(figures[way].Select(f => f.Cpu), "0.0"),-26}{answers}");
        }

        return new InTurns(ways, figures);
    }

    /// <summary>Prints how many times as much one way costs as another, pair by pair.</summary>
    /// <param name="goal">The most that the median may be; null where none is set.</param>
    public void Ratio(int way, int yardstick, double? goal, TextWriter output, Func<LoadFigures, double>? of = null, string what = "CPU")
    {
        of ??= f => f.Cpu;
        Say($"{what}: {ways[way].Name} ÷ {ways[yardstick].Name}", figures[way].Zip(figures[yardstick], (w, y) => of(w) / of(y)), goal, output);
    }

    /// <summary>Prints the exponent by which cost grows with a size: the slope of the logarithms, round by round.</summary>
    /// <param name="sizes">Of the ways from the first on.</param>
    public void Slope(string what, int first, IReadOnlyList<int> sizes, double? goal, TextWriter output) => Say(
        $"slope {what}",
        Enumerable.Range(0, Rounds).Select(r => SlopeOf([.. sizes.Select((s, i) => (Math.Log(s), Math.Log(figures[first + i][r].Cpu)))])),
        goal, output);

    private static void Say(string what, IEnumerable<double> values, double? goal, TextWriter output)
    {
        var sorted = values.Order().ToList();
        var verdict = goal is not { } most ? "" : $"   goal ≤ {most.ToString(CultureInfo.InvariantCulture)}: {(sorted[sorted.Count / 2] <= most ? "reached" : "MISSED")}";
        output.WriteLine($"  {what,-76} {Spread(sorted, "0.00"),-26}{verdict}");
    }

    private static string Spread(IEnumerable<double> values, string format)
    {
        var sorted = values.Order().ToList();
        return string.Join(" / ", new[] { sorted[0], sorted[sorted.Count / 2], sorted[^1] }.Select(v => v.ToString(format, CultureInfo.InvariantCulture).PadLeft(7)));
    }

    private static double SlopeOf(IReadOnlyList<(double X, double Y)> points)
    {
        var (x, y) = (points.Average(p => p.X), points.Average(p => p.Y));
        return points.Sum(p => (p.X - x) * (p.Y - y)) / points.Sum(p => (p.X - x) * (p.X - x));
    }
}
