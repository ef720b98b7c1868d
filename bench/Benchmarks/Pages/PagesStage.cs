using System.Diagnostics;
using Hidori.Benchmarks.Ground;
using Hidori.Benchmarks.Yardstick;

namespace Hidori.Benchmarks.Pages;

/// <summary>A database with its pages, and a server that shows them.</summary>
internal sealed class PagesStage : IAsyncDisposable
{
    /// <summary>Hosts of the whole tenant (G4), and the rows that their calendars come to.</summary>
    public const int Hosts = 1_000;
    private const int Rows = 990_506;

    /// <summary>Of a fixed answer, a round.</summary>
    public const int Requests = 2_000;

    private const int FewMethods = 3;
    private const int QuietPasses = 3;
    private static readonly TimeSpan LongestWarm = TimeSpan.FromSeconds(60);

    private readonly FiguresDatabase database;
    private readonly TextWriter output;

    private PagesStage(FiguresDatabase database, PagesData data, TextWriter output) => (this.database, Data, this.output) = (database, data, output);

    public PagesData Data { get; }

    /// <summary>There after <see cref="StartAsync"/>.</summary>
    public PagesLoad Load { get; private set; } = null!;

    /// <param name="hosts">1,000 are the whole tenant.</param>
    /// <param name="others">Further hosts, by number after those.</param>
    public static async Task<PagesStage> MakeAsync(TextWriter output, int hosts = Hosts, params HostCalendar[] others)
    {
        var since = Stopwatch.StartNew();
        var database = await FiguresDatabase.MakeAsync();
        var data = await PagesData.MakeAsync(database, [.. Enumerable.Range(0, hosts).Select(h => new HostCalendar(h)), .. others]);
        var rows = data.Entries;
        output.WriteLine($"  {hosts} hosts{(others.Length > 0 ? $" and {others.Length}" : "")}, {rows} entries of calendars, made in {since.Elapsed.TotalSeconds:0} s");
        return hosts == Hosts && others.Length == 0 && rows != Rows
            ? throw new InvalidOperationException($"The whole tenant is {Rows} entries.")
            : new PagesStage(database, data, output);
    }

    /// <summary>Starts the server, once everything is there that is not to be told to it.</summary>
    public async Task StartAsync()
    {
        await database.SettleAsync();
        Load = await PagesLoad.StartAsync(database);
    }

    /// <summary>Compares a page with a reference answer. Where they differ, nothing is timed.</summary>
    public async Task<bool> IsRightAsync(string reference, string slug, int days, TextWriter output)
    {
        var wanted = ReferenceCases.All.Single(c => c.Name.StartsWith(reference, StringComparison.Ordinal));
        var answer = await Load.OffersAsync(Data.AddressOf(slug), days);
        var isRight = (answer.Length, Checksum.Of(answer)) == (wanted.Slots, wanted.Checksum);
        output.WriteLine($"  {reference}: {answer.Length} slots, checksum {Checksum.Of(answer)}{(isRight ? "" : ": WRONG ANSWER, nothing timed")}");
        return isRight;
    }

    /// <summary>Whether pages offer the same, as they have to where their costs are compared.</summary>
    public async Task<bool> AreSameAsync(IReadOnlyList<string> slugs, TextWriter output)
    {
        List<uint> checksums = [];
        foreach (var slug in slugs)
            checksums.Add(Checksum.Of(await Load.OffersAsync(Data.AddressOf(slug), 30)));
        var same = checksums.Distinct().Count() == 1;
        output.WriteLine($"  checksums {string.Join(", ", checksums)}{(same ? "" : ": DIFFERENT ANSWERS, nothing timed")}");
        return same;
    }

    /// <summary>The same page, looked at again and again.</summary>
    public Way Shown(string name, string slug, int times = Requests) => new(name, _ => Load.AskAsync(Data.AddressOf(slug), times));

    /// <summary>The same page, looked at after a change of a host's calendar each time.</summary>
    public Way Changed(string name, string slug, int host, int times = 60) =>
        new(name, _ => Load.AskAsync([.. Enumerable.Repeat(Data.AddressOf(slug), times)], () => Data.ChangeAsync(host)));

    /// <summary>The fixed answer of the same server.</summary>
    public Way Fixed() => new("fixed answer", _ => Load.AskAsync(FiguresServer.Month, Requests));

    /// <summary>The yardstick alone, in this process: sorting, sweeping and JSON, without a server.</summary>
    public static Way Kernel(string reference)
    {
        const int Calls = 500;
        var ways = new KernelWays(ReferenceCases.All.Single(c => c.Name.StartsWith(reference, StringComparison.Ordinal)));
        return new Way($"kernel, raw + JSON, {reference}", _ =>
        {
            var at = Stopwatch.GetTimestamp();
            for (var i = 0; i < Calls; i++)
                ways.RawJson();
            return Task.FromResult(new LoadFigures(Stopwatch.GetElapsedTime(at).TotalMicroseconds / Calls, 0, 0, Bytes: -1));
        });
    }

    /// <summary>
    /// Until what is asked was compiled for good: the runtime does that in the background, on the one core that the server has, once a
    /// method was called often and nothing new was compiled for a while.
    /// </summary>
    public async Task WarmAsync(params IReadOnlyList<Way> ways)
    {
        var since = Stopwatch.StartNew();
        var (compiled, quiet) = (0L, 0);
        while (quiet < QuietPasses && since.Elapsed < LongestWarm)
        {
            foreach (var way in ways)
                await way.Run(0);
            var now = await Load.CompiledAsync();
            quiet = now - compiled <= FewMethods ? quiet + 1 : 0;
            compiled = now;
        }

        if (quiet < QuietPasses)
            output.WriteLine($"  after {since.Elapsed.TotalSeconds:0} s the runtime was still compiling: this machine is too busy to measure");
    }

    public async ValueTask DisposeAsync()
    {
        Load?.Dispose();
        await Data.DisposeAsync();
        await database.DisposeAsync();
    }
}
