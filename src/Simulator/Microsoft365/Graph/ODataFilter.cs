using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Hidori.Simulator.Microsoft365.Graph;

/// <summary>What a $filter is asked about: plain members by path, and collections for any().</summary>
internal interface IFilterable
{
    string? Member(string path);

    IEnumerable<IFilterable> Collection(string path);
}

/// <summary>The part of $filter that calendars need: and, or, not, parentheses, comparisons, startswith, any.</summary>
internal sealed partial class ODataFilter
{
    private readonly List<string> tokens;
    private int position;

    private ODataFilter(string text) => tokens = [.. Token().Matches(text).Select(m => m.Value).Where(t => !string.IsNullOrWhiteSpace(t))];

    public static Func<IFilterable, bool> Parse(string text)
    {
        var parser = new ODataFilter(text);
        var condition = parser.Or("");
        return parser.position == parser.tokens.Count ? condition : throw Invalid($"Syntax error at '{parser.Peek}'.");
    }

    private string Peek => position < tokens.Count ? tokens[position] : "";

    private Func<IFilterable, bool> Or(string variable)
    {
        var left = And(variable);
        while (Take("or"))
        {
            var (one, other) = (left, And(variable));
            left = x => one(x) || other(x);
        }
        return left;
    }

    private Func<IFilterable, bool> And(string variable)
    {
        var left = Primary(variable);
        while (Take("and"))
        {
            var (one, other) = (left, Primary(variable));
            left = x => one(x) && other(x);
        }
        return left;
    }

    private Func<IFilterable, bool> Primary(string variable)
    {
        if (Take("not"))
        {
            var negated = Primary(variable);
            return x => !negated(x);
        }
        if (Take("("))
        {
            var inner = Or(variable);
            Need(")");
            return inner;
        }
        var path = Next();
        if (path.Equals("startswith", StringComparison.OrdinalIgnoreCase) && Take("("))
        {
            var member = Within(Next(), variable);
            Need(",");
            var start = Literal();
            Need(")");
            return x => x.Member(member)?.StartsWith(start, StringComparison.Ordinal) == true;
        }
        if (path.EndsWith("/any", StringComparison.OrdinalIgnoreCase))
        {
            Need("(");
            var inner = Next();
            Need(":");
            var condition = Or(inner);
            Need(")");
            return x => x.Collection(path[..^4]).Any(condition);
        }
        return Comparison(Within(path, variable));
    }

    private Func<IFilterable, bool> Comparison(string member)
    {
        var comparison = Next();
        var wanted = Literal();
        // The id of an extended property is compared by meaning, everything else as text.
        return comparison switch
        {
            "eq" => x => x.Member(member) == wanted,
            "ne" => x => x.Member(member) != wanted,
            "gt" => x => string.CompareOrdinal(x.Member(member), wanted) > 0,
            "ge" => x => string.CompareOrdinal(x.Member(member), wanted) >= 0,
            "lt" => x => string.CompareOrdinal(x.Member(member), wanted) < 0,
            "le" => x => string.CompareOrdinal(x.Member(member), wanted) <= 0,
            _ => throw Invalid($"Unknown operator '{comparison}'."),
        };
    }

    private string Literal()
    {
        var token = Next();
        var text = token.StartsWith('\'') ? token[1..^1].Replace("''", "'", StringComparison.Ordinal) : token;
        return text.StartsWith("String {", StringComparison.OrdinalIgnoreCase) ? ExtendedPropertyIds.Normal(text) : text;
    }

    private static string Within(string path, string variable) =>
        variable == "" ? path
        : path == variable ? "" : path.StartsWith(variable + "/", StringComparison.Ordinal) ? path[(variable.Length + 1)..] : path;

    private string Next() => position < tokens.Count ? tokens[position++] : throw Invalid("Unexpected end.");

    private bool Take(string token)
    {
        if (!Peek.Equals(token, StringComparison.OrdinalIgnoreCase)) return false;
        position++;
        return true;
    }

    private void Need(string token)
    {
        if (!Take(token)) throw Invalid($"'{token}' expected instead of '{Peek}'.");
    }

    private static GraphError Invalid(string message) => GraphError.Bad("BadRequest", "Invalid filter clause: " + message);

    [GeneratedRegex("'(?:[^']|'')*'|[(),:]|[^\\s(),:']+|\\s+|.")]
    private static partial Regex Token();
}

internal sealed class FilterableEvent(StoredItem item, JsonObject json) : IFilterable
{
    public string? Member(string path) => JsonMembers.Text(json, path);

    public IEnumerable<IFilterable> Collection(string path) =>
        path.Equals("singleValueExtendedProperties", StringComparison.OrdinalIgnoreCase)
            ? item.Properties.Select(p => new FilterableJson(new JsonObject { ["id"] = p.Key, ["value"] = p.Value }))
            : throw GraphError.Bad("BadRequest", $"The collection '{path}' cannot be filtered.");
}

internal sealed class FilterableJson(JsonNode json) : IFilterable
{
    public string? Member(string path) => JsonMembers.Text(json, path);

    public IEnumerable<IFilterable> Collection(string path) =>
        (json[path] as JsonArray ?? []).Select(e => new FilterableJson(e!));
}

internal static class JsonMembers
{
    public static string? Text(JsonNode? json, string path)
    {
        foreach (var step in path.Split('/', StringSplitOptions.RemoveEmptyEntries)) json = (json as JsonObject)?[step];
        return json switch
        {
            null => null,
            JsonValue value when value.TryGetValue<string>(out var text) => text,
            JsonValue value when value.TryGetValue<bool>(out var flag) => flag ? "true" : "false",
            _ => Convert.ToString(json, CultureInfo.InvariantCulture),
        };
    }
}
