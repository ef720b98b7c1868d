using Hidori.Domain;
using Hidori.Domain.Availability;
using Hidori.Domain.Rooms;
using Hidori.Integrations;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Outside;

/// <summary>Asks rooms' mailboxes now, through somebody who may (SPEC M15). What cannot be read is unknown (M21).</summary>
/// <remarks>
/// A failure says nothing about the connection it went through: its own mailbox is read by other calls, which tell.
/// </remarks>
public sealed class LiveRooms(Db db, CalendarProviders providers, IEnumerable<IRoomDirectory> directories, IClock clock)
{
    /// <param name="asHost">Through whom, where they have a working connection; else through anybody of the organization.</param>
    public async Task<IReadOnlyDictionary<RoomId, RoomTimes>> ReadAsync(
        IReadOnlyCollection<Room> rooms, Interval window, MemberId? asHost, CancellationToken ct)
    {
        if (rooms.Count == 0)
            return new Dictionary<RoomId, RoomTimes>();
        var agendas = rooms.Select(r => AgendaId.Of(r.Id)).ToList();
        var ours = (await db.TakenTimes.AsNoTracking().Within(agendas, window).ToListAsync(ct)).ToLookup(t => t.Whose);
        var busy = await AskAsync([.. rooms.Select(r => r.Address)], window, asHost, ct);
        return rooms.ToDictionary(
            r => r.Id,
            r => new RoomTimes(
                busy.GetValueOrDefault(r.Address) ?? new BusyTimes.Unknown(UnknownReason.Unavailable), [.. ours[AgendaId.Of(r.Id)]]));
    }

    /// <summary>What one address shows: whether there is a room, and whether it can be read.</summary>
    public async Task<BusyTimes> ProbeAsync(string address, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        return (await AskAsync([address], new Interval(now, now + Duration.FromDays(1)), null, ct))[address];
    }

    /// <summary>Reads the directory of places. Null: nobody has a working connection.</summary>
    /// <exception cref="ProviderException">It cannot be read; without consent a <see cref="PermissionLostException"/>.</exception>
    public async Task<IReadOnlyList<ListedRoom>?> ReadDirectoryAsync(MemberId? asMember, CancellationToken ct)
    {
        if (await ConnectionAsync(asMember, ct) is not { } connection)
            return null;
        var via = connection.ForAdapters();
        return await directories.First(d => d.Kind == via.Provider).ReadAsync(via, ct);
    }

    private async Task<IReadOnlyDictionary<string, BusyTimes>> AskAsync(
        IReadOnlyCollection<string> addresses, Interval window, MemberId? asHost, CancellationToken ct)
    {
        if (await ConnectionAsync(asHost, ct) is not { } connection)
            return All(UnknownReason.NotConnected);
        if (connection.IsThrottledAt(clock.GetCurrentInstant()))
            return All(UnknownReason.Throttled);

        var via = connection.ForAdapters();
        var (shown, failure) = await Patience.AskAsync(
            patience => providers.For(via).ReadFreeBusyAsync(via, addresses, window, patience), ct);
        return shown ?? All(failure switch
        {
            ThrottledException => UnknownReason.Throttled,
            ConnectionBrokenException => UnknownReason.ConnectionBroken,
            PermissionLostException => UnknownReason.NotShared,
            _ => UnknownReason.Unavailable,
        });

        Dictionary<string, BusyTimes> All(UnknownReason reason) =>
            addresses.ToDictionary(a => a, BusyTimes (_) => new BusyTimes.Unknown(reason));
    }

    private async Task<ConnectionRow?> ConnectionAsync(MemberId? preferred, CancellationToken ct)
    {
        var usable = await db.Connections.AsNoTracking()
            .Where(c => c.State == ConnectionState.Connected || c.State == ConnectionState.Throttled).ToListAsync(ct);
        return usable.OrderByDescending(c => c.Member == preferred)
            .ThenBy(c => c.State == ConnectionState.Throttled).ThenByDescending(c => c.LastUsedAt).FirstOrDefault();
    }
}
