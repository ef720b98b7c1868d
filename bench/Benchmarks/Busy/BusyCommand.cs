using System.Diagnostics;
using Hidori.Domain.Availability;
using Hidori.Simulator.Microsoft365;
using NodaTime;

namespace Hidori.Benchmarks.Busy;

/// <summary>What keeping copies of mailboxes costs: calls, time and memory, and how long a change is on its way.</summary>
internal static class BusyCommand
{
    private const int Rounds = 5;
    private const int IdleMailboxes = 50;
    private const int FirstPort = 6100;

    private static readonly int[] Sizes = [1_000, 5_000, 20_000];
    private static readonly Duration OneDay = Duration.FromDays(1);

    public static async Task<int> RunAsync(IReadOnlyList<string> names, TextWriter output)
    {
        bool Wanted(string name) => names.Count == 0 || names.Contains(name);
        output.WriteLine($"{Environment.ProcessorCount} cores; {Rounds} rounds; min / median / max; server, simulator and SQLite in one process");
        foreach (var size in Wanted("sync") ? Sizes : [])
            await SyncAsync(size, output);
        foreach (var notified in Wanted("idle") ? new[] { true, false } : [])
            await IdleDayAsync(notified, output);
        foreach (var notified in Wanted("change") ? new[] { true, false } : [])
            await ChangeAsync(notified, output);
        return 0;
    }

    private static async Task SyncAsync(int size, TextWriter output)
    {
        await using var world = await ProductWorld.StartAsync(1, notified: false, FirstPort);
        List<string> ids = [];
        for (var i = 0; i < size; i++)
        {
            var start = world.Now + Duration.FromHours(1) + Duration.FromMinutes(115.0 * 24 * 60 / size * i);
            ids.Add(world.Simulator.Microsoft365.Put(ProductWorld.Mail(0), new NewItem($"予定 {i}", start, start + Duration.FromMinutes(30))));
        }

        await world.WorkerLooksAsync();
        output.WriteLine();
        await MeasureAsync($"{size,6} entries, whole  ", world, output, world.ForgetCopiesAsync);
        if (await world.CopiedAsync() != size)
            throw new InvalidOperationException("The copy is not the mailbox.");

        var next = 0;
        Task Change(int entries)
        {
            for (var i = 0; i < entries; i++)
                world.Simulator.Microsoft365.EditEvent(ProductWorld.Mail(0), ids[next++ * 97 % size], showAs: next % 2 == 0 ? ShowAs.Oof : ShowAs.Tentative);
            world.TimePasses(Duration.FromMinutes(31));
            return Task.CompletedTask;
        }

        await MeasureAsync($"{size,6} entries, 1 % new", world, output, () => Change(size / 100));
        await MeasureAsync($"{size,6} entries, 1 new  ", world, output, () => Change(1));
        await MeasureAsync($"{size,6} entries, 0 new  ", world, output, () => Change(0));
    }

    /// <summary>Only the worker's part is timed; the first round, in which code is compiled, does not count.</summary>
    private static async Task MeasureAsync(string what, ProductWorld world, TextWriter output, Func<Task> prepare)
    {
        List<double> milliseconds = [], megabytes = [], calls = [];
        for (var round = 0; round <= Rounds; round++)
        {
            await prepare();
            world.Simulator.Requests.Clear();
            var (before, allocated) = (world.Simulator.Requests.Count, GC.GetTotalAllocatedBytes(precise: true));
            var watch = Stopwatch.StartNew();
            await world.WorkerLooksAsync();
            if (round == 0)
                continue;
            milliseconds.Add(watch.Elapsed.TotalMilliseconds);
            megabytes.Add((GC.GetTotalAllocatedBytes(precise: true) - allocated) / 1e6);
            calls.Add(world.Simulator.Requests.Count - before);
        }

        GC.Collect();
        output.WriteLine($"{what} {Spread(calls),-22} calls {Spread(milliseconds),-26} ms {Spread(megabytes),-22} MB allocated, {GC.GetTotalMemory(true) / 1e6:0} MB held");
    }

    private static async Task IdleDayAsync(bool notified, TextWriter output)
    {
        await using var world = await ProductWorld.StartAsync(IdleMailboxes, notified, FirstPort);
        await world.WorkerLooksAsync();
        world.Simulator.Requests.Clear();
        var before = world.Simulator.Requests.Count;
        var watch = Stopwatch.StartNew();
        for (var until = world.Now + OneDay; world.Now < until;)
        {
            var next = Instant.Min(await world.NextAsync(), until);
            world.TimePasses(Duration.Max(next - world.Now, Duration.FromSeconds(1)));
            await world.WorkerLooksAsync();
        }

        var calls = world.Simulator.Requests.Count - before;
        output.WriteLine();
        output.WriteLine(
            $"{IdleMailboxes} idle mailboxes, one day, {(notified ? "notified" : "asking alone")}: {calls} calls in {watch.Elapsed.TotalSeconds:0} s of work, "
            + $"{(double)calls / IdleMailboxes:0.0} a mailbox, {calls * 1000L / IdleMailboxes} for 1,000");
        foreach (var kind in world.Simulator.Requests.All.GroupBy(r => $"{r.Method} {r.PathAndQuery.Split('?')[0]}").OrderByDescending(g => g.Count()).Take(6))
            output.WriteLine($"  {kind.Count(),6} {kind.Key}");
    }

    /// <summary>
    /// Somebody has the page open and loads it every ten seconds; the change comes at a moment of its own each time. The time is the
    /// simulated clock's: the calls themselves take milliseconds. What the vendor's own notice takes (under a minute on average, three
    /// at most, by its documentation) comes on top.
    /// </summary>
    private static async Task ChangeAsync(bool notified, TextWriter output)
    {
        const int changes = 24;
        await using var world = await ProductWorld.StartAsync(1, notified, FirstPort);
        await world.WorkerLooksAsync();
        List<double> seconds = [];
        for (var i = 0; i < changes; i++)
        {
            for (var waited = 0; waited < 400 + 37 * i; waited += 10)
                await LooksAsync(world, notified);
            var start = world.Now + Duration.FromHours(1);
            var id = world.Simulator.Microsoft365.Put(ProductWorld.Mail(0), new NewItem("変更", start, start + Duration.FromHours(1)));
            var changed = world.Now;
            while (!Shows(await LooksAsync(world, notified), id))
            {
            }

            seconds.Add((world.Now - changed).TotalSeconds);
            world.Simulator.Microsoft365.DeleteEvent(ProductWorld.Mail(0), id);
        }

        output.WriteLine();
        output.WriteLine($"a change in Outlook to our page, {(notified ? "notified" : "asking alone")}: {Spread(seconds)} s");
    }

    private static async Task<BusyTimes> LooksAsync(ProductWorld world, bool notified)
    {
        world.TimePasses(Duration.FromSeconds(10));
        if (notified)
            await world.Simulator.Microsoft365.Notifications.DeliverAsync();
        await world.WorkerLooksAsync();
        return await world.PageAsync();
    }

    private static bool Shows(BusyTimes page, string id) => page is BusyTimes.Known known && known.Entries.Any(e => e.RemoteId == id);

    private static string Spread(List<double> values)
    {
        values.Sort();
        return $"{values[0]:0.#} / {values[values.Count / 2]:0.#} / {values[^1]:0.#}";
    }
}
