using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;

namespace Hidori.Simulator.Microsoft365.Graph;

/// <summary>dateTimeTimeZone: a local time without offset and the name of its zone.</summary>
internal static class GraphTimes
{
    private static readonly LocalDateTimePattern Written = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss'.'fffffff");
    private static readonly LocalDateTimePattern Read = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss;FFFFFFF");
    private static readonly LocalDateTimePattern ReadMinutes = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm");
    private static readonly LocalDatePattern ReadDate = LocalDatePattern.Iso;

    public static DateTimeZone Zone(string? name) =>
        Zones.Find(name) ?? throw GraphError.Bad("TimeZoneNotSupportedException", $"A valid TimeZone value must be specified. The following TimeZone value is not supported: '{name}'.");

    public static JsonObject Write(LocalDateTime local, string zone) => new() { ["dateTime"] = Written.Format(local), ["timeZone"] = zone };

    public static JsonObject Write(Instant instant, (string Name, DateTimeZone Zone) reply) =>
        Write(instant.InZone(reply.Zone).LocalDateTime, reply.Name);

    /// <summary>Times of entries: an all-day entry is midnight to midnight in whatever zone the reply has.</summary>
    public static JsonObject Write(StoredItem item, Instant instant, Account owner, (string Name, DateTimeZone Zone) reply) =>
        item.IsAllDay ? Write(instant.InZone(Zones.Of(owner)).LocalDateTime, reply.Name) : Write(instant, reply);

    public static string Utc(Instant? instant) => instant is { } i ? InstantPattern.ExtendedIso.Format(i) : "0001-01-01T00:00:00Z";

    public static (LocalDateTime Local, string ZoneName, DateTimeZone Zone) Parse(JsonNode? node, string property)
    {
        if (node is not JsonObject value) throw GraphError.Invalid($"The property '{property}' is required.");
        var text = value["dateTime"]?.GetValue<string>() ?? throw GraphError.BadBody($"'{property}' has no dateTime.");
        var zone = value["timeZone"]?.GetValue<string>() ?? "UTC";
        if (Read.Parse(text) is { Success: true } exact) return (exact.Value, zone, Zone(zone));
        if (ReadMinutes.Parse(text) is { Success: true } minutes) return (minutes.Value, zone, Zone(zone));
        if (OffsetDateTimePattern.ExtendedIso.Parse(text) is { Success: true } offset)
            return (offset.Value.ToInstant().InZone(Zone(zone)).LocalDateTime, zone, Zone(zone));
        throw GraphError.BadBody($"Cannot convert the literal '{text}' to the expected type 'Edm.DateTime'.");
    }

    public static Instant ParseInstant(JsonNode? node, string property)
    {
        var (local, _, zone) = Parse(node, property);
        return local.InZoneLeniently(zone).ToInstant();
    }

    /// <summary>startDateTime and endDateTime obey the offset inside the value, UTC without one, and never the Prefer header.</summary>
    public static Instant Boundary(GraphCall call, string option)
    {
        if (!call.Query.TryGetValue(option, out var text))
            throw GraphError.Bad("ErrorInvalidParameter", "This request requires a time window specified by the query string parameters StartDateTime and EndDateTime.");
        // An unescaped plus sign of an offset arrives as a space.
        text = text.Replace(' ', '+');
        if (OffsetDateTimePattern.ExtendedIso.Parse(text) is { Success: true } offset) return offset.Value.ToInstant();
        if (Read.Parse(text) is { Success: true } local) return local.Value.InUtc().ToInstant();
        if (ReadDate.Parse(text) is { Success: true } date) return date.Value.AtMidnight().InUtc().ToInstant();
        throw GraphError.Bad("ErrorInvalidParameter", $"The value '{text}' of parameter '{option}' is invalid.");
    }
}
