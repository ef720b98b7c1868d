using System.Text.Json.Nodes;

namespace Hidori.Simulator.Microsoft365.Graph;

/// <summary>/me/onlineMeetings: Teams meetings that stand in no calendar.</summary>
internal static class OnlineMeetingRoutes
{
    /// <summary>The meeting of an external id, unchanged where it stands already (onlinemeeting-createorget; openapi.json foresees 200 for both).</summary>
    public static GraphReply CreateOrGet(GraphCall call)
    {
        var json = call.Json();
        if (json["externalId"]?.GetValue<string>() is not { Length: > 0 } externalId)
            throw GraphError.Bad("BadRequest", "ExternalId is required.");
        var meetings = call.Outlook.State.StandAloneMeetings;
        if (meetings.Find(m => m.Account == call.Owner.Id && m.ExternalId == externalId) is { } standing)
            return GraphReply.Ok(Write(standing, call));

        var made = new StandAloneMeeting
        {
            Id = Guid.CreateVersion7().ToString(),
            Account = call.Owner.Id,
            ExternalId = externalId,
            Subject = json["subject"]?.GetValue<string>(),
            Starts = json["startDateTime"]?.GetValue<string>(),
            Ends = json["endDateTime"]?.GetValue<string>(),
            JoinUrl = TeamsMeetings.New(call.Owner).JoinUrl,
        };
        meetings.Add(made);
        return GraphReply.Ok(Write(made, call));
    }

    private static JsonObject Write(StandAloneMeeting meeting, GraphCall call) => new()
    {
        ["@odata.context"] = $"{ODataShape.Service(call)}/$metadata#users('{meeting.Account}')/onlineMeetings/$entity",
        ["id"] = meeting.Id,
        ["externalId"] = meeting.ExternalId,
        ["subject"] = meeting.Subject,
        ["startDateTime"] = meeting.Starts,
        ["endDateTime"] = meeting.Ends,
        ["joinWebUrl"] = meeting.JoinUrl,
    };
}
