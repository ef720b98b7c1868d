using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Hidori.Simulator.Microsoft365.Graph;

/// <summary>$select, $expand, pages.</summary>
internal static partial class ODataShape
{
    /// <summary>Drops what was not selected; id and annotations always come.</summary>
    public static JsonObject Select(JsonObject json, GraphCall call)
    {
        if (!call.Query.TryGetValue("$select", out var select)) return json;
        var wanted = select.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(s => s.Split('/')[0]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var name in json.Select(p => p.Key).ToList())
        {
            if (!wanted.Contains(name) && name != "id" && name != "singleValueExtendedProperties" && !name.StartsWith('@'))
                json.Remove(name);
        }
        return json;
    }

    /// <summary>Adds the extended properties asked for by $expand; an entry without them lacks the member.</summary>
    public static void Expand(JsonObject json, StoredItem item, GraphCall call)
    {
        if (!call.Query.TryGetValue("$expand", out var expand)) return;
        if (!expand.StartsWith("singleValueExtendedProperties", StringComparison.OrdinalIgnoreCase))
            throw GraphError.Bad("BadRequest", $"The $expand '{expand}' is not supported.");
        var found = new JsonArray([.. IdEquals().Matches(expand)
            .Select(m => m.Groups[1].Value)
            .Where(id => item.Properties.ContainsKey(ExtendedPropertyIds.Normal(id)))
            .Select(id => new JsonObject { ["id"] = id, ["value"] = item.Properties[ExtendedPropertyIds.Normal(id)] })]);
        if (found.Count > 0) json["singleValueExtendedProperties"] = found;
    }

    /// <summary>One page of a collection, with the link to the next. The page size is 10 unless $top says otherwise.</summary>
    public static GraphReply Page<T>(IReadOnlyList<T> all, GraphCall call, Func<T, JsonNode> write, int size = 10, int most = 1000)
    {
        var top = Math.Min(call.Number("$top", call.PageSize() ?? size), most);
        if (top == 0) throw GraphError.Bad("ErrorInvalidParameter", "Invalid value for $top.");
        var skip = call.Number("$skip", 0);
        var body = new JsonObject
        {
            ["@odata.context"] = $"{Service(call)}/$metadata#{call.Path.TrimStart('/')}",
            ["value"] = new JsonArray([.. all.Skip(skip).Take(top).Select(write)]),
        };
        if (call.Query.TryGetValue("$count", out var count) && count == "true") body["@odata.count"] = all.Count;
        if (skip + top < all.Count) body["@odata.nextLink"] = NextLink(call, skip + top);
        return GraphReply.Ok(body);
    }

    public static string Service(GraphCall call) =>
        call.Address[..(call.Address.IndexOf("/graph/v1.0", StringComparison.Ordinal) + "/graph/v1.0".Length)];

    private static string NextLink(GraphCall call, int skip)
    {
        var query = call.Query.Where(q => q.Key != "$skip")
            .Append(new("$skip", skip.ToString(CultureInfo.InvariantCulture)))
            .Select(q => $"{Uri.EscapeDataString(q.Key)}={Uri.EscapeDataString(q.Value)}");
        return call.Address + "?" + string.Join('&', query);
    }

    [GeneratedRegex("id\\s+eq\\s+'([^']+)'")]
    private static partial Regex IdEquals();
}
