using System.Collections.Concurrent;
using Hidori.Domain;
using Hidori.Domain.Availability;
using NodaTime;

namespace Hidori.Server.Outside;

/// <summary>Lets pages that want the same window of the same mailbox at the same moment share one reading.</summary>
/// <remarks>Within one process, and only while the reading is under way: nothing is remembered.</remarks>
public sealed class SharedReads
{
    private readonly ConcurrentDictionary<(ConnectionId Mailbox, Interval Window), Lazy<Task<BusyTimes.Known>>> _underWay = new();

    /// <param name="read">Must end by itself: whoever asked first may leave, and the others still wait.</param>
    public async Task<BusyTimes.Known> JoinAsync(
        ConnectionId mailbox, Interval window, Func<Task<BusyTimes.Known>> read, CancellationToken ct)
    {
        var key = (mailbox, window);
        var mine = new Lazy<Task<BusyTimes.Known>>(() => ReadAsync(key, read));
        return await _underWay.GetOrAdd(key, mine).Value.WaitAsync(ct);
    }

    private async Task<BusyTimes.Known> ReadAsync((ConnectionId, Interval) key, Func<Task<BusyTimes.Known>> read)
    {
        // So that the entry is there before it is removed, even when the reading ends at once.
        await Task.Yield();
        try
        {
            return await read();
        }
        finally
        {
            _underWay.TryRemove(key, out _);
        }
    }
}
