namespace Hidori.Integrations.Http;

/// <summary>One call on the wire: finished within the limit, body included, or failed.</summary>
/// <remarks>
/// Innermost, so that waiting for a turn or between two tries does not use up the limit, and so that an answer that
/// breaks off is a failed call for the handlers around. The limit is real time: a socket knows no other.
/// </remarks>
public sealed class WholeAnswer(TimeSpan limit) : DelegatingHandler
{
    /// <exception cref="TimeoutException">The answer did not arrive whole within the limit.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(limit);
        try
        {
            var answer = await base.SendAsync(request, deadline.Token);
            await answer.Content.LoadIntoBufferAsync(deadline.Token);
            return answer;
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"No whole answer within {limit.TotalSeconds:0} seconds.", e);
        }
    }
}
