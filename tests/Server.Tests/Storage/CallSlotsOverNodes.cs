using Hidori.Server.Storage;
using Hidori.Server.Tests.Kit;
using Microsoft.Extensions.Options;
using Xunit;

namespace Hidori.Server.Tests.Storage;

/// <summary>At most three calls to one mailbox from all nodes together (reference/graph.md §10.1).</summary>
public sealed class CallSlotsOverNodes
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase, Trap(6)]
    public async Task Two_nodes_share_the_three_slots_of_a_mailbox(DatabaseKind kind)
    {
        if (kind == DatabaseKind.Sqlite)
            return; // One process has a file to itself, and counts by itself.
        await using var database = await TestDatabase.MakeAsync(kind);
        await using PostgresCallSlots one = Node(database), other = Node(database);
        var (inFlight, most) = (0, 0);

        await Task.WhenAll(Enumerable.Range(0, 24).Select(async i =>
        {
            await using var slot = await (i % 2 == 0 ? one : other).TakeAsync("T/MAILBOX", 3, Ct);
            InterlockedMax(ref most, Interlocked.Increment(ref inFlight));
            // Until as many as may have come, so that one too many is seen on a machine of any speed.
            while (Volatile.Read(ref most) < 3)
                await Task.Delay(5, Ct);
            await Task.Delay(30, Ct);
            Interlocked.Decrement(ref inFlight);
        }));

        Assert.Equal(3, most);
    }

    [Theory, EveryDatabase]
    public async Task A_node_that_dies_leaves_its_slots_and_other_mailboxes_have_their_own(DatabaseKind kind)
    {
        if (kind == DatabaseKind.Sqlite)
            return;
        await using var database = await TestDatabase.MakeAsync(kind);
        var dying = Node(database);
        await using var living = Node(database);
        for (var i = 0; i < 3; i++)
            await dying.TakeAsync("T/MAILBOX", 3, Ct);
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

        await using (await living.TakeAsync("T/ANOTHER", 3, Ct))
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => living.TakeAsync("T/MAILBOX", 3, soon.Token));
        // Of this database alone: other tests use the same server.
        await database.ExecuteAsync(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' "
            + "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())");

        await using var slot = await living.TakeAsync("T/MAILBOX", 3, Ct);
        await dying.DisposeAsync();
    }

    private static PostgresCallSlots Node(TestDatabase database) =>
        new(Options.Create(new DatabaseOptions { Provider = "postgres", Connection = database.Connection }));

    private static void InterlockedMax(ref int most, int seen)
    {
        int before;
        while (seen > (before = Volatile.Read(ref most)) && Interlocked.CompareExchange(ref most, seen, before) != before)
        {
        }
    }
}
