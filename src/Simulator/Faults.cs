namespace Hidori.Simulator;

/// <summary>What shall go wrong. The first fault that meets a call hits it; <see cref="Decide"/> is asked when none does.</summary>
public sealed class Faults
{
    private readonly Lock gate = new();
    private readonly List<Waiting> waiting = [];
    private int calls;

    /// <summary>Lets a randomized test choose for each call; called under no lock, from several threads.</summary>
    public Func<FaultContext, FaultKind?>? Decide { get; set; }

    /// <returns>The number under which <see cref="Remove"/> knows it.</returns>
    public int Add(Fault fault)
    {
        lock (gate)
        {
            var number = waiting.Count == 0 ? 1 : waiting[^1].Number + 1;
            waiting.Add(new Waiting(number, fault));
            return number;
        }
    }

    /// <summary>The next call of this kind, such as "POST /me/events", is done but its answer gets lost.</summary>
    public int LosesTheAnswerTo(string call) =>
        Add(new Fault(FaultKind.DoneThenDisconnected, call.Split(' ')[0], call.Split(' ')[1]));

    public void Remove(int number)
    {
        lock (gate) waiting.RemoveAll(w => w.Number == number);
    }

    public void Clear()
    {
        lock (gate) waiting.Clear();
        Decide = null;
    }

    /// <summary>The faults still to come, with the number of calls each has hit.</summary>
    public IReadOnlyList<(int Number, Fault Fault, int Hits)> Pending
    {
        get
        {
            lock (gate) return [.. waiting.Select(w => (w.Number, w.Fault, w.Hits))];
        }
    }

    internal FaultKind? For(string vendor, string method, string route, string? mailbox)
    {
        FaultContext call;
        lock (gate)
        {
            call = new FaultContext(vendor, method, route, mailbox, ++calls);
            foreach (var candidate in waiting)
            {
                if (!candidate.Fault.Meets(call)) continue;
                if (++candidate.Seen < candidate.Fault.FromCall) continue;
                candidate.Hits++;
                if (candidate.Hits == candidate.Fault.Times) waiting.Remove(candidate);
                return candidate.Fault.Kind;
            }
        }
        return Decide?.Invoke(call);
    }

    private sealed class Waiting(int number, Fault fault)
    {
        public int Number => number;
        public Fault Fault => fault;
        public int Seen { get; set; }
        public int Hits { get; set; }
    }
}
