using System.Globalization;
using Hidori.Domain.Rooms;
using Microsoft.Graph;
using Microsoft.Graph.Models;
using GraphRoom = Microsoft.Graph.Models.Room;

namespace Hidori.Integrations.Microsoft365;

/// <summary>The tenant's rooms and room lists: /places/microsoft.graph.room and …roomList, by Place.Read.All (reference/graph.md §8).</summary>
/// <remarks>https://learn.microsoft.com/graph/api/place-list</remarks>
internal sealed class PlacesReading(GraphCalls graph) : IRoomDirectory
{
    public ProviderKind Kind => ProviderKind.Microsoft365;

    public async Task<IReadOnlyList<ListedRoom>> ReadAsync(Connection via, CancellationToken ct)
    {
        // A place without a mailbox cannot be asked for a meeting.
        var rooms = (await RoomsAsync(via, "microsoft.graph.room", ct)).Where(r => r.EmailAddress is { Length: > 0 }).ToList();
        var buildings = rooms.TrueForAll(r => r.Building is { Length: > 0 }) ? [] : await BuildingsAsync(via, ct);
        return
        [
            .. from room in rooms
               let address = room.EmailAddress!.ToLowerInvariant()
               select new ListedRoom(address, FactsOf(room, buildings.GetValueOrDefault(address, ""))),
        ];
    }

    /// <summary>
    /// Room lists, mostly one for each building: what Outlook's room finder goes by where nobody has filled in the rooms'
    /// own building. A room in more than one is counted to the first by name.
    /// </summary>
    private async Task<Dictionary<string, string>> BuildingsAsync(Connection via, CancellationToken ct)
    {
        var lists = await graph.ListAsync<RoomList, RoomListCollectionResponse>(
            via,
            g => g.Places.GraphRoomList.WithUrl(AddressOf(g, "microsoft.graph.roomList")).GetAsync(cancellationToken: ct),
            (g, next) => g.Places.GraphRoomList.WithUrl(next).GetAsync(cancellationToken: ct),
            page => page.Value,
            ct);
        var buildings = new Dictionary<string, string>();
        foreach (var list in lists.Where(l => l is { EmailAddress.Length: > 0, DisplayName.Length: > 0 }).OrderBy(l => l.DisplayName, StringComparer.Ordinal))
        {
            // By its address: its id is not taken here (reference/graph.md §8).
            foreach (var room in await RoomsAsync(via, $"{Uri.EscapeDataString(list.EmailAddress!)}/microsoft.graph.roomList/rooms", ct))
            {
                if (room.EmailAddress is { Length: > 0 } address)
                    buildings.TryAdd(address.ToLowerInvariant(), list.DisplayName!);
            }
        }

        return buildings;
    }

    private Task<List<GraphRoom>> RoomsAsync(Connection via, string which, CancellationToken ct) =>
        graph.ListAsync<GraphRoom, RoomCollectionResponse>(
            via,
            g => g.Places.GraphRoom.WithUrl(AddressOf(g, which)).GetAsync(cancellationToken: ct),
            (g, next) => g.Places.GraphRoom.WithUrl(next).GetAsync(cancellationToken: ct),
            page => page.Value,
            ct);

    /// <summary>The SDK would write "graph.room"; the documentation knows only the whole name.</summary>
    private static string AddressOf(GraphServiceClient g, string which) => $"{g.RequestAdapter.BaseUrl}/places/{which}";

    /// <param name="list">The name of the room's list; empty when it stands in none.</param>
    private static RoomFacts FactsOf(GraphRoom room, string list) => new(
        room.DisplayName ?? room.EmailAddress!,
        room.Building is { Length: > 0 } building ? building : list,
        room.FloorLabel is { Length: > 0 } label ? label : room.FloorNumber?.ToString(CultureInfo.InvariantCulture) ?? "",
        room.Capacity is > 0 ? room.Capacity : null,
        [
            .. new[] { room.DisplayDeviceName, room.VideoDeviceName, room.AudioDeviceName }
                .Concat(room.Tags ?? []).OfType<string>().Select(t => t.Trim()).Where(t => t.Length > 0)
                .Distinct(StringComparer.OrdinalIgnoreCase),
        ]);
}
