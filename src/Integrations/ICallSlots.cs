namespace Hidori.Integrations;

/// <summary>Bounds the calls to one mailbox that are in flight from all nodes together. Kept by the server: adapters never touch storage.</summary>
public interface ICallSlots
{
    /// <summary>Waits for one of a mailbox's slots. Dispose gives it back; so does the end of the process.</summary>
    /// <param name="mailbox">The vendor's own name of the mailbox, the same for every connection that leads there.</param>
    /// <param name="most">How many slots the mailbox has.</param>
    Task<IAsyncDisposable> TakeAsync(string mailbox, int most, CancellationToken ct);
}
