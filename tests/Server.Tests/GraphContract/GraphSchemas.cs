using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hidori.Server.Tests.GraphContract;

/// <summary>Walks a value and its schema side by side.</summary>
internal sealed class GraphSchemas(JsonElement description)
{
    private const string Prefix = "#/components/schemas/";
    private static readonly Dictionary<string, JsonElement> None = [];

    /// <summary>Members the service adds that no schema lists, with where they were seen.</summary>
    private static readonly Dictionary<string, string> Special = new()
    {
        ["@event.existingEventId"] = "error of a spent transactionId; reference graph.md 6.2",
        ["@removed"] = "an item that left a delta round; delta-query-events.md",
        ["@microsoft.graph.temporaryId"] = "hosted contents of a message in the making; channel-post-messages.md",
        ["innererror"] = "some services spell innerError so; reference graph.md 10.4",
    };

    public void Check(JsonElement schema, JsonNode? value, string at, bool isRequest, List<string> found)
    {
        schema = Resolve(schema);
        if (value is null)
        {
            if (!IsNullable(schema)) found.Add($"{at}: null is not allowed");
            return;
        }
        // The converter writes "this or null" as anyOf with an empty nullable object.
        if (schema.TryGetProperty("anyOf", out var any))
        {
            Check(any.EnumerateArray().First(), value, at, isRequest, found);
            return;
        }
        switch (value)
        {
            case JsonObject json: CheckObject(Derived(schema, json), json, at, isRequest, found); break;
            case JsonArray array: CheckArray(schema, array, at, isRequest, found); break;
            case JsonValue simple: CheckSimple(schema, simple, at, isRequest, found); break;
        }
    }

    /// <summary>All members of a schema, those of its ancestors included.</summary>
    public Dictionary<string, JsonElement> Members(JsonElement schema)
    {
        schema = Resolve(schema);
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (schema.TryGetProperty("allOf", out var ancestors))
            foreach (var ancestor in ancestors.EnumerateArray())
                foreach (var (name, member) in Members(ancestor)) members[name] = member;
        if (schema.TryGetProperty("properties", out var own))
            foreach (var member in own.EnumerateObject()) members[member.Name] = member.Value;
        return members;
    }

    /// <summary>What a collection response lists; any other schema itself.</summary>
    public JsonElement ItemOf(JsonElement schema) =>
        Members(schema) is var members && members.TryGetValue("value", out var value) && Resolve(value).TryGetProperty("items", out var items) ? items : schema;

    private void CheckObject(JsonElement schema, JsonObject json, string at, bool isRequest, List<string> found)
    {
        var type = TypeOf(schema);
        if (type is not (null or "object"))
        {
            found.Add($"{at}: {type} expected, an object came");
            return;
        }
        var members = type is null && !schema.TryGetProperty("allOf", out _) ? None : Members(schema);
        if (members.Count == 0) return;
        // Parameters of actions are matched without regard to case; members of types are not.
        var comparison = schema.TryGetProperty("title", out _) || schema.TryGetProperty("allOf", out _) ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        foreach (var (name, value) in json)
        {
            var known = members.FirstOrDefault(m => m.Key.Equals(name, comparison));
            if (known.Key is not null) Check(known.Value, value, $"{at}.{name}", isRequest, found);
            else if (!name.Contains("@odata.", StringComparison.Ordinal) && !Special.ContainsKey(name)) found.Add($"{at}: unknown member {name}");
        }
        foreach (var name in Required(schema).Where(n => !json.ContainsKey(n))) found.Add($"{at}: member {name} is missing");
    }

    private void CheckArray(JsonElement schema, JsonArray array, string at, bool isRequest, List<string> found)
    {
        if (!schema.TryGetProperty("items", out var items))
        {
            if (TypeOf(schema) is { } type) found.Add($"{at}: {type} expected, an array came");
            return;
        }
        for (var i = 0; i < array.Count; i++) Check(items, array[i], $"{at}[{i}]", isRequest, found);
    }

    private static void CheckSimple(JsonElement schema, JsonValue value, string at, bool isRequest, List<string> found)
    {
        var kind = value.GetValueKind();
        var fits = TypeOf(schema) switch
        {
            "string" => kind == JsonValueKind.String,
            "boolean" => kind is JsonValueKind.True or JsonValueKind.False,
            "integer" => kind == JsonValueKind.Number && long.TryParse(value.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
            "number" => kind == JsonValueKind.Number,
            null => true,
            _ => false,
        };
        if (!fits)
        {
            found.Add($"{at}: {TypeOf(schema)} expected, {kind} came");
            return;
        }
        if (kind != JsonValueKind.String) return;
        var text = value.GetValue<string>();
        // The service takes enum members in any case and gives them in one.
        if (schema.TryGetProperty("enum", out var members) && !members.EnumerateArray().Any(m => string.Equals(m.GetString(), text, isRequest ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal)))
            found.Add($"{at}: '{text}' is not among {string.Join(", ", members.EnumerateArray().Select(m => m.GetString()))}");
        if (schema.TryGetProperty("format", out var format) && !IsOfFormat(format.GetString(), text)) found.Add($"{at}: '{text}' is no {format}");
    }

    private static bool IsOfFormat(string? format, string text) => format switch
    {
        "date-time" => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _) && (text.EndsWith('Z') || text[10..].Contains('+', StringComparison.Ordinal) || text[10..].Contains('-', StringComparison.Ordinal)),
        "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "uuid" => Guid.TryParse(text, out _),
        _ => true,
    };

    /// <summary>The schema named by @odata.type, if it is one of the family.</summary>
    private JsonElement Derived(JsonElement schema, JsonObject json)
    {
        if (json["@odata.type"]?.ToString() is not { } type) return schema;
        return description.GetProperty("components").GetProperty("schemas").TryGetProperty(type.TrimStart('#'), out var named) ? named : schema;
    }

    private static IEnumerable<string> Required(JsonElement schema) =>
        schema.TryGetProperty("required", out var required) ? required.EnumerateArray().Select(r => r.GetString()!) : [];

    private static string? TypeOf(JsonElement schema) => schema.TryGetProperty("type", out var type) ? type.GetString() : null;

    private static bool IsNullable(JsonElement schema) =>
        (schema.TryGetProperty("nullable", out var nullable) && nullable.GetBoolean())
        || (schema.TryGetProperty("anyOf", out var any) && any.EnumerateArray().Any(IsNullable))
        || TypeOf(schema) is null && !schema.TryGetProperty("allOf", out _) && !schema.TryGetProperty("anyOf", out _);

    private JsonElement Resolve(JsonElement schema) =>
        schema.TryGetProperty("$ref", out var reference)
            ? description.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()![Prefix.Length..])
            : schema;
}
