using Hidori.Integrations;

namespace Hidori.Server.Outside;

/// <summary>A call that a person waits for.</summary>
internal static class Patience
{
    /// <summary>After this long a silent calendar is unknown.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <returns>The answer, or the failure, or neither when nobody answered in time.</returns>
    public static async Task<(T? Answer, ProviderException? Failure)> AskAsync<T>(
        Func<CancellationToken, Task<T>> ask, CancellationToken ct)
        where T : class
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Longest);
        try
        {
            return (await ask(patience.Token), null);
        }
        catch (ProviderException failure)
        {
            return (null, failure);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return (null, null);
        }
    }
}
