using Hidori.Domain.Rooms;
using Hidori.Server.Storage;
using Hidori.Server.Ui;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Features.Rooms;

/// <summary>Reads 会議室 for administrators: the catalogue, with what the doctor has to say of each.</summary>
public sealed class ShowRooms(Db db)
{
    public async Task<RoomsView> RunAsync(ShellView shell, string zone, FormState form, CancellationToken ct)
    {
        var rooms = await db.Rooms.AsNoTracking().ToListAsync(ct);
        var seen = (await db.RoomObservations.AsNoTracking().OrderByDescending(o => o.At).ToListAsync(ct)).ToLookup(o => o.Room);
        return new RoomsView(
            shell,
            [
                .. from room in rooms
                   orderby room.IsActive descending, room.Building, room.Floor, room.Name
                   let sightings = seen[room.Id].Select(o => o.ForDiagnosis()).ToList()
                   select new RoomRow(
                       room.Id.ToString(), room.Name, room.Address, Place(room), room.Capacity, room.Equipment, room.IsActive,
                       [.. RoomDiagnosis.Of(sightings).Select(d => d.Finding)], sightings.Count > 0 ? sightings[0].At : null),
            ],
            form,
            zone);
    }

    internal static string Place(Room room) =>
        room.Floor.Length == 0 ? room.Building : $"{room.Building} {Text.Of("Floor", room.Floor)}".Trim();
}

/// <param name="AddForm">Fields: address, name, building, floor, capacity, equipment.</param>
/// <param name="NeedsConsent">The directory may not be read: what can be done about it is shown.</param>
public sealed record RoomsView(
    ShellView Shell, IReadOnlyList<RoomRow> Rooms, FormState AddForm, string Zone, bool NeedsConsent = false);

/// <param name="SeenAt">When something was last seen of it; null when never.</param>
public sealed record RoomRow(
    string Id,
    string Name,
    string Address,
    string Place,
    int? Capacity,
    IReadOnlyList<string> Equipment,
    bool IsActive,
    IReadOnlyList<RoomFinding> Findings,
    Instant? SeenAt);
