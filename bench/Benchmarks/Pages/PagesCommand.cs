using Hidori.Benchmarks.Ground;

namespace Hidori.Benchmarks.Pages;

/// <summary>
/// Booking pages over HTTP beside fixed answers of the same server and the yardstick's kernel: answers first, then CPU time of the
/// server's process and its database, in turns. H1–H6 and X1–X5, each by its name.
/// </summary>
internal static class PagesCommand
{
    private static readonly IReadOnlyList<(string Name, Func<TextWriter, Task<bool>> Run)> All =
    [
        ("H1", PageScenarios.MonthAsync), ("H2", PageScenarios.MonthAsync), ("H3", PageScenarios.FirstLookAsync),
        ("H4", PageScenarios.UnchangedAsync), ("H5", PageScenarios.AnyOneAsync), ("H6", PageWeight.RunAsync),
        ("X1", GrowthScenarios.HostsAsync), ("X2", GrowthScenarios.RowsOfOthersAsync), ("X3", GrowthScenarios.HistoryAsync),
        ("X4", GrowthScenarios.HorizonAsync), ("X5", GrowthScenarios.HoldsAsync),
    ];

    /// <param name="names">Those to run; none is all.</param>
    public static async Task<int> RunAsync(IReadOnlyList<string> names, TextWriter output)
    {
        var asked = All.Where(s => names.Count == 0 || names.Contains(s.Name, StringComparer.OrdinalIgnoreCase)).ToList();
        var database = FiguresDatabase.IsPostgres ? "PostgreSQL" : "SQLite";
        output.WriteLine($"revision {KernelCommand.Revision}, {Environment.ProcessorCount} cores, {database}, {InTurns.Rounds} rounds, CPU µs a request: min / median / max");
        // The same question of two databases.
        var ofTheOther = FiguresDatabase.IsPostgres ? "H1" : "H2";
        var right = asked.Count > 0;
        foreach (var (name, run) in asked)
        {
            output.WriteLine();
            if (name == ofTheOther)
            {
                output.WriteLine($"{name} is not asked of {database}: with HIDORI_TEST_POSTGRES, as eng/with-postgres sets it, H2 is, and else H1");
                right &= names.Count == 0;
                continue;
            }

            output.WriteLine(name);
            right &= await run(output);
        }

        return right ? 0 : 1;
    }
}
