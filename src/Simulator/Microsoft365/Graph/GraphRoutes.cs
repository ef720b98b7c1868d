namespace Hidori.Simulator.Microsoft365.Graph;

internal sealed record GraphRoute(string Method, string Template, string[] Scopes, bool NeedsMailbox, Func<GraphCall, GraphReply> Answer)
{
    private readonly string[] segments = Template.Split('/', StringSplitOptions.RemoveEmptyEntries);

    public Dictionary<string, string>? Match(string[] path)
    {
        if (path.Length != segments.Length) return null;
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < path.Length; i++)
        {
            if (segments[i].StartsWith('{')) values[segments[i][1..^1]] = path[i];
            else if (!segments[i].Equals(Plain(path[i]), StringComparison.OrdinalIgnoreCase)) return null;
        }
        return values;
    }

    /// <summary>Functions and actions may be written with the namespace and with parentheses.</summary>
    private static string Plain(string segment)
    {
        var name = segment.EndsWith("()", StringComparison.Ordinal) ? segment[..^2] : segment;
        return name.StartsWith("microsoft.graph.", StringComparison.Ordinal) && name is not ("microsoft.graph.room" or "microsoft.graph.roomList") ? name[16..] : name;
    }
}

/// <summary>The table of what is simulated. Scopes are alternatives (permissions.json of microsoft-graph-devx-content).</summary>
internal static class GraphRoutes
{
    private static readonly string[] Profile = ["User.Read", "User.ReadWrite", "User.ReadBasic.All", "User.Read.All"];
    private static readonly string[] Directory = ["User.ReadBasic.All", "User.Read.All"];
    private static readonly string[] Licence = ["User.Read", "LicenseAssignment.Read.All", "Directory.Read.All"];
    private static readonly string[] Settings = ["MailboxSettings.Read", "MailboxSettings.ReadWrite"];
    private static readonly string[] Read = ["Calendars.ReadBasic", "Calendars.Read", "Calendars.ReadWrite"];
    private static readonly string[] Change = ["Calendars.ReadWrite"];
    private static readonly string[] Conferences = ["OnlineMeetings.ReadWrite"];
    private static readonly string[] Places = ["Place.Read.All", "Place.ReadWrite.All"];

    public static IReadOnlyList<GraphRoute> All { get; } = [.. Own("/me"), .. Own("/users/{user}"), .. Shared()];

    private static IEnumerable<GraphRoute> Own(string owner)
    {
        yield return new("GET", owner, Profile, false, ProfileRoutes.User);
        yield return new("GET", owner + "/licenseDetails", Licence, false, ProfileRoutes.LicenseDetails);
        yield return new("GET", owner + "/mailboxSettings", Settings, true, ProfileRoutes.MailboxSettings);
        yield return new("POST", owner + "/onlineMeetings/createOrGet", Conferences, false, OnlineMeetingRoutes.CreateOrGet);
        yield return new("GET", owner + "/calendar", Read, true, CalendarRoutes.Default);
        yield return new("GET", owner + "/calendars", Read, true, CalendarRoutes.List);
        yield return new("GET", owner + "/calendars/{calendar}", Read, true, CalendarRoutes.Get);
        yield return new("GET", owner + "/calendarGroups", Read, true, CalendarRoutes.Groups);
        yield return new("GET", owner + "/calendarGroups/{group}/calendars", Read, true, CalendarRoutes.OfGroup);
        yield return new("POST", owner + "/calendar/getSchedule", Read, true, FreeBusyRoutes.GetSchedule);
        foreach (var place in new[] { "", "/calendar", "/calendars/{calendar}" })
        {
            yield return new("GET", owner + place + "/calendarView", Read, true, EventRoutes.View);
            yield return new("GET", owner + place + "/calendarView/delta", Read, true, DeltaRoutes.View);
            yield return new("GET", owner + place + "/events", Read, true, EventRoutes.Events);
            yield return new("POST", owner + place + "/events", Change, true, EventRoutes.Create);
            var entry = owner + place + "/events/{event}";
            yield return new("GET", entry, Read, true, EventRoutes.Get);
            yield return new("PATCH", entry, Change, true, EventRoutes.Patch);
            yield return new("DELETE", entry, Change, true, EventRoutes.Delete);
            yield return new("GET", entry + "/calendar", Read, true, CalendarRoutes.OfEntry);
            yield return new("GET", entry + "/instances", Read, true, EventRoutes.Instances);
            yield return new("POST", entry + "/cancel", Change, true, EventRoutes.Cancel);
            yield return new("POST", entry + "/permanentDelete", Change, true, EventRoutes.PermanentDelete);
            yield return new("POST", entry + "/accept", Change, true, EventRoutes.Respond(ResponseType.Accepted));
            yield return new("POST", entry + "/tentativelyAccept", Change, true, EventRoutes.Respond(ResponseType.TentativelyAccepted));
            yield return new("POST", entry + "/decline", Change, true, EventRoutes.Respond(ResponseType.Declined));
        }
    }

    private static IEnumerable<GraphRoute> Shared()
    {
        yield return new("GET", "/subscriptions", Read, false, SubscriptionRoutes.List);
        yield return new("POST", "/subscriptions", Read, false, SubscriptionRoutes.Create);
        yield return new("GET", "/subscriptions/{subscription}", Read, false, SubscriptionRoutes.Get);
        yield return new("PATCH", "/subscriptions/{subscription}", Read, false, SubscriptionRoutes.Patch);
        yield return new("DELETE", "/subscriptions/{subscription}", Read, false, SubscriptionRoutes.Delete);
        yield return new("POST", "/subscriptions/{subscription}/reauthorize", Read, false, SubscriptionRoutes.Reauthorize);
        yield return new("GET", "/users", Directory, false, ProfileRoutes.Users);
        yield return new("GET", "/places/microsoft.graph.room", Places, false, PlaceRoutes.Rooms);
        yield return new("GET", "/places/microsoft.graph.roomList", Places, false, PlaceRoutes.Lists);
        yield return new("GET", "/places/{list}/microsoft.graph.roomList/rooms", Places, false, PlaceRoutes.OfList);
        yield return new("GET", "/places/{place}", Places, false, PlaceRoutes.Place);
    }
}
