using System.Collections.Concurrent;
using Hidori.Integrations;
using Hidori.Server.Tests.Kit;
using Hidori.Simulator;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Contracts;

/// <summary>Three calls at a time, and whoever waits goes first (reference/graph.md §10.1).</summary>
public sealed class QueueingBeforeAMailbox
{
    private const int Workers = 12;

    private static readonly Duration Pause = Duration.FromSeconds(1);
    private static readonly Interval Week = new(Instant.FromUtc(2026, 4, 6, 0, 0), Instant.FromUtc(2026, 4, 13, 0, 0));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact, Trap(6)]
    public async Task Many_readings_at_once_are_never_refused_for_their_number_and_a_person_goes_before_workers()
    {
        await using var outside = await Microsoft365Outside.StartAsync(Ct);
        var isHeld = true;
        // In the order of their coming: whose answer is read first is the machine's business.
        var came = new ConcurrentQueue<string>();
        outside.Host.Faults.Decide = call =>
        {
            came.Enqueue(call.Method == "POST" ? "person" : "worker");
            // On simulated time: a call that is held keeps no thread, of which those who queue up have need.
            return isHeld ? FaultKind.Slow(Pause, onSimulatedTime: true) : null;
        };
        var workers = Enumerable.Range(0, Workers).Select(_ => Task.Run(() => ReadAsync(outside), Ct)).ToList();
        await HaveAskedAsync(outside, Workers);
        var person = Task.Run(() => outside.Calendar.ReadFreeBusyAsync(outside.Tanaka, ["sato@test.example"], Week, Ct), Ct);
        await HaveAskedAsync(outside, Workers + 1);

        // The three that are held end, and three others come, to be held in their turn.
        outside.TimePasses(Pause);
        while (came.Count < 6)
            await Task.Delay(20, Ct);
        Volatile.Write(ref isHeld, false);
        var all = Task.WhenAll([.. workers, person]);
        while (!all.IsCompleted)
        {
            outside.TimePasses(Pause);
            await Task.Delay(20, Ct);
        }

        await all;

        Assert.InRange(came.ToList().IndexOf("person"), 0, 6);
        Assert.DoesNotContain(outside.Host.Requests.All, r => r.Status == 429);
    }

    private static async Task HaveAskedAsync(Microsoft365Outside outside, int calls)
    {
        while (outside.Tokens.Asked < calls)
            await Task.Delay(20, Ct);
        // From the token to the queue nothing waits any more.
        await Task.Delay(100, Ct);
    }

    private static async Task ReadAsync(Microsoft365Outside outside)
    {
        CallPriority.IsBackground = true;
        await outside.Calendar.ReadBusyAsync(outside.Tanaka, Week, Ct);
    }
}
