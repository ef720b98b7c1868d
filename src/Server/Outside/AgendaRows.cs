using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Availability;
using Hidori.Domain.Organizations;
using Hidori.Domain.Time;
using Hidori.Server.Outside.Mailboxes;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Mappings;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Hidori.Server.Outside;

/// <summary>A host, and the copy of their calendar where their link works.</summary>
/// <param name="Mailbox">As far as it tells how old the copy is; null for none.</param>
/// <param name="Entries">Protected; null for none.</param>
public sealed record HostCopy(PagePerson Person, MailboxRow? Mailbox, byte[]? Entries);

/// <summary>A room, and the copy of its calendar.</summary>
/// <param name="IsActive">As on <see cref="Domain.Rooms.Room"/>: offered for what is new.</param>
public sealed record RoomCopy(bool IsActive, RoomCopyRow? Copy);

/// <summary>What the database alone knows of some agendas, read at one moment.</summary>
public sealed record KnownAgendas(
    IReadOnlyDictionary<MemberId, HostCopy> Hosts, IReadOnlyDictionary<RoomId, RoomCopy> Rooms, IReadOnlyList<TakenTime> Taken, PageBookings Bookings);

/// <summary>
/// Reads what booking pages show of hosts and rooms, for a page in one statement, whatever their number: who the hosts are, the copies,
/// and what Hidori has taken. Never for deciding.
/// </summary>
public sealed class AgendaRows(Db db, IOptionsMonitor<MailboxOptions> options)
{
    /// <param name="window">Half-open.</param>
    public async Task<KnownAgendas> ReadAsync(
        BookingPageId page, IReadOnlyCollection<MemberId> hosts, IReadOnlyCollection<RoomId> rooms, Interval window, CancellationToken ct)
    {
        HashSet<AgendaId> agendas = [.. hosts.Select(AgendaId.Of), .. rooms.Select(AgendaId.Of)];
        List<IQueryable<AgendaRow>> asked = [];
        if (hosts.Count > 0)
            asked.Add(Of(hosts));
        if (rooms.Count > 0)
            asked.Add(Of(rooms));
        // What many proposals hold at one time is one row: a union. Nobody asks here for which appointment a time is held.
        asked.Add(Taken(db.TakenTimes.AsNoTracking().Within(agendas, window)).Union(Taken(AroundPages.BookedOn(db, page, window))));
        var rows = await asked.Aggregate(Queryable.Concat).ToListAsync(ct);
        var taken = rows.Where(r => r.Whose is not null).ToList();
        return new KnownAgendas(
            Hosts(rows),
            Rooms(rows),
            [
                .. taken.Where(t => agendas.Contains(t.Whose!.Value) && t.Start < window.End && t.End > window.Start)
                    .Select(t => new TakenTime(
                        default, t.Whose!.Value, default, default, t.Start!.Value, t.End!.Value, isFixed: true, t.Fixed is null ? null : t.Page)),
            ],
            AroundPages.BookingsOf(taken.Where(t => t.Page == page && t.Fixed is not null).Select(t => (t.Fixed!.Value, t.Start!.Value, t.Whose!.Value))));
    }

    public async Task<IReadOnlyDictionary<RoomId, RoomCopy>> RoomsAsync(IReadOnlyCollection<RoomId> rooms, CancellationToken ct) =>
        Rooms(await Of(rooms).ToListAsync(ct));

    public async Task<IReadOnlyDictionary<MemberId, HostCopy>> HostsAsync(IReadOnlyCollection<MemberId> hosts, CancellationToken ct) =>
        Hosts(await Of(hosts).ToListAsync(ct));

    private static Dictionary<RoomId, RoomCopy> Rooms(IEnumerable<AgendaRow> rows) => rows.Where(r => r.Room is not null).ToDictionary(
        r => r.Room!.Value,
        r => new RoomCopy(r.IsActive, r.ReadAt is not { } readAt ? null : new RoomCopyRow
        {
            Room = r.Room!.Value, WindowStartsAt = r.Start!.Value, WindowEndsAt = r.End!.Value, ReadAt = readAt, Times = JsonLists.Read<RoomTime>(r.Times!),
        }));

    private static Dictionary<MemberId, HostCopy> Hosts(IEnumerable<AgendaRow> rows) => rows.Where(r => r.Host is not null).ToDictionary(
        r => r.Host!.Value,
        r => new HostCopy(
            new PagePerson(r.Name!, WorkingWeek.Of(JsonLists.Read<WorkingDay>(r.Days!)), r.ZoneId!, r.State == MemberState.Suspended),
            r.Mailbox is not { } mailbox ? null : new MailboxRow
            {
                Connection = mailbox,
                WindowStartsAt = r.Start,
                WindowEndsAt = r.End,
                ReadAt = r.ReadAt,
                Subscription = r.Subscription,
                SubscriptionEndsAt = r.SubscriptionEndsAt,
                NotifiedAt = r.NotifiedAt,
                LookedAt = r.LookedAt,
                Reason = r.Reason,
            },
            r.Entries));

    /// <summary>Hosts with the copies of those whose link works: of any other the present state is not known, however young the copy.</summary>
    private IQueryable<AgendaRow> Of(IReadOnlyCollection<MemberId> hosts)
    {
        var keepsCopies = options.CurrentValue.KeepsCopies;
        return from member in db.Members.AsNoTracking()
               where hosts.Contains(member.Id)
               join c in db.Connections.AsNoTracking().Where(
                       c => keepsCopies && (c.State == ConnectionState.Connected || c.State == ConnectionState.Throttled))
                   on member.Id equals c.Member into connections
               from connection in connections.DefaultIfEmpty()
               join m in db.Mailboxes.AsNoTracking() on connection!.Id equals m.Connection into mailboxes
               from mailbox in mailboxes.DefaultIfEmpty()
               join b in db.BusyCopies.AsNoTracking() on mailbox!.Connection equals b.Connection into copies
               from copy in copies.DefaultIfEmpty()
               select new AgendaRow
               {
                   Host = member.Id,
                   Name = member.Name,
                   Days = (string)(object)member.WorkingDays,
                   ZoneId = member.ZoneId,
                   State = member.State,
                   Mailbox = (ConnectionId?)mailbox!.Connection,
                   Start = mailbox.WindowStartsAt,
                   End = mailbox.WindowEndsAt,
                   ReadAt = mailbox.ReadAt,
                   Subscription = mailbox.Subscription,
                   SubscriptionEndsAt = mailbox.SubscriptionEndsAt,
                   NotifiedAt = mailbox.NotifiedAt,
                   LookedAt = mailbox.LookedAt,
                   Reason = mailbox.Reason,
                   Entries = copy!.ProtectedEntries,
                   Room = null,
                   IsActive = true,
                   Times = null,
                   Whose = null,
                   Page = null,
                   Fixed = null,
               };
    }

    private IQueryable<AgendaRow> Of(IReadOnlyCollection<RoomId> rooms) =>
        from room in db.Rooms.AsNoTracking()
        where rooms.Contains(room.Id)
        join c in db.RoomCopies.AsNoTracking() on room.Id equals c.Room into copies
        from copy in copies.DefaultIfEmpty()
        select new AgendaRow
        {
            Host = null,
            Name = null,
            Days = null,
            ZoneId = null,
            State = null,
            Mailbox = null,
            Start = (Instant?)copy!.WindowStartsAt,
            End = (Instant?)copy.WindowEndsAt,
            ReadAt = (Instant?)copy.ReadAt,
            Subscription = null,
            SubscriptionEndsAt = null,
            NotifiedAt = null,
            LookedAt = null,
            Reason = null,
            Entries = null,
            Room = room.Id,
            IsActive = room.IsActive,
            Times = (string)(object)copy.Times,
            Whose = null,
            Page = null,
            Fixed = null,
        };

    private static IQueryable<AgendaRow> Taken(IQueryable<TakenTime> taken) => taken.Select(t => new AgendaRow
    {
        Host = null,
        Name = null,
        Days = null,
        ZoneId = null,
        State = null,
        Mailbox = null,
        Start = t.Start,
        End = t.End,
        ReadAt = null,
        Subscription = null,
        SubscriptionEndsAt = null,
        NotifiedAt = null,
        LookedAt = null,
        Reason = null,
        Entries = null,
        Room = null,
        IsActive = true,
        Times = null,
        Whose = t.Whose,
        Page = t.Page,
        Fixed = t.IsFixed ? (AppointmentId?)t.Appointment : null,
    });

    /// <summary>A host, a room's copy or a taken time: of each what it has.</summary>
    /// <remarks>EF Core joins into one statement only what names the same members; so each of the three names all of them.</remarks>
    private sealed class AgendaRow
    {
        public MemberId? Host { get; init; }
        public string? Name { get; init; }

        /// <summary>JSON.</summary>
        public string? Days { get; init; }
        public string? ZoneId { get; init; }
        public MemberState? State { get; init; }
        public ConnectionId? Mailbox { get; init; }

        /// <summary>Of the taken time, or of the window that was copied.</summary>
        public Instant? Start { get; init; }
        public Instant? End { get; init; }
        public Instant? ReadAt { get; init; }
        public string? Subscription { get; init; }
        public Instant? SubscriptionEndsAt { get; init; }
        public Instant? NotifiedAt { get; init; }
        public Instant? LookedAt { get; init; }
        public UnknownReason? Reason { get; init; }
        public byte[]? Entries { get; init; }
        public RoomId? Room { get; init; }
        public bool IsActive { get; init; }

        /// <summary>JSON.</summary>
        public string? Times { get; init; }
        public AgendaId? Whose { get; init; }
        public BookingPageId? Page { get; init; }

        /// <summary>Null for a hold.</summary>
        public AppointmentId? Fixed { get; init; }
    }
}
