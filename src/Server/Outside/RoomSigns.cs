using Hidori.Domain;
using Hidori.Domain.Availability;
using Hidori.Domain.Rooms;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Outside;

/// <summary>Keeps what was seen of a room, for the room doctor.</summary>
public static class RoomSigns
{
    /// <summary>Of each room; older ones go.</summary>
    public const int MostKept = 200;

    /// <summary>What its free/busy showed.</summary>
    public static RoomObservationRow Of(Room room, BusyTimes busy, Instant at) => Of(
        room.Organization,
        room.Id,
        busy switch
        {
            BusyTimes.Known => RoomSign.Readable,
            BusyTimes.Unknown { Reason: UnknownReason.AddressUnknown } => RoomSign.NotFound,
            BusyTimes.Unknown { Reason: UnknownReason.NotShared } => RoomSign.Unreadable,
            _ => RoomSign.NotAsked,
        },
        at);

    public static RoomObservationRow Of(OrganizationId organization, RoomId room, RoomSign sign, Instant at) => new()
    {
        Id = Guid.CreateVersion7(),
        Organization = organization,
        Room = room,
        At = at,
        Sign = sign,
    };

    /// <summary>Adds it to what is being saved, and takes the oldest away where there are too many.</summary>
    public static async Task AddAsync(Db db, RoomObservationRow row, CancellationToken ct)
    {
        db.RoomObservations.Add(row);
        var old = await db.RoomObservations.Where(o => o.Room == row.Room).OrderByDescending(o => o.At).Skip(MostKept - 1).ToListAsync(ct);
        db.RoomObservations.RemoveRange(old);
    }
}
