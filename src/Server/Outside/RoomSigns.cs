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

    /// <summary>Adds them to what is being saved, and takes the oldest away where a room has too many. Nothing else adds.</summary>
    public static async Task AddAsync(Db db, IReadOnlyCollection<RoomObservationRow> rows, CancellationToken ct)
    {
        db.RoomObservations.AddRange(rows);
        var rooms = rows.Select(r => r.Room).Distinct().ToList();
        var kept = await db.RoomObservations.Where(o => rooms.Contains(o.Room))
            .GroupBy(o => o.Room).Select(g => new { Room = g.Key, Count = g.Count() }).ToListAsync(ct);
        foreach (var room in kept)
        {
            var most = MostKept - rows.Count(r => r.Room == room.Room);
            if (room.Count <= most)
                continue;
            db.RoomObservations.RemoveRange(
                await db.RoomObservations.Where(o => o.Room == room.Room).OrderByDescending(o => o.At).Skip(most).ToListAsync(ct));
        }
    }
}
