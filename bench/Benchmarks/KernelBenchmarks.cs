using BenchmarkDotNet.Attributes;
using Hidori.Benchmarks.Yardstick;

namespace Hidori.Benchmarks;

/// <summary>The yardstick under BenchmarkDotNet, for the allocation column and careful single figures.</summary>
[MemoryDiagnoser]
public class KernelBenchmarks
{
    private KernelWays ways = null!;

    [Params("R01", "R07", "R12", "R17", "R23", "R26")]
    public string Case { get; set; } = "";

    [GlobalSetup]
    public void Prepare() =>
        ways = new KernelWays(ReferenceCases.All.Single(c => c.Name.StartsWith(Case, StringComparison.Ordinal)));

    [Benchmark(Baseline = true)]
    public int RawJson() => ways.RawJson();

    [Benchmark]
    public int Sorted() => ways.Sorted();

    [Benchmark]
    public int Bitmap() => ways.Bitmap();

    [Benchmark]
    public int BitmapJson() => ways.BitmapJson();
}
