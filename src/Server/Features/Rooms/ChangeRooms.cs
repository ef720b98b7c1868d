using Hidori.Domain;
using Hidori.Domain.Availability;
using Hidori.Domain.Rooms;
using Hidori.Server.Outside;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Tenancy;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Features.Rooms;

public enum CatalogueRefusal
{
    /// <summary>There is a room with this address.</summary>
    AddressTaken,

    /// <summary>No mailbox answers to the address.</summary>
    AddressUnknown,
}

/// <summary>What an administrator does to the catalogue of rooms.</summary>
public sealed class ChangeRooms(Db db, DbFactory factory, LiveRooms live, SignedIn signedIn, IClock clock)
{
    /// <summary>Enters a room by its address, where the directory may not be read (SPEC M15). The address is tried.</summary>
    /// <returns>What the mailbox showed: a room that cannot be read is kept, and shown as such.</returns>
    public async Task<Result<BusyTimes, CatalogueRefusal>> AddAsync(string address, RoomFacts facts, CancellationToken ct)
    {
        if (await db.Rooms.AnyAsync(r => r.Address == address, ct))
            return CatalogueRefusal.AddressTaken;
        var busy = await live.ProbeAsync(address, ct);
        if (busy is BusyTimes.Unknown { Reason: UnknownReason.AddressUnknown })
            return CatalogueRefusal.AddressUnknown;

        var room = new Room(signedIn.Member.Organization, address, facts, RoomSource.ByHand, clock.GetCurrentInstant());
        Keep(db, room);
        await RoomSigns.AddAsync(db, [RoomSigns.Of(room, busy, clock.GetCurrentInstant())], ct);
        await RoomProbe.BeginAsync(db, room.Organization, room.CreatedAt, ct);
        try
        {
            using var turn = await factory.WriterTurnAsync(ct);
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException failure) when (db.IsDuplicate(failure))
        {
            db.ChangeTracker.Clear();
            return CatalogueRefusal.AddressTaken;
        }

        return busy;
    }

    public async Task EditAsync(RoomId id, RoomFacts facts, CancellationToken ct)
    {
        if (await db.Rooms.FirstOrDefaultAsync(r => r.Id == id, ct) is not { } room)
            return;
        room.Edit(facts);
        using var turn = await factory.WriterTurnAsync(ct);
        await db.SaveChangesAsync(ct);
    }

    public async Task OfferAsync(RoomId id, bool isActive, CancellationToken ct)
    {
        if (await db.Rooms.FirstOrDefaultAsync(r => r.Id == id, ct) is not { } room)
            return;
        room.Offer(isActive);
        using var turn = await factory.WriterTurnAsync(ct);
        await db.SaveChangesAsync(ct);
    }

    /// <summary>A room comes with its agenda, whose lock keeps two appointments apart (SPEC X2).</summary>
    internal static void Keep(Db db, Room room)
    {
        db.Rooms.Add(room);
        db.Agendas.Add(new Agenda { Organization = room.Organization, Whose = room.Id });
    }
}
