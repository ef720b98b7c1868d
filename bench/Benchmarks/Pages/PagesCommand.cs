using System.Globalization;
using Hidori.Benchmarks.Yardstick;
using Hidori.Server.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NodaTime;
using Npgsql;

namespace Hidori.Benchmarks.Pages;

/// <summary>
/// Booking pages over HTTP beside a fixed answer of the same server, H1–H3, H5 and X1–X5: answers first, then CPU time of the server's
/// process and its database, in turns.
/// </summary>
internal static class PagesCommand
{
    private const int Hosts = 1_000;
    private const int Most = 50;
    private const int Rounds = 7;
    private const int Requests = 1_000;
    private const int Port = 6111;

    /// <summary>Its host has what the other cases vary.</summary>
    private const int Varied = 60;

    public static async Task<int> RunAsync(TextWriter output)
    {
        output.WriteLine($"revision {KernelCommand.Revision}, {Environment.ProcessorCount} cores, {Rounds} rounds of {Requests} requests, CPU µs a request: min / median / max");
        var folder = Directory.CreateTempSubdirectory("hidori-figures-").FullName;
        try
        {
            if (await MeasureAsync("sqlite", $"Data Source={Path.Combine(folder, "hidori.db")}", null, output) is var failed and not 0)
                return failed;
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }

        if (Environment.GetEnvironmentVariable("HIDORI_TEST_POSTGRES") is not { } postgres)
        {
            output.WriteLine("HIDORI_TEST_POSTGRES is not set: not measured on PostgreSQL");
            return 0;
        }

        var name = $"hidori_figures_{Environment.ProcessId}";
        await ExecuteAsync(postgres, $"CREATE DATABASE {name}");
        try
        {
            return await MeasureAsync("postgres", new NpgsqlConnectionStringBuilder(postgres) { Database = name }.ToString(), name, output);
        }
        finally
        {
            NpgsqlConnection.ClearAllPools();
            await ExecuteAsync(postgres, $"DROP DATABASE {name} WITH (FORCE)");
        }
    }

    private static async Task<int> MeasureAsync(string provider, string connection, string? database, TextWriter output)
    {
        await using var factory = new DbFactory(Options.Create(new DatabaseOptions { Provider = provider, Connection = connection }));
        await new Migrator(factory, NullLogger<Migrator>.Instance).RunAsync(default);
        var data = await PagesData.MakeAsync(factory.Open, Hosts, busy: 200, days: 30);
        List<string> single = [];
        for (var host = 0; host < Hosts; host++)
            single.Add(await data.OpenPageAsync($"p{host}", host, 1));
        Dictionary<int, string> several = [];
        foreach (var count in (int[])[2, 5, 10, 20, Most])
            several[count] = await data.OpenPageAsync($"any{count}", 0, count);
        var year = await data.OpenPageAsync("year", 1, 1, days: 365);
        using var load = await PagesLoad.StartAsync(provider, connection, Port, database);

        output.WriteLine();
        output.WriteLine($"{provider}, {Hosts} hosts, {Hosts + several.Count + 1} pages");
        foreach (var (reference, address) in (IEnumerable<(string, string)>)[("R01", single[0]), ("R21", several[10]), ("R23", several[Most])])
        {
            var answer = await load.OffersAsync(address, 30);
            var wanted = ReferenceCases.All.Single(c => c.Name.StartsWith(reference, StringComparison.Ordinal));
            output.WriteLine($"{reference}: {answer.Length} slots, checksum {Checksum.Of(answer)}");
            if ((answer.Length, Checksum.Of(answer)) != (wanted.Slots, wanted.Checksum))
            {
                output.WriteLine("WRONG ANSWER, nothing timed");
                return 1;
            }
        }

        var chance = new Random(7);
        List<string> fixedAnswer = [.. Enumerable.Repeat(PagesServer.Static, Requests)];
        await load.AskAsync([.. Enumerable.Repeat(single.Take(200), 20).SelectMany(p => p)]);
        await load.AskAsync([.. Enumerable.Repeat(fixedAnswer, 10).SelectMany(p => p)]);

        // H3 first: each of these pages is looked at for the first time.
        await CompareAsync("H3 first look", round => single.GetRange(200 + (round * 100), 100), _ => load.AskAsync(fixedAnswer), load, output);
        await load.AskAsync(single);
        await CompareAsync($"H{(database is null ? 1 : 2)} month, any host", _ => [.. Enumerable.Range(0, Requests).Select(_ => single[chance.Next(Hosts)])], _ => load.AskAsync(fixedAnswer), load, output);
        var tag = await load.TagOfAsync(single[0]);
        await CompareAsync("H4 the same, which the guest has already", _ => [.. Enumerable.Repeat(single[0], Requests)], _ => load.AskAsync(fixedAnswer), load, output, tag);
        foreach (var (count, address) in several)
            await CompareAsync($"H5/X1 any one of {count}", _ => [.. Enumerable.Repeat(address, Requests)], _ => load.AskAsync(fixedAnswer), load, output);
        await CompareAsync("X4 365 days", _ => [.. Enumerable.Repeat(year, Requests)], _ => load.AskAsync(fixedAnswer), load, output);
        await ChangedAsync("looked at after a change of one host", data, load, single[Varied], Varied, output);
        await ChangedAsync($"the same, any one of {Most}", data, load, several[Most], 0, output);
        await data.TakeAsync(Varied, 20_000, Generators.Base - Duration.FromDays(220), isFixed: true);
        await ChangedAsync("X3 the same host with 20,000 meetings that are over", data, load, single[Varied], Varied, output);
        await data.TakeAsync(Varied + 1, 5_000, Generators.Base, isFixed: false);
        await ChangedAsync("X5 another with 5,000 holds", data, load, single[Varied + 1], Varied + 1, output);
        return 0;
    }

    /// <summary>A page beside the fixed answer.</summary>
    private static async Task CompareAsync(
        string what, Func<int, IReadOnlyList<string>> addresses, Func<int, Task<LoadFigures>> fixedAnswer, PagesLoad load, TextWriter output, string? tag = null)
    {
        var (pages, yardsticks) = (new LoadFigures[Rounds], new LoadFigures[Rounds]);
        for (var round = 0; round < Rounds; round++)
        {
            yardsticks[round] = await fixedAnswer(round);
            pages[round] = await load.AskAsync(addresses(round), tag: tag);
        }

        Print(what, pages, output);
        Print("  fixed answer", yardsticks, output);
        var ratios = pages.Zip(yardsticks, (p, y) => p.Cpu / y.Cpu).Order().ToList();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  ratio {ratios[0]:0.0} / {ratios[Rounds / 2]:0.0} / {ratios[^1]:0.0}"));
    }

    private static async Task ChangedAsync(string what, PagesData data, PagesLoad load, string address, int host, TextWriter output)
    {
        var figures = new LoadFigures[Rounds];
        for (var round = 0; round < Rounds; round++)
            figures[round] = await load.AskAsync([.. Enumerable.Repeat(address, 60)], _ => data.ChangeAsync(host));
        Print(what, figures, output);
    }

    private static void Print(string what, LoadFigures[] figures, TextWriter output)
    {
        var cpu = figures.Select(f => f.Cpu).Order().ToList();
        var middle = figures.OrderBy(f => f.Cpu).ElementAt(figures.Length / 2);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what,-55} {cpu[0],8:0} / {cpu[cpu.Count / 2],8:0} / {cpu[^1],8:0}   p50 {middle.MedianMilliseconds:0.00} ms, p99 {middle.P99Milliseconds:0.0} ms, {middle.PerSecond:0} a second, {middle.Bytes:0} bytes"));
    }

    private static async Task ExecuteAsync(string connection, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
