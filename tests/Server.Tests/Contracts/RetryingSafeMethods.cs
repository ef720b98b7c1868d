using System.Net;
using Hidori.Integrations.Http;
using Hidori.Server.Tests.Kit;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Hidori.Server.Tests.Contracts;

/// <summary>HOUSE §4.6: HTTP clients repeat reads, briefly; writes are repeated by the worker alone.</summary>
public sealed class RetryingSafeMethods
{
    private static readonly Uri Anywhere = new("https://graph.example/");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.InternalServerError)]
    public async Task A_read_survives_two_faults(HttpStatusCode fault)
    {
        var wire = new Canned(_ => Canned.Answer(fault), _ => Canned.Answer(fault), _ => Canned.Answer(HttpStatusCode.OK));

        using var answer = await SendAsync(wire, HttpMethod.Get);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(3, wire.Asked.Count);
    }

    [Fact]
    public async Task The_third_fault_is_the_answer()
    {
        var wire = Canned.Always(HttpStatusCode.BadGateway);

        using var answer = await SendAsync(wire, HttpMethod.Get);

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Equal(3, wire.Asked.Count);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_tried_again_and_a_timeout_is_not()
    {
        var broken = new Canned(_ => throw new HttpRequestException("reset"), _ => Canned.Answer(HttpStatusCode.OK));
        var slow = new Canned(_ => throw new TimeoutException());

        using var answer = await SendAsync(broken, HttpMethod.Get);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await Assert.ThrowsAsync<TimeoutException>(() => SendAsync(slow, HttpMethod.Get));
        Assert.Single(slow.Asked);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    public async Task A_write_is_sent_once(string method)
    {
        var wire = Canned.Always(HttpStatusCode.ServiceUnavailable);

        using var answer = await SendAsync(wire, new HttpMethod(method));

        Assert.Single(wire.Asked);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.OK)]
    public async Task A_clear_answer_is_taken(HttpStatusCode status)
    {
        var wire = Canned.Always(status);

        using var answer = await SendAsync(wire, HttpMethod.Get);

        Assert.Single(wire.Asked);
    }

    /// <summary>Two who are refused at the same moment, told when to come back or not, come back at different ones.</summary>
    [Theory, Trap(7)]
    [InlineData(null, 0, 0, 400)]
    [InlineData(2, 2_000, 2_000, 3_000)]
    public async Task No_two_readers_come_back_at_the_same_moment(int? retryAfter, int first, int earliest, int latest)
    {
        List<double> pauses = [];
        foreach (var chance in new[] { 0.0, 0.1, 0.5, 0.9, 0.999 })
        {
            var time = new Impatient();
            var wire = new Canned(_ => Refusal(retryAfter), _ => Canned.Answer(HttpStatusCode.OK));
            using var client = new HttpMessageInvoker(new RetrySafeMethods(time, () => chance) { InnerHandler = wire });
            using var request = new HttpRequestMessage(HttpMethod.Get, Anywhere);

            (await client.SendAsync(request, Ct)).Dispose();

            Assert.Equal(2, wire.Asked.Count);
            pauses.Add(time.Pauses.Sum(p => p.TotalMilliseconds));
        }

        Assert.All(pauses, p => Assert.InRange(p, earliest, latest));
        Assert.Equal(pauses.Count, pauses.Distinct().Count());
        Assert.Equal(first, pauses[0], tolerance: 2);
    }

    [Theory]
    [InlineData(4, 2)]
    [InlineData(6, 1)]
    public async Task A_short_wish_to_wait_is_obeyed_and_a_long_one_goes_to_the_caller(int seconds, int calls)
    {
        var time = new FakeTimeProvider();
        var wire = new Canned(_ => Refusal(seconds), _ => Canned.Answer(HttpStatusCode.OK));

        var sending = SendAsync(wire, HttpMethod.Get, time);
        time.Advance(TimeSpan.FromSeconds(seconds - 1));
        Assert.Single(wire.Asked);
        time.Advance(TimeSpan.FromSeconds(1));
        using var answer = await sending;

        Assert.Equal(calls, wire.Asked.Count);
    }

    [Fact]
    public async Task An_answer_that_does_not_come_whole_in_time_is_none()
    {
        using var limited = new HttpClient(new WholeAnswer(TimeSpan.FromMilliseconds(50))
        {
            InnerHandler = new Canned(_ =>
            new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new EndlessStream()) })
        });

        await Assert.ThrowsAsync<TimeoutException>(() => limited.GetAsync(Anywhere, HttpCompletionOption.ResponseHeadersRead, Ct));
    }

    private static HttpResponseMessage Refusal(int? retryAfter)
    {
        var refusal = Canned.Answer(HttpStatusCode.TooManyRequests);
        refusal.Headers.RetryAfter = retryAfter is { } seconds ? new(TimeSpan.FromSeconds(seconds)) : null;
        return refusal;
    }

    /// <summary>Time passes by itself unless the test brings its own.</summary>
    private static async Task<HttpResponseMessage> SendAsync(Canned wire, HttpMethod method, FakeTimeProvider? time = null)
    {
        var clock = time ?? new FakeTimeProvider();
        using var client = new HttpMessageInvoker(new RetrySafeMethods(clock, () => 0) { InnerHandler = wire });
        using var request = new HttpRequestMessage(method, Anywhere);
        var sending = client.SendAsync(request, Ct);
        while (time is null && !sending.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        return await sending;
    }

    /// <summary>Waits for nothing and notes how long the wait was to be: no pause is measured by how fast the machine is.</summary>
    private sealed class Impatient : TimeProvider
    {
        public List<TimeSpan> Pauses { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Pauses.Add(dueTime);
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }

    private sealed class EndlessStream : MemoryStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return 0;
        }

        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) =>
            Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
    }
}
