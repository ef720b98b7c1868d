using Hidori.Domain.Availability;
using Hidori.Domain.Rooms;
using Hidori.Server.Storage.Rows;
using NodaTime;

namespace Hidori.Server.Outside;

/// <summary>Puts what was seen of a room into a row for the room doctor.</summary>
public static class RoomSigns
{
    /// <summary>What its free/busy showed.</summary>
    public static RoomObservationRow Of(Room room, BusyTimes busy, Instant at) => Of(
        room,
        busy switch
        {
            BusyTimes.Known => RoomSign.Readable,
            BusyTimes.Unknown { Reason: UnknownReason.AddressUnknown } => RoomSign.NotFound,
            BusyTimes.Unknown { Reason: UnknownReason.NotShared } => RoomSign.Unreadable,
            _ => RoomSign.NotAsked,
        },
        at);

    public static RoomObservationRow Of(Room room, RoomSign sign, Instant at) => new()
    {
        Id = Guid.CreateVersion7(),
        Organization = room.Organization,
        Room = room.Id,
        At = at,
        Sign = sign,
    };
}
