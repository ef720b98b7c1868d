using System.Net;
using Polly;
using Polly.Retry;

namespace Hidori.Integrations.Http;

/// <summary>Repeats a GET, and nothing else, twice at most. Writes are repeated by the worker alone (HOUSE §4.6).</summary>
/// <remarks>
/// Obeys Retry-After when it is short; a longer one goes to the caller, who knows whether anybody waits. A call that
/// timed out is not repeated: it used the time there was. No two pauses are alike, so that readers who were refused
/// together do not come back together.
/// </remarks>
public sealed class RetrySafeMethods : DelegatingHandler
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);

    /// <summary>Whoever is told when to come comes a little later, never earlier.</summary>
    private static readonly TimeSpan Spread = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly ResiliencePipeline<HttpResponseMessage> _tries;

    /// <param name="time">What the pauses between tries are measured with.</param>
    /// <param name="chance">A number from 0 to below 1, another one with each call.</param>
    public RetrySafeMethods(TimeProvider time, Func<double> chance)
    {
        _time = time;
        _tries = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = 2,
                Delay = FirstPause,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Randomizer = chance,
                ShouldHandle = tried => ValueTask.FromResult(IsWorthAnother(tried.Outcome)),
                DelayGenerator = tried => ValueTask.FromResult(
                    PauseAskedFor(tried.Outcome.Result) is { } asked ? asked + Spread * chance() : (TimeSpan?)null),
            })
            .Build();
    }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken) =>
        request.Method == HttpMethod.Get
            ? await _tries.ExecuteAsync(async ct => await base.SendAsync(request, ct), cancellationToken)
            : await base.SendAsync(request, cancellationToken);

    private bool IsWorthAnother(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Exception: HttpRequestException } => true,
        { Result: { StatusCode: HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError } answer } =>
            !(PauseAskedFor(answer) > LongestPause),
        _ => false,
    };

    private TimeSpan? PauseAskedFor(HttpResponseMessage? answer) => answer?.Headers.RetryAfter switch
    {
        { Delta: { } length } => length,
        { Date: { } date } when date > _time.GetUtcNow() => date - _time.GetUtcNow(),
        _ => null,
    };
}
