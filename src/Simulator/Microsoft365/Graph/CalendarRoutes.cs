using System.Text.Json.Nodes;

namespace Hidori.Simulator.Microsoft365.Graph;

/// <summary>Calendars and their groups, in the order the person chose.</summary>
internal static class CalendarRoutes
{
    public static GraphReply Default(GraphCall call) => Single(call.Owner.DefaultCalendar, "calendar", call);

    public static GraphReply Get(GraphCall call) => Single(Named(call), "calendars", call);

    public static GraphReply OfEntry(GraphCall call)
    {
        var item = EventRoutes.Find(call);
        return Single(call.Outlook.AccountOf(item).Calendars.First(c => c.Key == item.Calendar), "calendar", call);
    }

    /// <summary>The calendar the path names, the default one where it names none, and whose mailbox it really lies in.</summary>
    public static (Account Holder, CalendarFolder Folder) Place(GraphCall call)
    {
        if (!call.Route.ContainsKey("calendar")) return (call.Owner, call.Owner.DefaultCalendar);
        var folder = Named(call);
        if (folder.SharedFrom is not { } owner) return (call.Owner, folder);
        if (!call.Grant.Scopes.Exists(s => s.EndsWith(".Shared", StringComparison.OrdinalIgnoreCase))) throw GraphError.Denied();
        var holder = call.Outlook.State.Accounts.First(a => a.Id == owner);
        return (holder, holder.DefaultCalendar);
    }

    public static CalendarFolder Named(GraphCall call) =>
        call.Owner.Calendars.Find(c => ItemIds.OfFolder(c.Key) == call.Route["calendar"]) ?? throw GraphError.NotFound();

    /// <summary>The calendars of the default group only; the rest hangs in the other groups.</summary>
    public static GraphReply List(GraphCall call)
    {
        var group = call.Owner.DefaultCalendar.Group;
        return ODataShape.Page(call.Owner.Calendars.Where(c => c.Group == group).ToList(), call, c => ODataShape.Select(Write(c, call), call));
    }

    public static GraphReply Groups(GraphCall call) => ODataShape.Page(call.Owner.Groups, call, WriteGroup);

    public static GraphReply OfGroup(GraphCall call)
    {
        var group = call.Owner.Groups.Find(g => ItemIds.OfFolder(g.Key) == call.Route["group"]) ?? throw GraphError.NotFound();
        return ODataShape.Page(call.Owner.Calendars.Where(c => c.Group == group.Key).ToList(), call, c => ODataShape.Select(Write(c, call), call));
    }

    private static GraphReply Single(CalendarFolder calendar, string place, GraphCall call)
    {
        var json = Write(calendar, call);
        json.Insert(0, "@odata.context", ODataShape.Service(call) + $"/$metadata#users('{call.Owner.Id}')/{place}/$entity");
        return GraphReply.Ok(ODataShape.Select(json, call));
    }

    private static JsonObject WriteGroup(CalendarGroupFolder group) => new()
    {
        ["id"] = ItemIds.OfFolder(group.Key),
        ["name"] = group.Name,
        ["classId"] = "0006f0b7-0000-0000-c000-000000000046",
        ["changeKey"] = "AAAAAA==",
    };

    private static JsonObject Write(CalendarFolder calendar, GraphCall call)
    {
        var owner = calendar.SharedFrom is { } other ? call.Outlook.State.Accounts.First(a => a.Id == other) : call.Owner;
        var hasTeams = call.Owner.TeamsAfter is not null;
        return new JsonObject
        {
            ["id"] = ItemIds.OfFolder(calendar.Key),
            ["name"] = calendar.Name,
            ["color"] = "auto",
            ["hexColor"] = "",
            ["isDefaultCalendar"] = calendar.IsDefault,
            ["changeKey"] = "AAAAAQ==",
            ["canShare"] = calendar.CanEdit && calendar.SharedFrom is null,
            ["canViewPrivateItems"] = calendar.SharedFrom is null,
            ["canEdit"] = calendar.CanEdit,
            ["allowedOnlineMeetingProviders"] = hasTeams ? new JsonArray("teamsForBusiness") : [],
            ["defaultOnlineMeetingProvider"] = hasTeams ? "teamsForBusiness" : "unknown",
            ["isTallyingResponses"] = calendar.IsDefault,
            ["isRemovable"] = !calendar.IsDefault,
            ["owner"] = new JsonObject { ["name"] = owner.DisplayName, ["address"] = owner.Address },
        };
    }
}
