using System.Globalization;
using Hidori.Domain.Rooms;
using Microsoft.Graph.Models;
using GraphRoom = Microsoft.Graph.Models.Room;

namespace Hidori.Integrations.Microsoft365;

/// <summary>The tenant's rooms: /places/microsoft.graph.room, by Place.Read.All (reference/graph.md §8).</summary>
/// <remarks>https://learn.microsoft.com/graph/api/place-list</remarks>
internal sealed class PlacesReading(GraphCalls graph) : IRoomDirectory
{
    public ProviderKind Kind => ProviderKind.Microsoft365;

    public async Task<IReadOnlyList<ListedRoom>> ReadAsync(Connection via, CancellationToken ct)
    {
        var rooms = await graph.ListAsync<GraphRoom, RoomCollectionResponse>(
            via,
            // The SDK would write "graph.room"; the documentation knows only the whole name.
            g => g.Places.GraphRoom.WithUrl($"{g.RequestAdapter.BaseUrl}/places/microsoft.graph.room").GetAsync(cancellationToken: ct),
            (g, next) => g.Places.GraphRoom.WithUrl(next).GetAsync(cancellationToken: ct),
            page => page.Value,
            ct);
        // A place without a mailbox cannot be asked for a meeting.
        return
        [
            .. from room in rooms
               where room.EmailAddress is { Length: > 0 }
               select new ListedRoom(room.EmailAddress!.ToLowerInvariant(), FactsOf(room)),
        ];
    }

    private static RoomFacts FactsOf(GraphRoom room) => new(
        room.DisplayName ?? room.EmailAddress!,
        room.Building ?? "",
        room.FloorLabel is { Length: > 0 } label ? label : room.FloorNumber?.ToString(CultureInfo.InvariantCulture) ?? "",
        room.Capacity is > 0 ? room.Capacity : null,
        [
            .. new[] { room.DisplayDeviceName, room.VideoDeviceName, room.AudioDeviceName }
                .Concat(room.Tags ?? []).OfType<string>().Select(t => t.Trim()).Where(t => t.Length > 0)
                .Distinct(StringComparer.OrdinalIgnoreCase),
        ]);
}
