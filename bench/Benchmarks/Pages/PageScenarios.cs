using Hidori.Benchmarks.Ground;

namespace Hidori.Benchmarks.Pages;

/// <summary>H1–H5: what one look at a page costs. Each returns whether the answers were right.</summary>
internal static class PageScenarios
{
    private const int Most = 50;
    private const int FirstLooks = 100;

    /// <summary>H1, H2: the month of any host, out of memory where nothing changed.</summary>
    public static async Task<bool> MonthAsync(TextWriter output)
    {
        await using var stage = await PagesStage.MakeAsync(output);
        await stage.Data.OpenPagesAsync(Singles);
        await stage.StartAsync();
        if (!await stage.IsRightAsync("R01", "p0", 30, output))
            return false;

        var chance = new Random(7);
        List<string> pages = [.. Singles.Select(p => stage.Data.AddressOf(p.Slug))];
        await stage.Load.AskAsync(pages);
        Way[] ways =
        [
            stage.Fixed(), PagesStage.Kernel("R01"),
            new("page of any host", _ => stage.Load.AskAsync([.. Enumerable.Range(0, PagesStage.Requests).Select(_ => pages[chance.Next(pages.Count)])])),
        ];
        await stage.WarmAsync(ways);
        var turns = await InTurns.RunAsync(ways, output);
        turns.Ratio(2, 0, FiguresDatabase.IsPostgres ? 3 : 2.5, output);
        turns.Ratio(2, 1, goal: null, output);
        turns.Ratio(2, 0, 2, output, f => f.P99Milliseconds, "p99");
        return true;
    }

    /// <summary>H3: each page is looked at for the first time, nothing of its host is in memory.</summary>
    public static async Task<bool> FirstLookAsync(TextWriter output)
    {
        await using var stage = await PagesStage.MakeAsync(output);
        await stage.Data.OpenPagesAsync(Singles);
        await stage.StartAsync();
        if (!await stage.IsRightAsync("R01", "p0", 30, output))
            return false;

        var next = 1;
        List<string> Next() => [.. Enumerable.Range(0, FirstLooks).Select(_ => stage.Data.AddressOf($"p{next++}"))];
        Way[] ways = [stage.Fixed(), new("page of a host nobody looked at", _ => stage.Load.AskAsync(Next()))];
        // First looks of the first two hundred, and then what they share with any look.
        await ways[1].Run(0);
        await ways[1].Run(0);
        await stage.WarmAsync(ways[0], stage.Shown("", "p0"), stage.Changed("", "p0", 0));
        var turns = await InTurns.RunAsync(ways, output);
        turns.Ratio(1, 0, 12, output);
        return true;
    }

    /// <summary>H4: a guest who has the page already, and nothing changed.</summary>
    public static async Task<bool> UnchangedAsync(TextWriter output)
    {
        await using var stage = await PagesStage.MakeAsync(output);
        await stage.Data.OpenPagesAsync(Singles);
        await stage.StartAsync();
        if (!await stage.IsRightAsync("R01", "p0", 30, output))
            return false;

        var address = stage.Data.AddressOf("p0");
        var tag = await stage.Load.TagOfAsync(address);
        Way[] ways =
        [
            new("11 bytes", _ => stage.Load.AskAsync(FiguresServer.Least, PagesStage.Requests)), stage.Shown("page, whole", "p0"),
            new("page that the guest has", _ => stage.Load.AskAsync(address, PagesStage.Requests, tag)),
        ];
        await stage.WarmAsync(ways);
        var turns = await InTurns.RunAsync(ways, output);
        turns.Ratio(2, 0, 1.2, output);
        turns.Ratio(2, 1, goal: null, output);
        return true;
    }

    /// <summary>H5: any one of as many hosts as a page may have.</summary>
    public static async Task<bool> AnyOneAsync(TextWriter output)
    {
        await using var stage = await PagesStage.MakeAsync(output);
        await stage.Data.OpenPagesAsync([AnyOf(10), AnyOf(Most)]);
        await stage.StartAsync();
        if (!await stage.IsRightAsync("R21", "any10", 30, output) || !await stage.IsRightAsync("R23", "any50", 30, output))
            return false;

        Way[] ways =
        [
            stage.Fixed(), PagesStage.Kernel("R23"), stage.Shown("page, any one of 10", "any10"), stage.Shown("page, any one of 50", "any50"),
            stage.Changed("page, any one of 50, after a change of one", "any50", 0),
        ];
        await stage.WarmAsync(ways);
        var turns = await InTurns.RunAsync(ways, output);
        turns.Ratio(2, 0, goal: null, output);
        turns.Ratio(3, 0, 3, output);
        turns.Ratio(3, 1, goal: null, output);
        turns.Ratio(4, 0, goal: null, output);
        output.WriteLine("  1,000 hosts are not asked: a page has at most 50 members");
        return true;
    }

    internal static PageWanted AnyOf(int hosts) => new($"any{hosts}", [.. Enumerable.Range(0, hosts)]);

    private static IEnumerable<PageWanted> Singles => Enumerable.Range(0, PagesStage.Hosts).Select(h => new PageWanted($"p{h}", [h]));
}
