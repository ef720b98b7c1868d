using NodaTime;

namespace Hidori.Simulator.Microsoft365;

/// <summary>Counts the requests per app and mailbox: those in flight, and those of ten minutes (reference: throttling).</summary>
internal sealed class MailboxTurns
{
    private static readonly Duration Window = Duration.FromMinutes(10);

    private readonly Lock gate = new();
    private Dictionary<string, Counts> counted = new(StringComparer.Ordinal);

    /// <returns>Null when too many are in flight already.</returns>
    public IDisposable? Enter(string place, int limit)
    {
        lock (gate)
        {
            var counts = Of(place);
            if (counts.InFlight >= limit) return null;
            counts.InFlight++;
            return new Turn(this, counts);
        }
    }

    /// <returns>How long to wait; nothing when the request is still within the limit. A refused one counts as well.</returns>
    public Duration? Count(string place, Instant now, int limit)
    {
        lock (gate)
        {
            var counts = Of(place);
            if (now - counts.Since >= Window) (counts.Since, counts.Requests) = (now, 0);
            return ++counts.Requests > limit ? counts.Since + Window - now : null;
        }
    }

    public void Reset()
    {
        lock (gate) counted = new(StringComparer.Ordinal);
    }

    private Counts Of(string place)
    {
        if (!counted.TryGetValue(place, out var counts)) counted[place] = counts = new Counts();
        return counts;
    }

    private sealed class Counts
    {
        public int InFlight { get; set; }
        public Instant Since { get; set; } = Instant.MinValue;
        public int Requests { get; set; }
    }

    private sealed class Turn(MailboxTurns turns, Counts counts) : IDisposable
    {
        public void Dispose()
        {
            lock (turns.gate) counts.InFlight--;
        }
    }
}
