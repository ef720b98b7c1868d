using System.IO.Compression;
using System.Net;
using Hidori.Integrations;
using Hidori.Server.Tests.Kit;
using Hidori.Simulator;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Contracts;

/// <summary>A calendar is known to its last page or not at all (SPEC M21), whatever the wire does to it.</summary>
public sealed class ReadingIsWholeOrNothing
{
    private const string OneEntry =
        """
        {"value":[{"id":"1","subject":"別件","showAs":"busy",
          "start":{"dateTime":"2026-04-06T01:00:00.0000000","timeZone":"UTC"},
          "end":{"dateTime":"2026-04-06T02:00:00.0000000","timeZone":"UTC"}}]}
        """;

    private static readonly Instant First = Instant.FromUtc(2026, 4, 6, 0, 0);
    private static readonly Interval April = new(Instant.FromUtc(2026, 4, 1, 0, 0), Instant.FromUtc(2026, 5, 1, 0, 0));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, Trap(1)]
    [InlineData(403, typeof(PermissionLostException))]
    [InlineData(404, typeof(EntryGoneException))]
    [InlineData(429, typeof(ThrottledException))]
    [InlineData(500, typeof(ProviderUnavailableException))]
    public async Task A_page_that_fails_takes_those_before_it_along(int status, Type expected)
    {
        await using var outside = await Microsoft365Outside.StartAsync(Ct);
        for (var i = 0; i < 150; i++)
            outside.TakesTime(outside.Tanaka, new ForeignEntry($"{i}", First + Duration.FromHours(i), First + Duration.FromHours(i + 1)));
        outside.Host.Faults.Add(new Fault(FaultKind.Status(status, 60), "GET", "/me/calendar/calendarView") { FromCall = 2, Times = null });

        var failure = await Record.ExceptionAsync(() => outside.Calendar.ReadBusyAsync(outside.Tanaka, April, Ct));

        Assert.IsType(expected, failure);
        Assert.Contains(outside.Host.Requests.All, r => r.Status == 200 && r.PathAndQuery.Contains("calendarView", StringComparison.Ordinal));
    }

    /// <summary>Over a real socket: taking the compression off is the work of the handler at its end.</summary>
    [Theory, Trap(2)]
    [InlineData("")]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task An_answer_is_read_the_same_however_it_is_packed(string encoding)
    {
        await using var graph = await PackingAsync(encoding);
        await using var services = Services(graph);

        var busy = await services.GetRequiredService<ICalendarProvider>().ReadBusyAsync(Canned.Someone, April, Ct);

        var entry = Assert.Single(busy.Entries);
        Assert.Equal(("別件", Instant.FromUtc(2026, 4, 6, 1, 0)), (entry.Title, entry.Time.Start));
    }

    [Fact, Trap(1, 2)]
    public async Task A_packed_answer_that_breaks_off_is_no_answer()
    {
        await using var graph = await PackingAsync("gzip", half: true);
        await using var services = Services(graph);

        await Assert.ThrowsAsync<ProviderUnavailableException>(
            () => services.GetRequiredService<ICalendarProvider>().ReadBusyAsync(Canned.Someone, April, Ct));
    }

    [Fact, Trap(3)]
    public async Task A_failure_tells_status_code_and_request_id()
    {
        await using var services = new Canned(_ =>
        {
            var refusal = Canned.Answer(HttpStatusCode.Forbidden, """{"error":{"code":"ErrorAccessDenied","message":"tanaka@test.example"}}""");
            refusal.Headers.Add("request-id", "6c3a1d5e-1f0b-4a7d-9a36-0d6b2f6f2c11");
            return refusal;
        }).Services();

        var failure = await Assert.ThrowsAsync<PermissionLostException>(
            () => services.GetRequiredService<ICalendarProvider>().ReadBusyAsync(Canned.Someone, April, Ct));

        Assert.Contains("403 ErrorAccessDenied (request-id 6c3a1d5e-1f0b-4a7d-9a36-0d6b2f6f2c11)", failure.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Services(WebApplication graph) => Canned.ServicesAt(new Uri(graph.Urls.Single() + "/v1.0/"));

    private static async Task<WebApplication> PackingAsync(string encoding, bool half = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls($"http://127.0.0.1:{Ports.Next()}");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Run(async http =>
        {
            var whole = Packed(encoding);
            http.Response.ContentType = "application/json";
            if (encoding.Length > 0)
                http.Response.Headers.ContentEncoding = encoding;
            await http.Response.Body.WriteAsync(half ? whole.AsMemory(0, whole.Length / 2) : whole, http.RequestAborted);
        });
        await app.StartAsync(Ct);
        return app;
    }

    private static byte[] Packed(string encoding)
    {
        using var packed = new MemoryStream();
        using (Stream pack = encoding switch
        {
            "gzip" => new GZipStream(packed, CompressionLevel.Fastest),
            "deflate" => new ZLibStream(packed, CompressionLevel.Fastest),
            "br" => new BrotliStream(packed, CompressionLevel.Fastest),
            _ => packed,
        })
            pack.Write(System.Text.Encoding.UTF8.GetBytes(OneEntry));
        return packed.ToArray();
    }
}
