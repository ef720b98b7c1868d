using System.Text.Json;
using System.Text.RegularExpressions;

namespace Hidori.Server.Tests.GraphContract;

/// <summary>One method on one path of the description.</summary>
internal sealed class GraphOperation
{
    private readonly JsonElement description;
    private readonly JsonElement operation;
    private readonly Regex pattern;

    private GraphOperation(JsonElement description, string template, JsonElement path, string method)
    {
        this.description = description;
        Template = template;
        Method = method;
        operation = path.GetProperty(method);
        var escaped = Regex.Replace(Regex.Escape(template), @"\\\{[^}]+\}", "[^/]+");
        pattern = new Regex("^" + escaped.Replace(@"\(\)", @"(\(\))?", StringComparison.Ordinal) + "$", RegexOptions.IgnoreCase);
        foreach (var parameter in Parameters(operation).Concat(Parameters(path)).Where(p => p.GetProperty("in").GetString() == "query"))
            QueryOptions[parameter.GetProperty("name").GetString()!] = parameter.TryGetProperty("required", out var required) && required.GetBoolean();
    }

    public string Method { get; }

    public string Template { get; }

    /// <summary>By name, whether it must be there.</summary>
    public Dictionary<string, bool> QueryOptions { get; } = new(StringComparer.OrdinalIgnoreCase);

    public JsonElement? RequestSchema => operation.TryGetProperty("requestBody", out var body) ? SchemaOf(body) : null;

    public bool RequiresBody => operation.TryGetProperty("requestBody", out var body) && body.TryGetProperty("required", out var required) && required.GetBoolean();

    public JsonElement? SuccessSchema => operation.GetProperty("responses").EnumerateObject()
        .Where(r => r.Name.StartsWith('2')).Select(r => SchemaOf(Resolve(r.Value))).FirstOrDefault(s => s is not null);

    /// <summary>Paths with fewer variables first, so that a literal wins.</summary>
    public static List<GraphOperation> All(JsonElement description) =>
        [.. description.GetProperty("paths").EnumerateObject()
            .OrderBy(p => p.Name.Count(c => c == '{'))
            .SelectMany(p => p.Value.EnumerateObject().Where(m => m.Name is "get" or "post" or "patch" or "delete" or "put")
                .Select(m => new GraphOperation(description, p.Name, p.Value, m.Name)))];

    public bool Matches(string path) => pattern.IsMatch(path);

    public JsonElement? ResponseFor(int status)
    {
        var responses = operation.GetProperty("responses");
        if (responses.TryGetProperty($"{status}", out var exact)) return Resolve(exact);
        return responses.TryGetProperty($"{status / 100}XX", out var range) ? Resolve(range) : null;
    }

    public static JsonElement? SchemaOf(JsonElement response) =>
        response.TryGetProperty("content", out var content) && content.TryGetProperty("application/json", out var json)
            ? json.GetProperty("schema")
            : null;

    private IEnumerable<JsonElement> Parameters(JsonElement holder) =>
        holder.TryGetProperty("parameters", out var parameters) ? parameters.EnumerateArray().Select(Resolve) : [];

    private JsonElement Resolve(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty("$ref", out var reference)
            ? reference.GetString()!.Split('/').Skip(1).Aggregate(description, (e, step) => e.GetProperty(step))
            : element;
}
