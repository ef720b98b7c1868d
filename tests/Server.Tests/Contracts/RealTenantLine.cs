using System.Net;
using System.Net.Http.Json;
using NodaTime;

namespace Hidori.Server.Tests.Contracts;

/// <summary>The line to a real tenant: counts the calls, and breaks where the test wants it broken.</summary>
public sealed class RealTenantLine(IClock clock)
{
    private int _calls;
    private int _refused;
    private Trouble _trouble = new Trouble.Nothing();
    private Instant _since;

    public Trouble Trouble
    {
        get => _trouble;
        set => (_trouble, _refused, _since) = (value, 0, clock.GetCurrentInstant());
    }

    public int CallsSinceLastAsked() => Interlocked.Exchange(ref _calls, 0);

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, Func<Task<HttpResponseMessage>> go)
    {
        Interlocked.Increment(ref _calls);
        var isWrite = request.Method != HttpMethod.Get && !request.RequestUri!.AbsolutePath.EndsWith("getSchedule", StringComparison.Ordinal);
        switch (Trouble)
        {
            case Trouble.AnswerLost when isWrite:
                Trouble = new Trouble.Nothing();
                using (await go()) throw new HttpRequestException("The answer got lost on purpose.");
            case Trouble.NeverArrives when isWrite:
                Trouble = new Trouble.Nothing();
                throw new HttpRequestException("The request got lost on purpose.");
            case Trouble.Throttled throttled when clock.GetCurrentInstant() < _since + Duration.FromSeconds(throttled.Seconds):
                return Refusal(request, 429, throttled.Seconds);
            case Trouble.Status status when _refused < status.Times:
                _refused++;
                return Refusal(request, status.Code, null);
            default:
                return await go();
        }
    }

    /// <summary>A tenant refuses nothing on demand; what is tested is our side of it.</summary>
    private static HttpResponseMessage Refusal(HttpRequestMessage request, int status, int? retryAfterSeconds)
    {
        var code = status switch { 403 => "ErrorAccessDenied", 429 => "ApplicationThrottled", 503 => "ErrorServerBusy", _ => "ErrorInternalServerError" };
        var answer = new HttpResponseMessage((HttpStatusCode)status)
        {
            RequestMessage = request, Content = JsonContent.Create(new { error = new { code, message = "refused on purpose" } }),
        };
        if (retryAfterSeconds is { } seconds) answer.Headers.RetryAfter = new(TimeSpan.FromSeconds(seconds));
        return answer;
    }

    public sealed class Handler(RealTenantLine line) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            line.SendAsync(request, () => base.SendAsync(request, cancellationToken));
    }
}
