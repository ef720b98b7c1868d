using Hidori.Domain.Rooms;
using Hidori.Integrations;
using Hidori.Server.Outside;
using Hidori.Server.Storage;
using Hidori.Server.Tenancy;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Features.Rooms;

public enum RefreshProblem
{
    /// <summary>Nobody has a working connection.</summary>
    NotConnected,

    /// <summary>The tenant's administrator has not consented to reading places.</summary>
    NotAllowed,

    /// <summary>No answer now.</summary>
    Unavailable,
}

/// <param name="Missing">Rooms that the directory named before and names no more.</param>
public sealed record RefreshOutcome(int Added, int Renewed, int Missing, RefreshProblem? Problem = null);

/// <summary>Reads the organization's rooms from the directory of places; what was edited by hand stays (SPEC M15).</summary>
public sealed class RefreshRooms(Db db, DbFactory factory, LiveRooms live, SignedIn signedIn, IClock clock)
{
    public async Task<RefreshOutcome> RunAsync(CancellationToken ct)
    {
        IReadOnlyList<ListedRoom>? listed;
        try
        {
            listed = await live.ReadDirectoryAsync(signedIn.Member.Id, ct);
        }
        catch (ProviderException failure)
        {
            return new RefreshOutcome(
                0, 0, 0, failure is PermissionLostException ? RefreshProblem.NotAllowed : RefreshProblem.Unavailable);
        }

        return listed is null ? new RefreshOutcome(0, 0, 0, RefreshProblem.NotConnected) : await KeepAsync(listed, ct);
    }

    private async Task<RefreshOutcome> KeepAsync(IReadOnlyList<ListedRoom> listed, CancellationToken ct)
    {
        using var turn = await factory.WriterTurnAsync(ct);
        var now = clock.GetCurrentInstant();
        var known = await db.Rooms.ToDictionaryAsync(r => r.Address, ct);
        var (added, renewed) = (0, 0);
        foreach (var place in listed.DistinctBy(p => p.Address))
        {
            if (known.TryGetValue(place.Address, out var room))
            {
                room.Refresh(place.Facts);
                renewed++;
            }
            else
            {
                ChangeRooms.Keep(db, new Room(signedIn.Member.Organization, place.Address, place.Facts, RoomSource.Directory, now));
                added++;
            }
        }

        // A list without it is no proof that a room is gone: it stays on offer, and the administrator is told.
        var missing = known.Values.Where(r => r.Source == RoomSource.Directory && listed.All(p => p.Address != r.Address)).ToList();
        await RoomSigns.AddAsync(
            db,
            [
                .. known.Values.Where(r => r.Source == RoomSource.Directory)
                    .Select(r => RoomSigns.Of(r.Organization, r.Id, missing.Contains(r) ? RoomSign.NotListed : RoomSign.Listed, now)),
            ],
            ct);
        await RoomProbe.BeginAsync(db, signedIn.Member.Organization, now, ct);
        await db.SaveChangesAsync(ct);
        return new RefreshOutcome(added, renewed, missing.Count);
    }
}
