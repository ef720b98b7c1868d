using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Organizations;
using Hidori.Domain.Outside;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hidori.Server.Outside;

/// <summary>Everything that decides what should stand outside for one appointment, read in one go.</summary>
/// <param name="Rooms">Every room a candidate names.</param>
/// <param name="Connections">Each host's present connection; a host without one is missing here.</param>
public sealed record OutsideState(
    Organization Organization,
    Appointment Appointment,
    IReadOnlyList<HostContact> Hosts,
    IReadOnlyList<RoomContact> Rooms,
    IReadOnlyDictionary<MemberId, ConnectionRow> Connections,
    IReadOnlyList<LedgerRow> Ledger)
{
    /// <summary>The name of the room a candidate counts on, or null.</summary>
    public RoomContact? RoomOf(Candidate candidate) => Rooms.FirstOrDefault(r => r.Id == candidate.RoomOrNone);

    /// <summary>Where it is: what was typed, and the room that the fixed time counts on.</summary>
    public string PlaceWithRoom =>
        AppointmentFootprint.PlaceOf(Appointment.Place, Appointment.Chosen is { } chosen ? RoomOf(chosen)?.Name : null);

    public LedgerRow? Row(EntryKey key) => Ledger.FirstOrDefault(l => l.Key == key);

    public static async Task<OutsideState?> ReadAsync(Db db, AppointmentId id, CancellationToken ct)
    {
        var appointment = await db.Appointments.AsNoTracking().FirstOrDefaultAsync(a => a.Id == id, ct);
        if (appointment is null)
            return null;
        var organization = await db.Organizations.AsNoTracking().SingleAsync(ct);
        var (hosts, connections) = await HostsAsync(db, appointment.Hosts, ct);
        var rooms = await RoomsAsync(db, appointment.Candidates.Select(c => c.Room), ct);
        var ledger = await db.Ledger.AsNoTracking().Where(l => l.Appointment == id).ToListAsync(ct);
        return new OutsideState(
            organization,
            appointment,
            hosts,
            rooms,
            connections,
            ledger);
    }

    /// <summary>Hosts in the order asked for, and the present connections of those who have one.</summary>
    public static async Task<(IReadOnlyList<HostContact> Hosts, IReadOnlyDictionary<MemberId, ConnectionRow> Connections)> HostsAsync(
        Db db, IReadOnlyCollection<MemberId> hosts, CancellationToken ct)
    {
        var members = await db.Members.AsNoTracking().Where(m => hosts.Contains(m.Id)).ToDictionaryAsync(m => m.Id, ct);
        var connections = await db.Connections.AsNoTracking()
            .Where(c => hosts.Contains(c.Member) && c.State != ConnectionState.Disconnected)
            .ToDictionaryAsync(c => c.Member, ct);
        return ([.. hosts.Select(h => Contact(members[h], connections.GetValueOrDefault(h)))], connections);
    }

    /// <summary>The rooms among these, each once.</summary>
    public static async Task<IReadOnlyList<RoomContact>> RoomsAsync(Db db, IEnumerable<RoomId?> rooms, CancellationToken ct)
    {
        var wanted = rooms.OfType<RoomId>().Distinct().ToList();
        return wanted.Count == 0
            ? []
            : await db.Rooms.AsNoTracking().Where(r => wanted.Contains(r.Id))
                .Select(r => new RoomContact(r.Id, r.Name, r.Address)).ToListAsync(ct);
    }

    private static HostContact Contact(Member member, ConnectionRow? connection) => new(
        member.Id,
        member.DisplayName,
        connection is { Address.Length: > 0 } ? connection.Address : member.Mail,
        connection is not null);
}
