using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Hidori.Server.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Hidori.Server.Tests.Simulating;

/// <summary>A notification URL of our own, to see what the simulator posts.</summary>
public sealed class NotificationListener : IAsyncDisposable
{
    private readonly WebApplication _server;

    private NotificationListener(WebApplication server, Uri address) => (_server, Address) = (server, address);

    public Uri Address { get; }

    /// <summary>What the validation is answered with; the token as it should be when absent.</summary>
    public Func<string, IResult>? Handshake { get; set; }

    public int Status { get; set; } = 202;

    public ConcurrentQueue<string> Tokens { get; } = [];

    public ConcurrentQueue<JsonObject> Deliveries { get; } = [];

    public IEnumerable<JsonObject> Items => Deliveries.SelectMany(d => d["value"]!.AsArray()).Select(i => i!.AsObject());

    public static async Task<NotificationListener> StartAsync(CancellationToken ct)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        var address = new Uri($"http://localhost:{Ports.Next()}/");
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.Listen(IPAddress.Loopback, address.Port));
        builder.Services.AddRoutingCore();
        var server = builder.Build();
        var listener = new NotificationListener(server, address);
        server.Map("/{**path}", (RequestDelegate)listener.AnswerAsync);
        await server.StartAsync(ct);
        return listener;
    }

    private async Task AnswerAsync(HttpContext http)
    {
        if (http.Request.Query["validationToken"] is [{ } token])
        {
            Tokens.Enqueue(token);
            await (Handshake?.Invoke(token) ?? Results.Text(token, "text/plain")).ExecuteAsync(http);
            return;
        }

        using var reader = new StreamReader(http.Request.Body);
        Deliveries.Enqueue(JsonNode.Parse(await reader.ReadToEndAsync(http.RequestAborted))!.AsObject());
        http.Response.StatusCode = Status;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
