using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using NodaTime;

namespace Hidori.Simulator.Microsoft365.Graph;

/// <summary>Writes an entry as microsoft.graph.event.</summary>
internal static class GraphEvents
{
    public static string ChangeKey(StoredItem item) =>
        Convert.ToBase64String(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{item.Key[..12]}{item.Version:D6}")));

    public static string Etag(StoredItem item) => $"W/\"{ChangeKey(item)}\"";

    public static JsonObject Write(StoredItem item, GraphCall call, bool alone = false)
    {
        var reply = call.ReplyZone();
        var owner = call.Outlook.AccountOf(item);
        var id = ItemIds.Of(item, call.WantsImmutableIds);
        var isOnline = item.Teams is not null;
        var json = new JsonObject();
        if (alone) json["@odata.context"] = $"{call.Address[..call.Address.IndexOf("/graph/v1.0", StringComparison.Ordinal)]}/graph/v1.0/$metadata#users('{owner.Id}')/events/$entity";
        json["@odata.etag"] = Etag(item);
        json["id"] = id;
        json["createdDateTime"] = GraphTimes.Utc(item.Created);
        json["lastModifiedDateTime"] = GraphTimes.Utc(item.Modified);
        json["changeKey"] = ChangeKey(item);
        json["categories"] = new JsonArray([.. item.Categories.Select(c => JsonValue.Create(c))]);
        if (item.TransactionId is { } transaction) json["transactionId"] = transaction;
        json["originalStartTimeZone"] = item.StartZone;
        json["originalEndTimeZone"] = item.EndZone;
        json["iCalUId"] = ICalUId(item);
        json["reminderMinutesBeforeStart"] = item.ReminderMinutes;
        json["isReminderOn"] = item.IsReminderOn;
        json["hasAttachments"] = false;
        json["subject"] = item.Subject;
        json["bodyPreview"] = GraphBody.Preview(item.BodyHtml);
        json["importance"] = Wire.Name(item.Importance);
        json["sensitivity"] = Wire.Name(item.Sensitivity);
        json["isAllDay"] = item.IsAllDay;
        json["isCancelled"] = item.IsCancelled;
        json["isOrganizer"] = item.IsOrganizer;
        json["responseRequested"] = item.ResponseRequested;
        json["seriesMasterId"] = item.SeriesMaster is null ? null : ItemIds.OfMaster(item, call.WantsImmutableIds);
        json["showAs"] = Wire.Name(item.ShowAs);
        json["type"] = item.Recurrence is not null ? "seriesMaster"
            : item.SeriesMaster is null ? "singleInstance"
            : item.IsException ? "exception" : "occurrence";
        json["webLink"] = "https://outlook.office365.com/owa/?itemid=" + Uri.EscapeDataString(id) + "&exvsurl=1&path=/calendar/item";
        json["onlineMeetingUrl"] = null;
        json["isOnlineMeeting"] = isOnline;
        json["onlineMeetingProvider"] = isOnline ? "teamsForBusiness" : "unknown";
        json["allowNewTimeProposals"] = item.AllowNewTimeProposals;
        json["isDraft"] = false;
        json["hideAttendees"] = item.HideAttendees;
        json["recurrence"] = item.Recurrence is { } rule ? GraphRecurrence.Write(rule, item.StartZone) : null;
        json["responseStatus"] = Status(item.Response, item.RespondedAt);
        json["body"] = new JsonObject
        {
            ["contentType"] = call.WantsText ? "text" : "html",
            ["content"] = call.WantsText ? GraphBody.ToText(item.BodyHtml) : item.BodyHtml,
        };
        json["start"] = GraphTimes.Write(item, item.Start, owner, reply);
        json["end"] = GraphTimes.Write(item, item.End, owner, reply);
        json["location"] = item.Locations.FirstOrDefault()?.DeepClone() ?? GraphLocations.Empty();
        json["locations"] = item.Locations.DeepClone();
        json["attendees"] = new JsonArray([.. SeenAttendees(item, owner).Select(Attendee)]);
        json["organizer"] = Person(item.OrganizerName, item.OrganizerAddress);
        json["onlineMeeting"] = item.Teams is { IsReady: true } teams
            ? new JsonObject { ["joinUrl"] = teams.JoinUrl, ["conferenceId"] = teams.ConferenceId }
            : null;
        if (item.OccurrenceDate is { } date)
            json["originalStart"] = GraphTimes.Utc((date + item.Start.InZone(Zones.Of(owner)).TimeOfDay).InZoneLeniently(Zones.Of(owner)).ToInstant());
        return json;
    }

    /// <summary>One id per occurrence: the date stands in the bytes 17 to 20 of the GlobalObjectId.</summary>
    private static string ICalUId(StoredItem item) => item.OccurrenceDate is not { } date
        ? item.ICalUId
        : string.Create(CultureInfo.InvariantCulture, $"{item.ICalUId[..32]}{date.Year:X4}{date.Month:X2}{date.Day:X2}{item.ICalUId[40..]}");

    private static IEnumerable<StoredAttendee> SeenAttendees(StoredItem item, Account reader) =>
        item.HideAttendees && !item.IsOrganizer ? item.Attendees.Where(a => reader.HasAddress(a.Address)) : item.Attendees;

    private static JsonObject Attendee(StoredAttendee attendee)
    {
        var json = Person(attendee.Name ?? attendee.Address, attendee.Address);
        json["type"] = Wire.Name(attendee.Type);
        json["status"] = Status(attendee.Response, attendee.RespondedAt);
        return json;
    }

    private static JsonObject Person(string name, string address) =>
        new() { ["emailAddress"] = new JsonObject { ["name"] = name, ["address"] = address } };

    private static JsonObject Status(ResponseType response, Instant? at) =>
        new() { ["response"] = Wire.Name(response), ["time"] = GraphTimes.Utc(at) };
}
