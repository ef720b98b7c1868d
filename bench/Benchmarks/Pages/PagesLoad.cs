using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Hidori.Benchmarks.Yardstick;
using NodaTime.Text;

namespace Hidori.Benchmarks.Pages;

/// <summary>What a stretch of requests cost the server.</summary>
/// <param name="Cpu">Microseconds a request, of the server and its database.</param>
/// <param name="Bytes">A request, as it came over the wire.</param>
internal readonly record struct LoadFigures(double Cpu, double MedianMilliseconds, double P99Milliseconds, double PerSecond, double Bytes);

/// <summary>A server of its own process on one core, asked from this one on the other.</summary>
internal sealed partial class PagesLoad : IDisposable
{
    private const int Connections = 8;

    private readonly Process server;
    private readonly HttpClient http;
    private readonly string? database;

    private PagesLoad(Process server, HttpClient http, string? database) => (this.server, this.http, this.database) = (server, http, database);

    /// <param name="database">The name of a PostgreSQL database, whose processes count too; null on SQLite.</param>
    public static async Task<PagesLoad> StartAsync(string provider, string connection, int port, string? database)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["serve", provider, connection, port.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
        };
        var server = Process.Start(start)!;
        if (OperatingSystem.IsLinux() && Environment.ProcessorCount > 1)
        {
            server.ProcessorAffinity = 1;
            Process.GetCurrentProcess().ProcessorAffinity = 2;
        }

        var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Connections }) { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        for (var tries = 0; ; tries++)
        {
            try
            {
                await http.GetByteArrayAsync(PagesServer.Static);
                return new PagesLoad(server, http, database);
            }
            catch (HttpRequestException) when (tries < 300)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            }
        }
    }

    /// <summary>Asks for addresses one after another, on several connections at once.</summary>
    /// <param name="before">Done before each request, alone, and not counted; null for nothing.</param>
    /// <param name="tag">Of what the asker has already.</param>
    public async Task<LoadFigures> AskAsync(IReadOnlyList<string> addresses, Func<int, Task>? before = null, string? tag = null)
    {
        var took = new double[addresses.Count];
        var next = -1;
        long bytes = 0;
        var cpu = CpuTime();
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, before is null ? Connections : 1).Select(async _ =>
        {
            for (var i = Interlocked.Increment(ref next); i < addresses.Count; i = Interlocked.Increment(ref next))
            {
                if (before is not null)
                    await before(i);
                var at = Stopwatch.GetTimestamp();
                Interlocked.Add(ref bytes, await GetAsync(addresses[i], tag));
                took[i] = Stopwatch.GetElapsedTime(at).TotalMilliseconds;
            }
        }));
        var whole = Stopwatch.GetElapsedTime(started);
        var spent = CpuTime() - cpu;
        Array.Sort(took);
        return new LoadFigures(
            spent.TotalMicroseconds / addresses.Count, took[took.Length / 2], took[(int)(took.Length * 0.99)], addresses.Count / whole.TotalSeconds,
            (double)bytes / addresses.Count);
    }

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
            var html = await http.GetStringAsync($"{address}?from={date:uuuu-MM-dd}");
            foreach (Match start in Start().Matches(html))
                starts.Add((int)(InstantPattern.ExtendedIso.Parse(start.Groups[1].Value).Value - Generators.Base).TotalMinutes);
        }

        return [.. starts];
    }

    public void Dispose()
    {
        http.Dispose();
        server.StandardInput.Close();
        if (!server.WaitForExit(10_000))
            server.Kill();
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

    private TimeSpan CpuTime()
    {
        server.Refresh();
        return server.TotalProcessorTime + (database is null ? TimeSpan.Zero : TimeSpan.FromSeconds(CpuOfDatabase(database)));
    }

    /// <summary>By the titles that PostgreSQL gives its processes, which name the database.</summary>
    private static double CpuOfDatabase(string name)
    {
        double ticks = 0;
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(d => int.TryParse(Path.GetFileName(d), out _)))
        {
            try
            {
                if (!File.ReadAllText(Path.Combine(folder, "cmdline")).Contains(name, StringComparison.Ordinal)
                    || File.ReadAllText(Path.Combine(folder, "stat")) is not { } stat || !stat.Contains("(postgres)", StringComparison.Ordinal))
                    continue;
                var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
                ticks += double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture);
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                // It ended while we looked.
            }
        }

        return ticks / 100;
    }

    [GeneratedRegex("name=\"start\" value=\"([^\"]+)\"")]
    private static partial Regex Start();
}
