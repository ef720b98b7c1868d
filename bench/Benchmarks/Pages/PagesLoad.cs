using System.Diagnostics;
using System.Text.RegularExpressions;
using Hidori.Benchmarks.Ground;
using Hidori.Benchmarks.Yardstick;
using NodaTime.Text;

namespace Hidori.Benchmarks.Pages;

/// <summary>What a stretch of requests cost the server.</summary>
/// <param name="Cpu">Microseconds a request, of the server and its database.</param>
/// <param name="Bytes">A request, as it came over the wire.</param>
internal readonly record struct LoadFigures(double Cpu, double MedianMilliseconds, double P99Milliseconds, double Bytes);

/// <summary>A server of its own process on one core, asked from this one on the other.</summary>
internal sealed partial class PagesLoad : IDisposable
{
    private const int Connections = 8;

    private readonly ServerProcess server;
    private readonly HttpClient http;
    private readonly string? database;

    private PagesLoad(ServerProcess server, string? database)
    {
        (this.server, this.database) = (server, database);
        http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Connections, UseCookies = false }) { BaseAddress = server.Address };
    }

    public static async Task<PagesLoad> StartAsync(FiguresDatabase database)
    {
        var server = await ServerProcess.StartAsync(FiguresServer.Settings(database), FiguresServer.ClockStands);
        Cpu.Pin(server.Process, core: 0);
        Cpu.Pin(Process.GetCurrentProcess(), core: 1);
        return new PagesLoad(server, database.Name);
    }

    /// <summary>Asks for addresses one after another, on several connections at once.</summary>
    /// <param name="before">Done before each request, alone, and not counted; null for nothing.</param>
    /// <param name="tag">Of what the asker has already.</param>
    public async Task<LoadFigures> AskAsync(IReadOnlyList<string> addresses, Func<Task>? before = null, string? tag = null)
    {
        var took = new double[addresses.Count];
        var next = -1;
        long bytes = 0;
        var cpu = CpuTime();
        await Task.WhenAll(Enumerable.Range(0, before is null ? Connections : 1).Select(async _ =>
        {
            for (var i = Interlocked.Increment(ref next); i < addresses.Count; i = Interlocked.Increment(ref next))
            {
                if (before is not null)
                    await before();
                var at = Stopwatch.GetTimestamp();
                Interlocked.Add(ref bytes, await GetAsync(addresses[i], tag));
                took[i] = Stopwatch.GetElapsedTime(at).TotalMilliseconds;
            }
        }));
        var spent = CpuTime() - cpu;
        Array.Sort(took);
        return new LoadFigures(
            spent.TotalMicroseconds / addresses.Count, took[took.Length / 2], took[(int)(took.Length * 0.99)], (double)bytes / addresses.Count);
    }

    public Task<LoadFigures> AskAsync(string address, int times, string? tag = null) => AskAsync([.. Enumerable.Repeat(address, times)], tag: tag);

    public async Task<string> TagOfAsync(string address)
    {
        using var request = Request(address);
        using var answer = await http.SendAsync(request);
        return answer.Headers.ETag!.ToString();
    }

    /// <summary>Everything a page offers, week by week, in minutes since the base.</summary>
    public async Task<int[]> OffersAsync(string address, int days)
    {
        var starts = new SortedSet<int>();
        for (var day = 0; day < days; day += 7)
        {
            var date = Generators.Base.InUtc().Date.PlusDays(day);
            starts.UnionWith(StartsOf(await http.GetStringAsync($"{address}?from={date:uuuu-MM-dd}")));
        }

        return [.. starts];
    }

    /// <summary>How many methods the server's runtime has compiled.</summary>
    public async Task<long> CompiledAsync() =>
        long.Parse(await http.GetStringAsync(FiguresServer.Compiled), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The times that a page offers, in minutes since the base.</summary>
    public static IEnumerable<int> StartsOf(string html) => Start().Matches(html)
        .Select(m => (int)(InstantPattern.ExtendedIso.Parse(m.Groups[1].Value).Value - Generators.Base).TotalMinutes);

    /// <summary>The body of an answer, unpacked, and how many bytes came.</summary>
    public async Task<(string Text, int Bytes)> LoadAsync(string address)
    {
        using var request = Request(address);
        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        if (!answer.Content.Headers.ContentEncoding.Contains("br"))
            return (System.Text.Encoding.UTF8.GetString(bytes), bytes.Length);
        await using var unpacked = new System.IO.Compression.BrotliStream(new MemoryStream(bytes), System.IO.Compression.CompressionMode.Decompress);
        using var text = new StreamReader(unpacked);
        return (await text.ReadToEndAsync(), bytes.Length);
    }

    public void Dispose()
    {
        http.Dispose();
        server.Dispose();
    }

    private async Task<int> GetAsync(string address, string? tag)
    {
        using var request = Request(address);
        if (tag is not null)
            request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        using var answer = await http.SendAsync(request);
        if (!answer.IsSuccessStatusCode && answer.StatusCode != System.Net.HttpStatusCode.NotModified)
            throw new InvalidOperationException($"{address}: {answer.StatusCode}");
        return (await answer.Content.ReadAsByteArrayAsync()).Length;
    }

    /// <summary>As a browser asks.</summary>
    private static HttpRequestMessage Request(string address)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip, deflate, br");
        return request;
    }

    private TimeSpan CpuTime() => Cpu.Of(server.Process) + (database is null ? TimeSpan.Zero : Cpu.OfDatabase(database));

    [GeneratedRegex("name=\"start\" value=\"([^\"]+)\"")]
    private static partial Regex Start();
}
