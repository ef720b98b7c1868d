using System.Text.Json.Nodes;

namespace Hidori.Simulator.Microsoft365.Graph;

/// <summary>The rooms of the tenant and the lists they stand in; pages of 100.</summary>
internal static class PlaceRoutes
{
    public static GraphReply Rooms(GraphCall call) =>
        Page(call, call.Outlook.State.Accounts.Where(a => a.Tenant == call.Tenant && a.Room is not null).Select(Write));

    public static GraphReply Lists(GraphCall call) =>
        Page(call, call.Outlook.State.RoomLists.Where(l => l.Tenant == call.Tenant).Select(Write));

    /// <summary>A list is named by its address, not by its id.</summary>
    public static GraphReply OfList(GraphCall call)
    {
        var list = call.Outlook.State.RoomLists.Find(l => l.Tenant == call.Tenant && l.Address.Equals(call.Route["list"], StringComparison.OrdinalIgnoreCase))
            ?? throw new GraphError(404, "ResourceNotFound", "The place was not found.");
        return Page(call, call.Outlook.State.Accounts
            .Where(a => a.Tenant == call.Tenant && string.Equals(a.Room?.List, list.Address, StringComparison.OrdinalIgnoreCase)).Select(Write));
    }

    private static GraphReply Page(GraphCall call, IEnumerable<JsonObject> rooms)
    {
        if (call.Query.TryGetValue("$filter", out var filter))
        {
            var condition = ODataFilter.Parse(filter);
            rooms = rooms.Where(r => condition(new FilterableJson(r))).ToList();
        }
        return ODataShape.Page(rooms.ToList(), call, r => ODataShape.Select(r, call), size: 100);
    }

    public static GraphReply Place(GraphCall call)
    {
        var place = call.Outlook.State.Accounts.Find(a => a.Tenant == call.Tenant && a.Room is not null && a.IsCalled(call.Route["place"]))
            ?? throw new GraphError(404, "ResourceNotFound", "The place was not found.");
        var json = Write(place);
        json.Insert(0, "@odata.context", ODataShape.Service(call) + "/$metadata#places/$entity");
        return GraphReply.Ok(json);
    }

    private static JsonObject Write(RoomList list) => new()
    {
        ["@odata.type"] = "#microsoft.graph.roomList",
        ["id"] = list.Id,
        ["emailAddress"] = list.Address,
        ["displayName"] = list.Name,
        ["address"] = null,
        ["geoCoordinates"] = null,
        ["phone"] = null,
    };

    private static JsonObject Write(Account account)
    {
        var room = account.Room!;
        return new JsonObject
        {
            ["@odata.type"] = "#microsoft.graph.room",
            ["id"] = account.Id,
            ["emailAddress"] = account.Mail,
            ["displayName"] = account.DisplayName,
            ["nickname"] = account.DisplayName,
            ["address"] = null,
            ["geoCoordinates"] = null,
            ["phone"] = null,
            ["label"] = null,
            ["capacity"] = room.Capacity,
            ["building"] = room.Building,
            ["floorNumber"] = room.FloorNumber,
            ["floorLabel"] = null,
            ["isWheelChairAccessible"] = room.IsWheelChairAccessible,
            ["bookingType"] = "standard",
            ["tags"] = new JsonArray([.. room.Tags.Select(t => JsonValue.Create(t))]),
            ["audioDeviceName"] = room.AudioDeviceName,
            ["videoDeviceName"] = room.VideoDeviceName,
            ["displayDeviceName"] = room.DisplayDeviceName,
        };
    }
}
