using Hidori.Domain;
using Hidori.Domain.Availability;
using Hidori.Domain.Rooms;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Outside;

/// <summary>
/// What booking pages show of rooms: a copy where it is young enough, else what the rooms say now, which is then the copy
/// (SPEC M22). Never for deciding.
/// </summary>
public sealed class RoomCopies(Db db, AgendaRows agendas, LiveRooms live, IClock clock)
{
    /// <summary>So long a copy is shown; a time that was taken since is refused when it is chosen.</summary>
    public static readonly Duration Young = Duration.FromMinutes(10);

    /// <param name="own">The room of what is to be moved, which keeps it also where it is offered for nothing new; null for a new booking.</param>
    public async Task<IReadOnlyDictionary<RoomId, BusyTimes>> ReadAsync(IReadOnlyList<RoomId> rooms, RoomId? own, Interval window, CancellationToken ct) =>
        rooms.Count == 0
            ? new Dictionary<RoomId, BusyTimes>()
            : await ShowAsync((await agendas.RoomsAsync(rooms, ct)).ToDictionary(r => r.Key, r => r.Key == own ? r.Value with { IsActive = true } : r.Value), window, ct);

    /// <summary>The same of rooms that were read already.</summary>
    public async Task<IReadOnlyDictionary<RoomId, BusyTimes>> ShowAsync(
        IReadOnlyDictionary<RoomId, RoomCopy> rooms, Interval window, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var known = new Dictionary<RoomId, BusyTimes>();
        foreach (var (room, (isActive, copy)) in rooms)
        {
            if (!isActive)
                known[room] = SwitchedOff(window, now);
            else if (copy is not null && copy.ReadAt > now - Young && copy.WindowStartsAt <= window.Start && copy.WindowEndsAt >= window.End)
                known[room] = Read(copy);
        }

        var missing = rooms.Keys.Where(r => !known.ContainsKey(r)).ToList();
        if (missing.Count == 0)
            return known;

        var asked = await db.Rooms.AsNoTracking().Where(r => missing.Contains(r.Id)).ToListAsync(ct);
        foreach (var (room, times) in await live.ReadAsync(asked, window, asHost: null, ct))
        {
            known[room] = times.Busy;
            if (times.Busy is BusyTimes.Known busy)
                await KeepAsync(asked.First(r => r.Id == room), window, busy, ct);
        }

        return known;
    }

    /// <summary>A room that an administrator offers for nothing new is taken all the time.</summary>
    public static BusyTimes SwitchedOff(Interval window, Instant now) =>
        new BusyTimes.Known([new BusyEntry(window, BusyKind.Busy, "", Title: null, Ours: null, IsRoomOff: true)], now, IsFreeBusyAlone: true);

    /// <summary>Whoever shows these rooms next asks them.</summary>
    public Task ForgetAsync(IReadOnlyCollection<RoomId> rooms, CancellationToken ct) =>
        db.RoomCopies.Where(c => rooms.Contains(c.Room)).ExecuteDeleteAsync(ct);

    private static BusyTimes.Known Read(RoomCopyRow row) => new(
        [.. row.Times.Select(t => new BusyEntry(new Interval(t.Start, t.End), BusyKind.Busy, "", Title: null, Ours: null))], row.ReadAt, IsFreeBusyAlone: true);

    private async Task KeepAsync(Room room, Interval read, BusyTimes.Known busy, CancellationToken ct)
    {
        IReadOnlyList<RoomTime> times = [.. busy.Entries.Where(BusyPolicy.Usual.Blocks).Select(e => new RoomTime(e.Time.Start, e.Time.End))];
        var kept = await db.RoomCopies.Where(c => c.Room == room.Id).ExecuteUpdateAsync(
            set => set.SetProperty(c => c.WindowStartsAt, read.Start).SetProperty(c => c.WindowEndsAt, read.End)
                .SetProperty(c => c.ReadAt, busy.ReadAt).SetProperty(c => c.Times, times), ct);
        if (kept > 0)
            return;
        var row = new RoomCopyRow
        {
            Room = room.Id,
            Organization = room.Organization,
            WindowStartsAt = read.Start,
            WindowEndsAt = read.End,
            ReadAt = busy.ReadAt,
            Times = times,
        };
        db.RoomCopies.Add(row);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException failure) when (db.IsDuplicate(failure))
        {
            // Another page view was first, and read the same.
        }

        db.Entry(row).State = EntityState.Detached;
    }
}
