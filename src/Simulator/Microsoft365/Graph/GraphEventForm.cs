using System.Text.Json.Nodes;
using NodaTime;

namespace Hidori.Simulator.Microsoft365.Graph;

/// <summary>Reads the members of a posted microsoft.graph.event into an entry.</summary>
internal static class GraphEventForm
{
    private static readonly HashSet<string> ReadOnly = new(StringComparer.Ordinal)
    {
        "id", "changeKey", "createdDateTime", "lastModifiedDateTime", "bodyPreview", "hasAttachments", "iCalUId", "isCancelled", "isDraft",
        "isOrganizer", "onlineMeeting", "onlineMeetingUrl", "originalStart", "originalStartTimeZone", "originalEndTimeZone", "responseStatus",
        "seriesMasterId", "type", "webLink", "organizer",
    };

    /// <summary>What an attendee may set on the own copy; the rest belongs to the organizer.</summary>
    private static readonly HashSet<string> Personal = new(StringComparer.Ordinal)
    {
        "showAs", "categories", "isReminderOn", "reminderMinutesBeforeStart", "singleValueExtendedProperties", "sensitivity",
    };

    public static bool IsPersonal(string property) => Personal.Contains(property) || property.StartsWith("@odata.", StringComparison.Ordinal);

    /// <summary>Applies the members; online meetings, which need more than the entry, are left to the caller.</summary>
    public static void Apply(JsonObject json, StoredItem item, Account owner)
    {
        foreach (var (name, value) in json)
        {
            try
            {
                Apply(name, value, item);
            }
            catch (Exception e) when (e is InvalidOperationException or FormatException)
            {
                throw GraphError.BadBody($"Cannot convert the value of '{name}' to the expected type. {e.Message}");
            }
        }
        ApplyTimes(json, item, owner);
    }

    private static void Apply(string name, JsonNode? value, StoredItem item)
    {
        switch (name)
        {
            case "subject": item.Subject = value?.GetValue<string>() ?? ""; break;
            case "body":
                var content = value?["content"]?.GetValue<string>() ?? "";
                var isText = string.Equals(value?["contentType"]?.GetValue<string>(), "text", StringComparison.OrdinalIgnoreCase);
                item.BodyHtml = isText ? GraphBody.FromText(content) : GraphBody.Wrap(content);
                break;
            case "showAs": item.ShowAs = item.IntendedShowAs = Member<ShowAs>(value, name); break;
            case "sensitivity": item.Sensitivity = Member<Sensitivity>(value, name); break;
            case "importance": item.Importance = Member<Importance>(value, name); break;
            case "attendees": item.Attendees = Attendees(value as JsonArray ?? [], item.Attendees); break;
            case "location": item.Locations = value is JsonObject place ? [GraphLocations.Read(place)] : []; break;
            case "locations": item.Locations = [.. (value as JsonArray ?? []).OfType<JsonObject>().Select(GraphLocations.Read)]; break;
            case "categories": item.Categories = [.. (value as JsonArray ?? []).Select(c => c!.GetValue<string>())]; break;
            case "isReminderOn": item.IsReminderOn = value!.GetValue<bool>(); break;
            case "reminderMinutesBeforeStart": item.ReminderMinutes = value!.GetValue<int>(); break;
            case "responseRequested": item.ResponseRequested = value!.GetValue<bool>(); break;
            case "allowNewTimeProposals": item.AllowNewTimeProposals = value!.GetValue<bool>(); break;
            case "hideAttendees": item.HideAttendees = value!.GetValue<bool>(); break;
            case "transactionId": item.TransactionId = value?.GetValue<string>(); break;
            case "singleValueExtendedProperties": ApplyProperties(value as JsonArray ?? [], item); break;
            case "start" or "end" or "isAllDay" or "recurrence" or "isOnlineMeeting" or "onlineMeetingProvider": break;
            default:
                if (!ReadOnly.Contains(name) && !name.Contains('@', StringComparison.Ordinal))
                    throw GraphError.BadBody($"The property '{name}' does not exist on type 'Microsoft.OutlookServices.Event'. Make sure to only use property names that are defined by the type.");
                break;
        }
    }

    private static void ApplyTimes(JsonObject json, StoredItem item, Account owner)
    {
        item.IsAllDay = json["isAllDay"]?.GetValue<bool>() ?? item.IsAllDay;
        if (json.ContainsKey("start"))
        {
            var (local, name, zone) = GraphTimes.Parse(json["start"], "start");
            item.StartZone = name;
            item.Start = local.InZoneLeniently(item.IsAllDay ? Zones.Of(owner) : zone).ToInstant();
            RefuseUnlessMidnight(item, local);
        }
        if (json.ContainsKey("end"))
        {
            var (local, name, zone) = GraphTimes.Parse(json["end"], "end");
            item.EndZone = name;
            item.End = local.InZoneLeniently(item.IsAllDay ? Zones.Of(owner) : zone).ToInstant();
            RefuseUnlessMidnight(item, local);
        }
        if (item.End < item.Start)
            throw GraphError.Bad("ErrorCalendarEndDateIsEarlierThanStartDate", "The end date is earlier than the start date.");
        if (json["recurrence"] is JsonObject recurrence)
            item.Recurrence = GraphRecurrence.Read(recurrence, item.Start.InZone(GraphTimes.Zone(item.StartZone)).Date);
    }

    private static void RefuseUnlessMidnight(StoredItem item, LocalDateTime local)
    {
        if (item.IsAllDay && local.TimeOfDay != LocalTime.Midnight)
            throw GraphError.Invalid("The Event.Start property for an all-day event needs to be set to midnight.");
    }

    private static void ApplyProperties(JsonArray sent, StoredItem item)
    {
        item.Properties = new(item.Properties, StringComparer.Ordinal);
        foreach (var property in sent)
        {
            var id = ExtendedPropertyIds.Normal(property?["id"]?.GetValue<string>() ?? throw GraphError.BadBody("An extended property needs an id."));
            if (property["value"]?.GetValue<string>() is { } value) item.Properties[id] = value;
            else item.Properties.Remove(id);
        }
    }

    /// <summary>The list replaces the old one as a whole; answers already given stay with those who stay.</summary>
    private static List<StoredAttendee> Attendees(JsonArray sent, List<StoredAttendee> before)
    {
        if (sent.Count > 500) throw GraphError.Invalid("The number of attendees exceeds 500.");
        return [.. sent.Select(a =>
        {
            var address = a?["emailAddress"]?["address"]?.GetValue<string>() ?? throw GraphError.BadBody("An attendee needs an address.");
            var known = before.Find(b => string.Equals(b.Address, address, StringComparison.OrdinalIgnoreCase));
            return new StoredAttendee
            {
                Address = address,
                Name = a["emailAddress"]?["name"]?.GetValue<string>() ?? known?.Name,
                Type = a["type"] is { } type ? Member<AttendeeType>(type, "type") : AttendeeType.Required,
                Response = known?.Response ?? ResponseType.None,
                RespondedAt = known?.RespondedAt,
            };
        })];
    }

    private static T Member<T>(JsonNode? value, string property) where T : struct, Enum
    {
        var text = value?.GetValue<string>() ?? "";
        return Enum.TryParse<T>(text, ignoreCase: true, out var member) && Enum.IsDefined(member) && !char.IsAsciiDigit(text[0])
            ? member
            : throw GraphError.BadBody($"Requested value '{text}' was not found for '{property}'.");
    }
}
