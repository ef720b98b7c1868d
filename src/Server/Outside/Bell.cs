namespace Hidori.Server.Outside;

/// <summary>Wakes the worker of this process early. Losing a ring loses nothing: the outbox row stays due.</summary>
public sealed class Bell : IDisposable
{
    private readonly SemaphoreSlim _rings = new(0, 1);

    public void Ring()
    {
        try
        {
            _rings.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody rang already and nobody has woken yet: one waking looks at everything.
        }
    }

    public void Dispose() => _rings.Dispose();

    /// <summary>Until the next ring, or until it is time to look anyway.</summary>
    public async Task WaitAsync(TimeSpan longest, TimeProvider time, CancellationToken ct)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var ring = _rings.WaitAsync(either.Token);
        var pause = Task.Delay(longest, time, either.Token);
        await Task.WhenAny(ring, pause);
        await either.CancelAsync();
        try
        {
            await ring;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // The pause ended first.
        }
    }
}
