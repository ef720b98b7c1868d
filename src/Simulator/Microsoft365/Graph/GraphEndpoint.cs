using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Hidori.Simulator.Microsoft365.Graph;

/// <summary>Graph over HTTP: faults, the limit per mailbox, single requests and batches.</summary>
internal sealed class GraphEndpoint(Microsoft365World world, GraphService service, Faults faults, TimeProvider time)
{
    public const string Root = "/graph/v1.0";

    /// <summary>Graph writes Japanese as it is.</summary>
    private static readonly System.Text.Json.JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task AnswerAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var request = http.Request;
        var path = "/" + (request.RouteValues["path"] as string ?? "");
        var call = new GraphCall
        {
            Method = request.Method,
            Path = path,
            Query = request.Query.ToDictionary(q => q.Key, q => q.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            Headers = Wiretap.Flat(request.Headers),
            Body = await reader.ReadToEndAsync(http.RequestAborted),
            Address = $"{request.Scheme}://{request.Host}{Uri.EscapeDataString(request.Path).Replace("%2F", "/", StringComparison.Ordinal)}",
        };
        if (call.Method == "POST" && path == "/$batch") await BatchAsync(http, call);
        else await SingleAsync(http, call);
    }

    private async Task SingleAsync(HttpContext http, GraphCall call)
    {
        var mailbox = service.MailboxOf(call);
        var address = mailbox is null ? null : service.AddressOf(mailbox);
        var fault = faults.For(FaultContext.Microsoft365, call.Method, call.Path, address);
        Wiretap.Note(http, fault, address);
        if (fault is FaultKind.Lost { HandlerRuns: false }) return;
        await WriteAsync(http, call, await RunAsync(call, mailbox, fault, http.RequestAborted));
    }

    private async Task<GraphReply> RunAsync(GraphCall call, string? mailbox, FaultKind? fault, CancellationToken ct)
    {
        if (fault is FaultKind.Refused refused) return service.Refuse(call, Refusal(refused));
        var place = mailbox is null ? null : $"{service.ClientOf(call)} {mailbox}";
        if (place is not null && world.Turns.Count(place, world.Now, world.Behaviour.MaxRequestsPerTenMinutes) is { } wait)
            return service.Refuse(call, GraphError.TooMany((int)Math.Ceiling(wait.TotalSeconds)));
        using var turn = place is null ? null : world.Turns.Enter(place, world.Behaviour.MaxConcurrentPerMailbox);
        if (place is not null && turn is null)
            return service.Refuse(call, GraphError.Throttled(world.Behaviour.RetryAfterSeconds));
        if (fault is FaultKind.Delayed slow)
            await Task.Delay(slow.Pause.ToTimeSpan(), slow.OnSimulatedTime ? time : TimeProvider.System, ct);
        return await service.AnswerAsync(call, ct);
    }

    private static GraphError Refusal(FaultKind.Refused fault)
    {
        var (code, message) = fault.StatusCode switch
        {
            401 => ("InvalidAuthenticationToken", "Access token validation failure."),
            403 => ("ErrorAccessDenied", "Access is denied. Check credentials and try again."),
            404 => ("ErrorItemNotFound", "The specified object was not found in the store."),
            409 or 412 => ("ErrorIrresolvableConflict", "The change key passed in the request does not match the current change key for the item."),
            410 => ("syncStateNotFound", "The sync state generation is not found."),
            429 => ("ApplicationThrottled", "Application is over its MailboxConcurrency limit."),
            503 => ("ErrorServerBusy", "The server cannot service this request right now. Try again later."),
            504 => ("UnknownError", ""),
            >= 500 => ("ErrorInternalServerError", "An internal server error occurred. The operation failed."),
            _ => ("BadRequest", "The request is malformed."),
        };
        return new GraphError(fault.StatusCode, fault.Code ?? code, message, retryAfterSeconds: fault.RetryAfterSeconds);
    }

    private static async Task WriteAsync(HttpContext http, GraphCall call, GraphReply reply)
    {
        http.Response.StatusCode = reply.Status;
        http.Response.Headers["request-id"] = call.RequestId;
        http.Response.Headers["client-request-id"] = call.Header("client-request-id") ?? call.RequestId;
        if (call.Header("Prefer") is { } prefer && reply.Status < 400) http.Response.Headers["Preference-Applied"] = prefer;
        foreach (var (name, value) in reply.Headers ?? new Dictionary<string, string>()) http.Response.Headers[name] = value;
        if (reply.Body is null) return;
        http.Response.ContentType = "application/json; odata.metadata=minimal; charset=utf-8";
        await http.Response.WriteAsync(reply.Body.ToJsonString(Plain), http.RequestAborted);
    }

    /// <summary>Up to 20 requests, answered in any order, each admitted and throttled on its own (json-batching.md).</summary>
    private async Task BatchAsync(HttpContext http, GraphCall batch)
    {
        var fault = faults.For(FaultContext.Microsoft365, "POST", "/$batch", null);
        Wiretap.Note(http, fault, null);
        if (fault is FaultKind.Lost { HandlerRuns: false }) return;
        if (fault is FaultKind.Refused refused)
        {
            await WriteAsync(http, batch, service.Refuse(batch, Refusal(refused)));
            return;
        }
        if (fault is FaultKind.Delayed slow)
            await Task.Delay(slow.Pause.ToTimeSpan(), slow.OnSimulatedTime ? time : TimeProvider.System, http.RequestAborted);
        await WriteAsync(http, batch, await BatchReplyAsync(batch, http.RequestAborted));
    }

    private async Task<GraphReply> BatchReplyAsync(GraphCall batch, CancellationToken ct)
    {
        JsonArray requests;
        try
        {
            requests = JsonNode.Parse(batch.Body)?["requests"] as JsonArray ?? [];
        }
        catch (System.Text.Json.JsonException)
        {
            requests = [];
        }
        var ids = requests.Select(r => r?["id"]?.ToString() ?? "").ToList();
        if (ids.Count is 0 or > 20 || ids.Contains("") || ids.Distinct(StringComparer.OrdinalIgnoreCase).Count() != ids.Count)
            return service.Refuse(batch, GraphError.Bad("BadRequest", "A batch needs 1 to 20 requests with ids of their own."));

        var statuses = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var responses = new List<JsonNode>();
        foreach (var request in requests.OfType<JsonObject>())
        {
            var id = request["id"]!.ToString();
            var dependsOnFailed = (request["dependsOn"] as JsonArray ?? []).Any(d => !statuses.TryGetValue(d!.ToString(), out var s) || s >= 400);
            var call = Item(batch, request);
            var reply = dependsOnFailed
                ? service.Refuse(call, new GraphError(424, "FailedDependency", "A request this one depends on failed."))
                : await ItemReplyAsync(call, ct);
            statuses[id] = reply.Status;
            var headers = new JsonObject { ["Content-Type"] = "application/json" };
            foreach (var (name, value) in reply.Headers ?? new Dictionary<string, string>()) headers[name] = value;
            responses.Add(new JsonObject { ["id"] = id, ["status"] = reply.Status, ["headers"] = headers, ["body"] = reply.Body?.DeepClone() });
        }
        var mixed = responses.ToArray();
        RandomNumberGenerator.Shuffle(mixed.AsSpan());
        return GraphReply.Ok(new JsonObject { ["responses"] = new JsonArray(mixed) });
    }

    private Task<GraphReply> ItemReplyAsync(GraphCall call, CancellationToken ct)
    {
        var mailbox = service.MailboxOf(call);
        var fault = faults.For(FaultContext.Microsoft365, call.Method, call.Path, mailbox is null ? null : service.AddressOf(mailbox));
        // An item of a batch has no connection of its own that could break.
        return RunAsync(call, mailbox, fault is FaultKind.Lost ? null : fault, ct);
    }

    private static GraphCall Item(GraphCall batch, JsonObject request)
    {
        var url = request["url"]?.GetValue<string>() ?? "/";
        var parts = (url.StartsWith('/') ? url : "/" + url).Split('?', 2);
        var headers = (request["headers"] as JsonObject ?? []).ToDictionary(h => h.Key, h => h.Value?.ToString() ?? "", StringComparer.OrdinalIgnoreCase);
        headers.TryAdd("Authorization", batch.Header("Authorization") ?? "");
        return new GraphCall
        {
            Method = request["method"]?.GetValue<string>().ToUpperInvariant() ?? "GET",
            Path = Uri.UnescapeDataString(parts[0]),
            Query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(parts.ElementAtOrDefault(1) ?? "")
                .ToDictionary(q => q.Key, q => q.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            Headers = headers,
            Body = request["body"]?.ToJsonString() ?? "",
            Address = batch.Address.Replace("/$batch", "", StringComparison.Ordinal).Replace("/%24batch", "", StringComparison.Ordinal) + parts[0],
        };
    }
}
