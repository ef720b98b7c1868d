using System.Globalization;
using Hidori.Benchmarks.Ground;

namespace Hidori.Benchmarks.Confirm;

/// <summary>
/// Guests who press at the same moment (G5), by HTTP through the form of a page, with calendars that are read live: C1 who wins and how
/// quickly, C2 that nothing overlaps, C3 that a kill loses nothing.
/// </summary>
internal static class ConfirmCommand
{
    /// <param name="args">C1, C2 or C3, and how many attempts or kills; none is all three in the usual size.</param>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, TextWriter output)
    {
        output.WriteLine($"revision {KernelCommand.Revision}, {Environment.ProcessorCount} cores, {(FiguresDatabase.IsPostgres ? "PostgreSQL" : "SQLite")}");
        int? count = args.Count > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : null;
        var asked = args.Count > 0 ? args[0].ToUpperInvariant() : "";
        var right = asked is "" or "C1" or "C2" or "C3";
        if (asked is "" or "C1")
            right &= await Contention.RunAsync(count ?? Contention.Usual, output);
        if (asked is "" or "C2")
            right &= await Overlapping.RunAsync(count ?? Overlapping.Usual, output);
        if (asked is "" or "C3")
            right &= await Kills.RunAsync(count ?? Kills.Usual, output);
        return right ? 0 : 1;
    }

    /// <summary>Says a count that has to be just so.</summary>
    /// <returns>Whether it is.</returns>
    public static bool Expect(string what, int counted, int wanted, TextWriter output)
    {
        output.WriteLine($"  {what,-46} {counted,6}   goal {wanted}: {(counted == wanted ? "reached" : "MISSED")}");
        return counted == wanted;
    }
}
