using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hidori.Simulator;
using Xunit;

namespace Hidori.Server.Tests.GraphContract;

/// <summary>Holds an exchange with Microsoft Graph against the published description of the API.</summary>
/// <remarks>The description is reference material beside the repository, found by walking up to a folder shared/graph or by HIDORI_GRAPH_REFERENCE.</remarks>
public sealed class GraphApiContract
{
    private static readonly Lazy<GraphApiContract?> Found = new(Load);
    private readonly List<GraphOperation> operations;
    private readonly GraphSchemas schemas;

    private GraphApiContract(JsonElement description, string folder)
    {
        Folder = folder;
        schemas = new GraphSchemas(description);
        operations = GraphOperation.All(description);
    }

    public string Folder { get; }

    /// <summary>Null when the reference is not at hand.</summary>
    public static GraphApiContract? AtHand => Found.Value;

    /// <summary>For tests that cannot do without: skipped in sight when the reference is missing, failed in CI.</summary>
    public static GraphApiContract Needed()
    {
        if (AtHand is { } contract) return contract;
        FailInCi();
        Assert.Skip("The Graph reference (shared/graph/openapi.json) is not beside this repository.");
        throw new InvalidOperationException();
    }

    public bool Knows(string method, string path) => Find(method, path) is not null;

    /// <summary>What differs from the contract, in words; nothing when all is well.</summary>
    /// <param name="path">Relative to the version.</param>
    /// <param name="status">0 when there was no answer, and only the question is looked at.</param>
    public IReadOnlyList<string> Differences(string method, string path, string query, JsonNode? requestBody, int status, JsonNode? responseBody)
    {
        if (Find(method, path) is not { } operation) return [$"{method} {path}: no such operation"];
        var found = new List<string>();
        CheckQuery(operation, query, found);
        if (operation.RequestSchema is { } request && requestBody is not null) schemas.Check(request, requestBody, "request", isRequest: true, found);
        else if (requestBody is not null && operation.RequestSchema is null) found.Add("request: no body is expected");
        else if (requestBody is null && operation.RequiresBody) found.Add("request: a body is required");
        if (status != 0) CheckResponse(operation, status, responseBody, found);
        if (path == "/$batch") CheckItems(requestBody, responseBody, found);
        return [.. found.Select(f => $"{method} {operation.Template}: {f}")];
    }

    public IReadOnlyList<string> Differences(Exchange exchange)
    {
        const string root = "/graph/v1.0";
        if (!exchange.PathAndQuery.StartsWith(root, StringComparison.Ordinal)) return [];
        var parts = exchange.PathAndQuery[root.Length..].Split('?', 2);
        return Differences(exchange.Method, Uri.UnescapeDataString(parts[0]), parts.ElementAtOrDefault(1) ?? "", Json(exchange.RequestBody), exchange.Answered, Json(exchange.ResponseBody));
    }

    /// <summary>Checks every exchange from now on; the differences gather in the returned collection. Without the reference nothing is checked, which CI does not accept.</summary>
    public static ConcurrentQueue<string> Watch(SimulatorHost simulator, Func<Exchange, bool>? only = null)
    {
        var differences = new ConcurrentQueue<string>();
        if (AtHand is not { } contract)
        {
            FailInCi();
            return differences;
        }

        simulator.Requests.OnExchange += exchange =>
        {
            if (only?.Invoke(exchange) == false) return;
            try
            {
                foreach (var difference in contract.Differences(exchange)) differences.Enqueue(difference);
            }
            catch (Exception e)
            {
                // The simulator keeps what its listeners throw from the client, and so from the test.
                differences.Enqueue($"{exchange.Method} {exchange.PathAndQuery}: cannot be compared: {e}");
            }
        };
        return differences;
    }

    private static void FailInCi() =>
        Assert.False(Environment.GetEnvironmentVariable("CI") == "true", "The Graph reference is missing: set HIDORI_GRAPH_REFERENCE.");

    private GraphOperation? Find(string method, string path) =>
        operations.Find(o => o.Method.Equals(method, StringComparison.OrdinalIgnoreCase) && o.Matches(path));

    private void CheckQuery(GraphOperation operation, string query, List<string> found)
    {
        var sent = query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(p => p.Split('=', 2)).ToDictionary(p => Uri.UnescapeDataString(p[0]), p => Uri.UnescapeDataString(p.ElementAtOrDefault(1) ?? ""), StringComparer.OrdinalIgnoreCase);
        // A link handed out by the service is opaque and carries everything else in its token.
        if (sent.ContainsKey("$skiptoken") || sent.ContainsKey("$deltatoken")) return;
        foreach (var name in sent.Keys.Where(n => !operation.QueryOptions.ContainsKey(n))) found.Add($"query: unknown option {name}");
        foreach (var (name, _) in operation.QueryOptions.Where(o => o.Value && !sent.ContainsKey(o.Key))) found.Add($"query: {name} is required");
        if (sent.TryGetValue("$select", out var select) && operation.SuccessSchema is { } schema)
        {
            var known = schemas.Members(schemas.ItemOf(schema));
            foreach (var name in select.Split(',').Select(s => s.Trim().Split('/')[0]).Where(n => !known.ContainsKey(n))) found.Add($"query: $select of unknown member {name}");
        }
    }

    private void CheckResponse(GraphOperation operation, int status, JsonNode? body, List<string> found)
    {
        if (operation.ResponseFor(status) is not { } response)
        {
            found.Add($"response: status {status} is not foreseen");
            return;
        }
        if (GraphOperation.SchemaOf(response) is { } schema)
        {
            if (body is null) found.Add("response: a body is expected");
            else schemas.Check(schema, body, "response", isRequest: false, found);
        }
        else if (body is not null) found.Add("response: no body is expected");
    }

    private void CheckItems(JsonNode? requestBody, JsonNode? responseBody, List<string> found)
    {
        var answers = (responseBody?["responses"] as JsonArray ?? []).ToDictionary(r => r!["id"]!.ToString(), r => r!);
        foreach (var item in requestBody?["requests"] as JsonArray ?? [])
        {
            if (!answers.TryGetValue(item!["id"]!.ToString(), out var answer)) continue;
            var url = ("/" + item["url"]!.GetValue<string>().TrimStart('/')).Split('?', 2);
            found.AddRange(Differences(item["method"]!.GetValue<string>(), Uri.UnescapeDataString(url[0]), url.ElementAtOrDefault(1) ?? "", item["body"], answer["status"]!.GetValue<int>(), answer["body"]));
        }
    }

    private static JsonNode? Json(string text) => text == "" ? null : JsonNode.Parse(text);

    private static GraphApiContract? Load()
    {
        var folders = new List<string>();
        if (Environment.GetEnvironmentVariable("HIDORI_GRAPH_REFERENCE") is { Length: > 0 } named) folders.Add(named);
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            folders.Add(Path.Combine(folder.FullName, "shared", "graph"));
        var found = folders.Find(f => File.Exists(Path.Combine(f, "openapi.json")));
        if (found is null) return null;
        return new GraphApiContract(JsonDocument.Parse(File.ReadAllText(Path.Combine(found, "openapi.json"))).RootElement, found);
    }
}
