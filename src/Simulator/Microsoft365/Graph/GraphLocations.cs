using System.Text.Json.Nodes;

namespace Hidori.Simulator.Microsoft365.Graph;

internal static class GraphLocations
{
    public static JsonObject Named(string name) => new()
    {
        ["displayName"] = name,
        ["locationType"] = "default",
        ["uniqueId"] = name,
        ["uniqueIdType"] = "private",
    };

    public static JsonObject Empty() => new()
    {
        ["displayName"] = "",
        ["locationType"] = "default",
        ["uniqueIdType"] = "unknown",
        ["address"] = new JsonObject(),
        ["coordinates"] = new JsonObject(),
    };

    /// <summary>The location as the service gives it back: with a unique id of its own making.</summary>
    public static JsonObject Read(JsonObject sent)
    {
        var kept = (JsonObject)sent.DeepClone();
        var address = kept["locationEmailAddress"]?.GetValue<string>();
        kept["locationType"] ??= "default";
        kept["uniqueId"] = address ?? kept["displayName"]?.GetValue<string>() ?? "";
        kept["uniqueIdType"] = address is null ? "private" : "directory";
        return kept;
    }
}
