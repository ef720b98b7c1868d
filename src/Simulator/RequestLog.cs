using NodaTime;

namespace Hidori.Simulator;

/// <summary>One request and what became of it.</summary>
/// <remarks>
/// Status is what the client saw, 0 when the connection broke; Answered is what the handler gave, also when the answer was lost, 0 when it did
/// not run.
/// </remarks>
public sealed record Exchange(
    int Number,
    Instant At,
    string Method,
    string PathAndQuery,
    IReadOnlyDictionary<string, string> RequestHeaders,
    string RequestBody,
    int Status,
    int Answered,
    IReadOnlyDictionary<string, string> ResponseHeaders,
    string ResponseBody,
    string? Mailbox,
    FaultKind? Fault);

/// <summary>Every exchange with the vendors, oldest first; the panel for people is left out.</summary>
public sealed class RequestLog
{
    private const int Kept = 20_000;
    private readonly Lock gate = new();
    private readonly Queue<Exchange> exchanges = new();
    private int count;

    /// <summary>Called for each exchange as it ends, before the client has the answer; an exception in it does not reach the client.</summary>
    public Action<Exchange>? OnExchange { get; set; }

    public IReadOnlyList<Exchange> All
    {
        get
        {
            lock (gate) return [.. exchanges];
        }
    }

    /// <summary>Exchanges seen since the start, also those no longer kept.</summary>
    public int Count
    {
        get
        {
            lock (gate) return count;
        }
    }

    public void Clear()
    {
        lock (gate) exchanges.Clear();
    }

    internal void Add(Func<int, Exchange> make)
    {
        Exchange exchange;
        lock (gate)
        {
            exchange = make(++count);
            exchanges.Enqueue(exchange);
            while (exchanges.Count > Kept) exchanges.Dequeue();
        }
        OnExchange?.Invoke(exchange);
    }
}
