namespace Hidori.Simulator.Microsoft365;

/// <summary>Counts the requests in flight per app and mailbox (reference: throttling).</summary>
internal sealed class MailboxTurns
{
    private readonly Lock gate = new();
    private Dictionary<string, int> inFlight = new(StringComparer.Ordinal);

    /// <returns>Null when the mailbox is over the limit.</returns>
    public IDisposable? Enter(string mailbox, int limit)
    {
        lock (gate)
        {
            var count = inFlight.GetValueOrDefault(mailbox);
            if (count >= limit) return null;
            inFlight[mailbox] = count + 1;
            return new Turn(this, inFlight, mailbox);
        }
    }

    public void Reset()
    {
        lock (gate) inFlight = new(StringComparer.Ordinal);
    }

    private sealed class Turn(MailboxTurns turns, Dictionary<string, int> counts, string mailbox) : IDisposable
    {
        public void Dispose()
        {
            lock (turns.gate) counts[mailbox]--;
        }
    }
}
