using System.Net;
using System.Net.Http.Headers;

namespace Hidori.Integrations.Http;

/// <summary>Repeats a GET, and nothing else, twice at most. Writes are repeated by the worker alone (HOUSE §4.6).</summary>
/// <remarks>
/// Obeys Retry-After when it is short; a longer one goes to the caller, who knows whether anybody waits. A call that
/// timed out is not repeated: it used the time there was.
/// </remarks>
/// <param name="time">What the pauses between tries are measured with.</param>
public sealed class RetrySafeMethods(TimeProvider time) : DelegatingHandler
{
    private const int MostTries = 3;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method != HttpMethod.Get)
            return await base.SendAsync(request, cancellationToken);

        for (var tries = 1; ; tries++)
        {
            var pause = FirstPause * tries;
            try
            {
                var answer = await base.SendAsync(request, cancellationToken);
                if (!IsPassing(answer.StatusCode) || tries == MostTries)
                    return answer;
                pause = PauseAskedFor(answer.Headers.RetryAfter) ?? pause;
                if (pause > LongestPause)
                    return answer;
                answer.Dispose();
            }
            catch (HttpRequestException) when (tries < MostTries)
            {
            }

            await Task.Delay(pause, time, cancellationToken);
        }
    }

    private static bool IsPassing(HttpStatusCode status) =>
        status is HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;

    private TimeSpan? PauseAskedFor(RetryConditionHeaderValue? retryAfter) =>
        retryAfter?.Delta ?? (retryAfter?.Date is { } date && date > time.GetUtcNow() ? date - time.GetUtcNow() : null);
}
