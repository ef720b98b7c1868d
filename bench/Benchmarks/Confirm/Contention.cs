using System.Globalization;
using Hidori.Benchmarks.Yardstick;

namespace Hidori.Benchmarks.Confirm;

/// <summary>C1: sixteen guests at once, on many times and on few. Who comes first wins, and nobody else.</summary>
internal static class Contention
{
    public const int Usual = 1_000;
    private const int All = 4_000;
    private const int Clients = 16;

    /// <summary>Of all 4,000 attempts, as counted elsewhere.</summary>
    private static readonly Dictionary<int, int> Known = new() { [2_000] = 1_738, [200] = 200 };

    public static async Task<bool> RunAsync(int attempts, TextWriter output)
    {
        var right = true;
        foreach (var slots in (int[])[2_000, 200])
            right &= await RunAsync(attempts, slots, output);
        return right;
    }

    /// <summary>The half hours that are tried, one after another (G5).</summary>
    public static IReadOnlyList<int> Slots(int attempts, int slots)
    {
        var chance = new Prng(42);
        return [.. Enumerable.Range(0, attempts).Select(_ => chance.Next(slots))];
    }

    private static async Task<bool> RunAsync(int attempts, int slots, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine($"C1 {attempts} attempts at {slots} times, {Clients} at once");
        var tried = Slots(attempts, slots);
        var wanted = tried.Distinct().Count();
        if (attempts == All && wanted != Known[slots])
            throw new InvalidOperationException($"{wanted} distinct times are not {Known[slots]}.");

        await using var world = await ConfirmWorld.StartAsync();
        using var pressing = new Pressing(world, Clients);
        await pressing.OpenAllAsync();
        var now = await RawInserts.NowAsync(world);
        var warm = Enumerable.Range(0, 100).Select(i => Attempt.Of(attempts + i, i % ConfirmWorld.Hosts, world.StartOf(2_010 + i), now)).ToList();
        using (var first = new Pressing(world, Clients))
            await first.RunAsync(warm);

        await pressing.RunCountedAsync([.. tried.Select((s, i) => Attempt.Of(i, s % ConfirmWorld.Hosts, world.StartOf(s), now))]);
        pressing.Say(output);
        var raw = await RawInserts.RunAsync(world, tried, Clients);
        var ledger = await ConfirmLedger.ReadAsync(world, hostsAndRooms: 1);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  bare rows under the same constraint: {raw.Won} won, {raw.PerSecond:0} presses a second; won a second ÷ theirs {pressing.Won.Count / pressing.Lasted.TotalSeconds / (raw.Won / raw.Lasted.TotalSeconds):0.000}   goal ≥ 0.5"));
        return ConfirmCommand.Expect("winners", pressing.Won.Count, wanted, output)
            & ConfirmCommand.Expect("winners of bare rows", raw.Won, wanted, output)
            & ConfirmCommand.Expect("appointments in the table", ledger.Confirmed.Count - warm.Count, wanted, output)
            & ConfirmCommand.Expect("pages of winners", pressing.Won.Values.Distinct().Count(), wanted, output)
            & ConfirmCommand.Expect("overlaps in the table", ledger.Overlaps(), 0, output)
            & ConfirmCommand.Expect("partial", ledger.Partial(), 0, output);
    }
}
