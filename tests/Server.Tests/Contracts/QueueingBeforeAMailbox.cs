using System.Collections.Concurrent;
using Hidori.Integrations;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Contracts;

/// <summary>Three calls at a time, and whoever waits goes first (reference/graph.md §10.1).</summary>
public sealed class QueueingBeforeAMailbox
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_readings_at_once_are_never_refused_for_their_number_and_a_person_goes_before_workers()
    {
        await using var outside = await Microsoft365Outside.StartAsync(Ct);
        using var blocked = new ManualResetEventSlim();
        outside.Host.Faults.Decide = _ =>
        {
            blocked.Wait(Ct);
            return null;
        };
        var done = new ConcurrentQueue<string>();
        var workers = Enumerable.Range(0, 12).Select(_ => Task.Run(() => ReadAsync(outside, "worker", isBackground: true, done), Ct)).ToList();
        await Task.Delay(300, Ct);
        var person = Task.Run(() => ReadAsync(outside, "person", isBackground: false, done), Ct);
        await Task.Delay(300, Ct);

        blocked.Set();
        await Task.WhenAll([.. workers, person]);

        Assert.InRange(done.ToList().IndexOf("person"), 0, 6);
        Assert.DoesNotContain(outside.Host.Requests.All, r => r.Status == 429);
    }

    private static async Task ReadAsync(Microsoft365Outside outside, string who, bool isBackground, ConcurrentQueue<string> done)
    {
        CallPriority.IsBackground = isBackground;
        var start = Instant.FromUtc(2026, 4, 6, 0, 0);
        await outside.Calendar.ReadBusyAsync(outside.Tanaka, new Interval(start, start + Duration.FromDays(7)), Ct);
        done.Enqueue(who);
    }
}
