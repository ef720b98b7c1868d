using Hidori.Benchmarks.Yardstick;
using NodaTime;

namespace Hidori.Benchmarks.Pages;

/// <summary>X1–X5: how the cost of a look grows. Each returns whether the answers were right.</summary>
internal static class GrowthScenarios
{
    private const int Twin = 60;

    /// <summary>X1: hosts, any one of whom attends.</summary>
    public static async Task<bool> HostsAsync(TextWriter output)
    {
        int[] sizes = [1, 2, 5, 10, 20, 50];
        await using var stage = await PagesStage.MakeAsync(output);
        await stage.Data.OpenPagesAsync(sizes.Select(PageScenarios.AnyOf));
        await stage.StartAsync();
        foreach (var (reference, slug) in (IEnumerable<(string, string)>)[("R01", "any1"), ("R20", "any2"), ("R21", "any10"), ("R23", "any50")])
        {
            if (!await stage.IsRightAsync(reference, slug, 30, output))
                return false;
        }

        Way[] ways =
        [
            stage.Fixed(), .. sizes.Select(s => stage.Shown($"page, any one of {s}", $"any{s}", 1_000)),
            .. sizes.Select(s => new Way($"the same, all of it read anew, {s}", _ => stage.Load.AskAsync(
                [.. Enumerable.Repeat(stage.Data.AddressOf($"any{s}"), 20)], stage.Data.ChangeAllAsync))),
        ];
        await stage.WarmAsync(ways);
        var turns = await InTurns.RunAsync(ways, output);
        turns.Slope("1 to 50 hosts", 1, sizes, 0.6, output);
        turns.Slope("1 to 50 hosts, all of it read anew", 1 + sizes.Length, sizes, 1.05, output);
        return true;
    }

    /// <summary>X2: the rows of other hosts, a thousand and a million.</summary>
    public static async Task<bool> RowsOfOthersAsync(TextWriter output)
    {
        await using var small = await PagesStage.MakeAsync(output, 1);
        await using var large = await PagesStage.MakeAsync(output);
        foreach (var stage in (IEnumerable<PagesStage>)[small, large])
        {
            await stage.Data.OpenPagesAsync([new PageWanted("p0", [0])]);
            await stage.StartAsync();
            if (!await stage.IsRightAsync("R01", "p0", 30, output))
                return false;
        }

        Way[] ways =
        [
            small.Fixed(), large.Fixed(), small.Shown("beside 1e3 rows", "p0"), large.Shown("beside 1e6 rows", "p0"),
            small.Changed("beside 1e3 rows, after a change", "p0", 0), large.Changed("beside 1e6 rows, after a change", "p0", 0),
        ];
        await small.WarmAsync(ways[0], ways[2], ways[4]);
        await large.WarmAsync(ways[1], ways[3], ways[5]);
        var turns = await InTurns.RunAsync(ways, output);
        turns.Ratio(3, 2, 1.1, output);
        turns.Ratio(5, 4, 1.1, output);
        return true;
    }

    /// <summary>X3: the host's own meetings that are over.</summary>
    public static async Task<bool> HistoryAsync(TextWriter output)
    {
        await using var stage = await PagesStage.MakeAsync(output, PagesStage.Hosts, new(Twin), new(Twin));
        await stage.Data.OpenPagesAsync([new PageWanted("none", [PagesStage.Hosts]), new PageWanted("over", [PagesStage.Hosts + 1])]);
        await stage.Data.TakeAsync(PagesStage.Hosts + 1, Quarters(20_000, Generators.Base - Duration.FromDays(220)), isFixed: true);
        await stage.StartAsync();
        return await CompareAsync(stage, [("no meetings", "none"), ("20,000 meetings that are over", "over")], output);
    }

    /// <summary>X4: how far the page reaches, with as many busy times a day as before.</summary>
    public static async Task<bool> HorizonAsync(TextWriter output)
    {
        (string Reference, HostCalendar Calendar)[] cases = [("R01", new(0)), ("R05", new(0, 400, 60)), ("R06", new(0, 800, 120)), ("R07", new(0, 2_400, 365))];
        await using var stage = await PagesStage.MakeAsync(output, PagesStage.Hosts, [.. cases.Select(c => c.Calendar)]);
        await stage.Data.OpenPagesAsync(cases.Select((c, i) => new PageWanted($"d{c.Calendar.Days}", [PagesStage.Hosts + i], c.Calendar.Days)));
        await stage.StartAsync();
        foreach (var (reference, calendar) in cases)
        {
            if (!await stage.IsRightAsync(reference, $"d{calendar.Days}", calendar.Days, output))
                return false;
        }

        var sizes = cases.Select(c => c.Calendar.Days).ToList();
        Way[] ways =
        [
            stage.Fixed(), .. sizes.Select(d => stage.Shown($"{d} days", $"d{d}", 1_000)),
            .. cases.Select((c, i) => stage.Changed($"{c.Calendar.Days} days, after a change", $"d{c.Calendar.Days}", PagesStage.Hosts + i, 30)),
        ];
        await stage.WarmAsync(ways);
        var turns = await InTurns.RunAsync(ways, output);
        turns.Slope("30 to 365 days", 1, sizes, 1.1, output);
        turns.Slope("30 to 365 days, after a change", 1 + sizes.Count, sizes, 1.1, output);
        return true;
    }

    /// <summary>X5: holds of proposals, live ones and those whose time is over. None lies in the page's hours, so that all offer the same.</summary>
    public static async Task<bool> HoldsAsync(TextWriter output)
    {
        const int First = PagesStage.Hosts;
        await using var stage = await PagesStage.MakeAsync(output, PagesStage.Hosts, new(Twin), new(Twin), new(Twin));
        await stage.Data.OpenPagesAsync([new PageWanted("none", [First]), new PageWanted("live", [First + 1]), new PageWanted("over", [First + 2])]);
        // From eight in the evening until five, every quarter, many at once.
        List<Instant> nights = [.. Enumerable.Range(0, 29).SelectMany(d => Quarters(36, Generators.Base + Duration.FromHours((24 * d) + 20)))];
        await stage.Data.TakeAsync(First + 1, Enumerable.Range(0, 5_000).Select(i => nights[i % nights.Count]), isFixed: false);
        await stage.Data.TakeAsync(First + 2, Quarters(100_000, Generators.Base - Duration.FromMinutes(15 * 100_004)), isFixed: false);
        await stage.StartAsync();
        return await CompareAsync(stage, [("no holds", "none"), ("5,000 live holds", "live"), ("100,000 holds that are over", "over")], output);
    }

    /// <summary>Pages of the same calendar, beside the first of them.</summary>
    private static async Task<bool> CompareAsync(PagesStage stage, IReadOnlyList<(string What, string Slug)> pages, TextWriter output)
    {
        if (!await stage.AreSameAsync([.. pages.Select(p => p.Slug)], output))
            return false;
        Way[] ways =
        [
            stage.Fixed(), .. pages.Select(p => stage.Shown(p.What, p.Slug)),
            .. pages.Select((p, i) => stage.Changed($"{p.What}, after a change", p.Slug, PagesStage.Hosts + i)),
        ];
        await stage.WarmAsync(ways);
        var turns = await InTurns.RunAsync(ways, output);
        for (var i = 1; i < pages.Count; i++)
        {
            turns.Ratio(1 + i, 1, 1.1, output);
            turns.Ratio(1 + pages.Count + i, 1 + pages.Count, 1.1, output);
        }

        return true;
    }

    private static IEnumerable<Instant> Quarters(int count, Instant from) => Enumerable.Range(0, count).Select(i => from + Duration.FromMinutes(15 * i));
}
