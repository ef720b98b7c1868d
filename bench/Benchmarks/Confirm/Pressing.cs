using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Hidori.Benchmarks.Confirm;

/// <summary>Guests who press, so many at once, and what came of it.</summary>
internal sealed class Pressing : IDisposable
{
    private readonly ConfirmWorld world;
    private readonly ConfirmGuest[] guests;
    private readonly ConcurrentBag<double> took = [];
    private int again;
    private TimeSpan cpu;

    public Pressing(ConfirmWorld world, int clients) =>
        (this.world, guests) = (world, [.. Enumerable.Range(0, clients).Select(_ => new ConfirmGuest(world))]);

    /// <summary>Where winners were led to.</summary>
    public ConcurrentDictionary<Attempt, string> Won { get; } = [];

    public ConcurrentBag<Attempt> Unanswered { get; } = [];

    public TimeSpan Lasted { get; private set; }

    public ConfirmGuest this[int client] => guests[client];

    /// <summary>Every page's form, in every browser.</summary>
    public Task OpenAllAsync() => Task.WhenAll(guests.Select(async g =>
    {
        for (var host = 0; host < ConfirmWorld.Hosts; host++)
            await g.OpensAsync(host);
    }));

    /// <summary>Everybody presses; whoever is asked to try again does.</summary>
    public async Task RunAsync(IReadOnlyList<Attempt> attempts, CancellationToken over = default)
    {
        var next = -1;
        var since = Stopwatch.StartNew();
        await Task.WhenAll(guests.Select(async guest =>
        {
            for (var i = Interlocked.Increment(ref next); i < attempts.Count && !over.IsCancellationRequested; i = Interlocked.Increment(ref next))
                await PressAsync(guest, attempts[i]);
        }));
        Lasted = since.Elapsed;
    }

    /// <summary>The same, and what the server used for it.</summary>
    public async Task RunCountedAsync(IReadOnlyList<Attempt> attempts)
    {
        var before = world.CpuTime();
        await RunAsync(attempts);
        cpu = world.CpuTime() - before;
    }

    public async Task PressAsync(ConfirmGuest guest, Attempt attempt)
    {
        var at = Stopwatch.GetTimestamp();
        try
        {
            var (answer, page) = await guest.PressesAsync(attempt);
            for (; answer == Answer.Busy; (answer, page) = await guest.PressesAsync(attempt))
                Interlocked.Increment(ref again);
            if (answer == Answer.Won)
                Won[attempt] = page!;
        }
        catch (HttpRequestException)
        {
            Unanswered.Add(attempt);
        }

        took.Add(Stopwatch.GetElapsedTime(at).TotalMilliseconds);
    }

    public void Say(TextWriter output)
    {
        var sorted = took.Order().ToList();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {took.Count / Lasted.TotalSeconds:0} presses and {Won.Count / Lasted.TotalSeconds:0} won a second, p50 {sorted[sorted.Count / 2]:0} ms, p99 {sorted[(int)(sorted.Count * 0.99)]:0} ms, {cpu.TotalMilliseconds / took.Count:0.0} ms of CPU a press, {again} asked to try again"));
    }

    public void Dispose()
    {
        foreach (var guest in guests)
            guest.Dispose();
    }
}
