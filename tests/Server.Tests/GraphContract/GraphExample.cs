using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hidori.Server.Tests.GraphContract;

/// <summary>One example of the reference: what was asked, what came back.</summary>
internal sealed record GraphExample(string File, string Method, string Path, string Query, JsonNode? RequestBody, int? Status, JsonNode? ResponseBody)
{
    /// <summary>The examples whose request names an operation of the contract.</summary>
    public static IReadOnlyList<GraphExample> All(GraphApiContract contract)
    {
        var found = new List<GraphExample>();
        foreach (var file in Directory.EnumerateFiles(System.IO.Path.Combine(contract.Folder, "examples"), "*.json").Order(StringComparer.Ordinal))
        {
            var json = JsonNode.Parse(System.IO.File.ReadAllText(file))!;
            if (json["request"] is not JsonObject request || request["url"]?.GetValue<string>() is not { } url) continue;
            var at = url.IndexOf("/v1.0/", StringComparison.Ordinal);
            if (at < 0 || !url.Contains("graph.microsoft.com", StringComparison.Ordinal)) continue;
            var parts = url[(at + 5)..].Split('?', 2);
            var method = request["method"]!.GetValue<string>();
            var path = parts[0].Replace("/$count/", "/$count", StringComparison.Ordinal);
            if (!contract.Knows(method, path)) continue;
            found.Add(new GraphExample(System.IO.Path.GetFileName(file), method, path, parts.ElementAtOrDefault(1) ?? "",
                Body(request), json["response"]?["status"]?.GetValue<int>(), Body(json["response"])));
        }
        return found;
    }

    /// <summary>Some pages run headers and body together; the body is read where the rest is one.</summary>
    private static JsonNode? Body(JsonNode? message)
    {
        if (message?["bodyText"]?.GetValue<string>() is not { } text) return message?["body"];
        try
        {
            return text.IndexOf('{', StringComparison.Ordinal) is >= 0 and var at ? JsonNode.Parse(text[at..]) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
