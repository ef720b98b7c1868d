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
/// <param name="Connections">
/// Where each host's entries of this appointment are written: their present connection, or the one that was replaced but
/// keeps what this appointment has there (SPEC M7). A host without one is missing here.
/// </param>
/// <param name="Leaving">Replaced connections whose holds go to the present one.</param>
public sealed record OutsideState(
    Organization Organization,
    Appointment Appointment,
    IReadOnlyList<HostContact> Hosts,
    IReadOnlyList<RoomContact> Rooms,
    IReadOnlyDictionary<MemberId, ConnectionRow> Connections,
    IReadOnlySet<ConnectionId> Leaving,
    IReadOnlyList<LedgerRow> Ledger)
{
    /// <summary>The name of the room a candidate counts on, or null.</summary>
    public RoomContact? RoomOf(Candidate candidate) => Rooms.FirstOrDefault(r => r.Id == candidate.RoomOrNone);

    /// <summary>Where it is: what was typed, and the room that the fixed time counts on.</summary>
    public string PlaceWithRoom =>
        AppointmentFootprint.PlaceOf(Appointment.Place, Appointment.Chosen is { } chosen ? RoomOf(chosen)?.Name : null);

    public LedgerRow? Row(EntryKey key) => Ledger.FirstOrDefault(l => l.Key == key);

    /// <summary>
    /// The entry of a former main host that still has the room this one asks for (SPEC A0). It goes first: no room accepts
    /// two entries at a time. One that cannot be removed now is not waited for.
    /// </summary>
    public LedgerRow? FormerRoomHolder(WantedEntry wanted) => Ledger.FirstOrDefault(
        l => l.Candidate == wanted.Key.Candidate && l.Whose != wanted.Key.Whose && l is { State: not LedgerState.Gone, Reason: null, IsGivenUp: false, Change: null }
            && wanted.Content.Room is { } room && l.Answers.Any(seen => string.Equals(seen.Address, room.Address, StringComparison.OrdinalIgnoreCase)));

    /// <summary>A former main host who still takes part keeps their hold, without its room.</summary>
    public bool IsHeldAt(LedgerRow row) => Appointment.State == AppointmentState.Open && Hosts.Any(h => h.Member == row.Whose);

    /// <summary>A hold in an account from which holds are moved away.</summary>
    public bool IsLeaving(LedgerRow row) =>
        row is { Purpose: EntryPurpose.Hold, State: not LedgerState.Gone, Connection: { } bound } && Leaving.Contains(bound);

    /// <summary>The ledger's word for the plan: what is to leave its account is nowhere as it should be.</summary>
    public IReadOnlyList<LedgerEntry> LedgerForPlanning() =>
        [.. Ledger.Select(l => IsLeaving(l) ? l.ForPlanning() with { Fingerprint = null } : l.ForPlanning())];

    public static async Task<OutsideState?> ReadAsync(Db db, AppointmentId id, CancellationToken ct)
    {
        var appointment = await db.Appointments.AsNoTracking().FirstOrDefaultAsync(a => a.Id == id, ct);
        if (appointment is null)
            return null;
        var organization = await db.Organizations.AsNoTracking().SingleAsync(ct);
        var rooms = await RoomsAsync(db, appointment.Candidates.Select(c => c.Room), ct);
        var ledger = await db.Ledger.AsNoTracking().Where(l => l.Appointment == id).ToListAsync(ct);
        var replaced = await ReplacedAsync(db, ledger, ct);
        var leaving = replaced.Where(c => c.Closing == ConnectionClosing.MovesHolds).Select(c => c.Id).ToHashSet();
        var keeping = replaced.Where(c => IsKept(c, appointment, ledger, leaving)).DistinctBy(c => c.Member).ToDictionary(c => c.Member);
        var (hosts, connections) = await HostsAsync(db, appointment.Hosts, keeping, ct);
        return new OutsideState(
            organization,
            appointment,
            hosts,
            rooms,
            connections,
            leaving,
            ledger);
    }

    /// <summary>Hosts in the order asked for, by their present connections.</summary>
    public static async Task<IReadOnlyList<HostContact>> HostsAsync(Db db, IReadOnlyCollection<MemberId> hosts, CancellationToken ct) =>
        (await HostsAsync(db, hosts, new Dictionary<MemberId, ConnectionRow>(), ct)).Hosts;

    private static async Task<(IReadOnlyList<HostContact> Hosts, IReadOnlyDictionary<MemberId, ConnectionRow> Connections)> HostsAsync(
        Db db, IReadOnlyCollection<MemberId> hosts, Dictionary<MemberId, ConnectionRow> keeping, CancellationToken ct)
    {
        var members = await db.Members.AsNoTracking().Where(m => hosts.Contains(m.Id)).ToDictionaryAsync(m => m.Id, ct);
        var connections = await db.Connections.AsNoTracking()
            .Where(c => hosts.Contains(c.Member) && c.State != ConnectionState.Disconnected)
            .ToDictionaryAsync(c => c.Member, ct);
        foreach (var kept in keeping.Values)
            connections[kept.Member] = kept;
        return ([.. hosts.Select(h => Contact(members[h], connections.GetValueOrDefault(h)))], connections);
    }

    /// <summary>The connections among the ledger's that another account has replaced and that can still be used.</summary>
    private static async Task<List<ConnectionRow>> ReplacedAsync(Db db, List<LedgerRow> ledger, CancellationToken ct)
    {
        var bound = ledger.SelectMany(l => (ConnectionId?[])[l.Connection, l.CopyIn]).OfType<ConnectionId>().Distinct().ToList();
        return bound.Count == 0
            ? []
            : await db.Connections.AsNoTracking()
                .Where(c => bound.Contains(c.Id) && c.State == ConnectionState.Disconnected
                    && (c.Closing == ConnectionClosing.KeepsEntries || c.Closing == ConnectionClosing.MovesHolds))
                .ToListAsync(ct);
    }

    /// <summary>
    /// Something of the appointment is there and stays: the rest of it goes there too, so that one host has it in one
    /// account. A copy decides before the hold it replaces, which is on its way out; what was for a candidate that was
    /// taken away decides nothing, or new ones would go to an account that it may never leave.
    /// </summary>
    private static bool IsKept(ConnectionRow replaced, Appointment appointment, List<LedgerRow> ledger, HashSet<ConnectionId> leaving)
    {
        var staying = ledger.Where(l => l.Whose == replaced.Member && appointment.Candidates.Any(c => c.Id == l.Candidate)).ToList();
        var copies = staying.Where(l => l.HasCopyRecorded).ToList();
        return copies.Count > 0
            ? copies.Any(l => l.CopyIn == replaced.Id)
            : staying.Any(l => l.Connection == replaced.Id && l.State != LedgerState.Gone
                && (l.Purpose == EntryPurpose.Meeting || !leaving.Contains(replaced.Id)));
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
