namespace Hidori.Integrations.Microsoft365;

/// <summary>The process's queue before each mailbox: three at a time, and whoever serves a waiting person goes first.</summary>
internal sealed class MailboxTurns
{
    public const int Most = 3;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Queue> _byMailbox = [];

    /// <summary>Waits for a turn. Dispose ends it.</summary>
    public async Task<IDisposable> WaitAsync(string mailbox, bool isBackground, CancellationToken ct)
    {
        LinkedListNode<TaskCompletionSource> mine;
        lock (_gate)
        {
            if (!_byMailbox.TryGetValue(mailbox, out var queue))
                _byMailbox[mailbox] = queue = new Queue();
            if (queue.InFlight < Most)
            {
                queue.InFlight++;
                return new Turn(this, mailbox);
            }

            var waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            mine = (isBackground ? queue.Background : queue.Interactive).AddLast(waiter);
        }

        await using var cancelled = ct.Register(() => mine.Value.TrySetCanceled(ct));
        await mine.Value.Task;
        return new Turn(this, mailbox);
    }

    /// <summary>Hands the turn on. Whoever has stopped waiting is passed over.</summary>
    private void End(string mailbox)
    {
        lock (_gate)
        {
            var queue = _byMailbox[mailbox];
            foreach (var line in new[] { queue.Interactive, queue.Background })
            {
                while (line.First is { } next)
                {
                    line.RemoveFirst();
                    if (next.Value.TrySetResult())
                        return;
                }
            }

            if (--queue.InFlight == 0)
                _byMailbox.Remove(mailbox);
        }
    }

    private sealed class Queue
    {
        public int InFlight { get; set; }
        public LinkedList<TaskCompletionSource> Interactive { get; } = [];
        public LinkedList<TaskCompletionSource> Background { get; } = [];
    }

    private sealed class Turn(MailboxTurns turns, string mailbox) : IDisposable
    {
        public void Dispose() => turns.End(mailbox);
    }
}
