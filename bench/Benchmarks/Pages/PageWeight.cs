using System.Text.RegularExpressions;

namespace Hidori.Benchmarks.Pages;

/// <summary>H6: what a guest's browser loads until the first free times are there, without a script.</summary>
internal static partial class PageWeight
{
    private const int MostRequests = 4;
    private const int MostBytes = 60 * 1024;

    public static async Task<bool> RunAsync(TextWriter output)
    {
        await using var stage = await PagesStage.MakeAsync(output, 1);
        await stage.Data.OpenPagesAsync([new PageWanted("p0", [0])]);
        await stage.StartAsync();
        if (!await stage.IsRightAsync("R01", "p0", 30, output))
            return false;

        var (html, bytes) = await stage.Load.LoadAsync(stage.Data.AddressOf("p0"));
        var slots = PagesLoad.StartsOf(html).Count();
        output.WriteLine($"  the page                     {bytes,6} bytes, {slots} free times in it");
        // What a browser waits for before it draws, and the icons in it. Modules wait until the page is there.
        var before = Addresses(Needed(), html);
        var after = Addresses(Later(), html).Except(before).ToList();
        var whole = bytes;
        foreach (var address in before.Concat(after))
        {
            var (_, size) = await stage.Load.LoadAsync(address);
            whole += size;
            bytes += before.Contains(address) ? size : 0;
            output.WriteLine($"  {address.Split('?')[0],-28} {size,6} bytes, {(before.Contains(address) ? "before it is drawn" : "after it is drawn")}");
        }

        Say("requests", before.Count + 1, MostRequests, output);
        Say("bytes", bytes, MostBytes, output);
        Say("requests, with what comes after", before.Count + after.Count + 1, most: null, output);
        Say("bytes, with what comes after", whole, MostBytes, output);
        return slots > 0;
    }

    private static List<string> Addresses(Regex where, string html) => [.. where.Matches(html).Select(m => m.Groups[1].Value.Split('#')[0]).Distinct()];

    private static void Say(string what, int counted, int? most, TextWriter output) =>
        output.WriteLine($"  {what,-35} {counted,7}{(most is { } goal ? $"   goal ≤ {goal}: {(counted <= goal ? "reached" : "MISSED")}" : "")}");

    [GeneratedRegex("(?:<link rel=\"stylesheet\" href|<use href)=\"([^\"]+)\"")]
    private static partial Regex Needed();

    [GeneratedRegex("(?:<script[^>]* src|<link rel=\"icon\"[^>]* href)=\"([^\"]+)\"")]
    private static partial Regex Later();
}
