using System.Diagnostics;
using System.Globalization;
using System.Net;
using Hidori.Benchmarks.Ground;
using Hidori.Benchmarks.Pages;
using Hidori.Benchmarks.Yardstick;

namespace Hidori.Benchmarks.Freshness;

/// <summary>
/// F1: something is written on one server; whoever then looks, there or on another server of the same database, sees it. Every look is
/// compared with what the database says to somebody who remembers nothing, while others look at both servers all the time.
/// </summary>
internal static class FreshnessCommand
{
    private const int Onlookers = 2;
    private const int Usual = 2_000;
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <param name="args">How many times to write; without it 2,000 and no longer than a minute.</param>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, TextWriter output)
    {
        int? asked = args.Count > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : null;
        output.WriteLine($"revision {KernelCommand.Revision}, {Environment.ProcessorCount} cores, {(FiguresDatabase.IsPostgres ? "PostgreSQL" : "SQLite")}, two servers");
        await using var database = await FiguresDatabase.MakeAsync();
        await using var data = await PagesData.MakeAsync(database, [.. Enumerable.Range(0, 3).Select(h => new HostCalendar(h, 10, 7))]);
        await data.OpenPagesAsync([new PageWanted("one", [0], 7)]);
        await data.OpenPagesAsync([new PageWanted("any", [0, 1, 2], 7)], s => s with { Limits = s.Limits with { PerDay = 6 } });
        await data.OpenPagesAsync([new PageWanted("two", [1, 2], 7)], s => s with { Limits = s.Limits with { PeopleBeforeMinutes = 15, StepMinutes = 30 } });

        await using var here = await FreshnessNode.StartAsync(database, data);
        using var there = await ServerProcess.StartAsync(FiguresServer.Settings(database), FiguresServer.ClockStands);
        using Reader reader = new(here.Address), other = new(there.Address);
        Reader[] readers = [reader, other];
        using var over = new CancellationTokenSource();
        var onlookers = readers.SelectMany(r => Enumerable.Range(0, Onlookers).Select(i => r.LookAsync(data, i, over.Token))).ToList();

        var chance = new Random(20271127);
        var since = Stopwatch.StartNew();
        Dictionary<string, (int Written, int Stale)> seen = [];
        var looks = 0;
        for (var i = 0; asked is { } all ? i < all : i < Usual && since.Elapsed < Longest; i++)
        {
            var act = await here.WriteAsync(chance);
            var slug = FreshnessNode.Pages[chance.Next(FreshnessNode.Pages.Count)];
            var truth = await here.TruthAsync(slug);
            // In turns the other one first: what one server remembers is not what the other does.
            var stale = 0;
            foreach (var looking in i % 2 == 0 ? readers : readers.Reverse())
            {
                looks++;
                stale += (await looking.ReadAsync(data.AddressOf(slug))).SequenceEqual(truth) ? 0 : 1;
            }

            var (written, before) = seen.GetValueOrDefault(act);
            seen[act] = (written + 1, before + stale);
        }

        await over.CancelAsync();
        var watched = (await Task.WhenAll(onlookers)).Sum();
        foreach (var (act, (written, stale)) in seen.OrderBy(s => s.Key))
            output.WriteLine($"  {act,-34} {written,6} written, {stale} stale");
        var stales = seen.Values.Sum(s => s.Stale);
        output.WriteLine($"  {looks} looks compared, {readers.Sum(r => r.Unchanged)} of them answered \"you have it\", {watched} looks beside them, {since.Elapsed.TotalSeconds:0} s");
        output.WriteLine($"  stale reads {stales}   goal 0: {(stales == 0 ? "reached" : "MISSED")}");
        return stales == 0 ? 0 : 1;
    }

    /// <summary>Looks at the pages of one server, as a browser that keeps what it got.</summary>
    private sealed class Reader(Uri address) : IDisposable
    {
        private readonly HttpClient http = new(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = address };
        private readonly Dictionary<string, (string Tag, int[] Starts)> kept = [];

        public int Unchanged { get; private set; }

        public async Task<int[]> ReadAsync(string page)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{page}?from={Generators.Base.InUtc().Date:uuuu-MM-dd}");
            if (kept.TryGetValue(page, out var had))
                request.Headers.TryAddWithoutValidation("If-None-Match", had.Tag);
            using var answer = await http.SendAsync(request);
            if (answer.StatusCode == HttpStatusCode.NotModified)
            {
                Unchanged++;
                return had.Starts;
            }

            answer.EnsureSuccessStatusCode();
            int[] starts = [.. PagesLoad.StartsOf(await answer.Content.ReadAsStringAsync()).Distinct().Order()];
            kept[page] = (answer.Headers.ETag!.ToString(), starts);
            return starts;
        }

        /// <summary>Keeps memory being read and renewed at every moment, that of the writing too.</summary>
        /// <returns>How many looks.</returns>
        public async Task<int> LookAsync(PagesData data, int seed, CancellationToken over)
        {
            var chance = new Random(seed);
            var looks = 0;
            for (; !over.IsCancellationRequested; looks++)
            {
                using var answer = await http.GetAsync(data.AddressOf(FreshnessNode.Pages[chance.Next(FreshnessNode.Pages.Count)]), CancellationToken.None);
                answer.EnsureSuccessStatusCode();
                await Task.Delay(Moment, TimeProvider.System, CancellationToken.None);
            }

            return looks;
        }

        public void Dispose() => http.Dispose();
    }
}
