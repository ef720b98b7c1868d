using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Availability;
using Hidori.Domain.BookingPages;
using Hidori.Domain.Organizations;
using Hidori.Server.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Outside;

/// <summary>What calendars say around a page at one moment.</summary>
/// <param name="Read">The window that was read.</param>
public sealed record PageCalendars(
    IReadOnlyDictionary<MemberId, BusyTimes> Hosts, IReadOnlyDictionary<RoomId, BusyTimes> Rooms, Interval Read);

/// <summary>Puts a booking page together with what is known around it: from copies to show, from the calendars to decide (SPEC M22).</summary>
public sealed class PageDesks(Db db, BusyForPages shown, LiveBusy live, RoomCopies roomCopies, LiveRooms liveRooms)
{
    /// <summary>For showing slots of a half-open window.</summary>
    /// <param name="moving">What is to be moved; null for a new booking.</param>
    public async Task<PageDesk> ShownAsync(BookingPage page, Interval window, Appointment? moving, CancellationToken ct)
    {
        var read = Around(page, window);
        var hosts = moving?.Hosts ?? page.Hosts;
        var rooms = RoomsOf(page, moving);
        var calendars = new PageCalendars(
            hosts.Count == 0 ? new Dictionary<MemberId, BusyTimes>() : await shown.ReadAsync(hosts, read, ct),
            await roomCopies.ReadAsync(rooms, read, ct),
            rooms.Count > 0 ? RoomCopies.Reached(read) : read);
        return await DeskAsync(page, calendars, moving?.Id, ct);
    }

    /// <summary>What the calendars say now of the day of a slot, for deciding.</summary>
    /// <param name="moving">Who takes part in what is to be moved; null for a new booking.</param>
    public async Task<PageCalendars> AskAsync(BookingPage page, Instant start, Appointment? moving, CancellationToken ct)
    {
        var zone = DateTimeZoneProviders.Tzdb[page.Settings.Hours.ZoneId];
        var date = start.InZone(zone).Date;
        var day = new Interval(zone.AtStartOfDay(date).ToInstant(), zone.AtStartOfDay(date.PlusDays(2)).ToInstant());
        var read = Around(page, day);
        var hosts = moving?.Hosts ?? page.Hosts;
        var wanted = RoomsOf(page, moving);
        var rooms = wanted.Count == 0 ? [] : await db.Rooms.AsNoTracking().Where(r => wanted.Contains(r.Id)).ToListAsync(ct);
        return new PageCalendars(
            await live.ReadAsync(hosts, read, ct),
            (await liveRooms.ReadAsync(rooms, read, hosts.Count > 0 ? hosts[0] : null, ct)).ToDictionary(r => r.Key, r => r.Value.Busy),
            read);
    }

    /// <summary>With what Hidori itself knows at this moment: under the agendas' lock, this decides.</summary>
    /// <param name="except">An appointment that is to be moved: it counts neither as booked nor as taken.</param>
    public async Task<PageDesk> DeskAsync(BookingPage page, PageCalendars calendars, AppointmentId? except, CancellationToken ct)
    {
        List<MemberId> people = [.. calendars.Hosts.Keys];
        List<AgendaId> agendas = [.. people.Select(AgendaId.Of).Concat(calendars.Rooms.Keys.Select(AgendaId.Of))];
        var taken = await db.TakenTimes.AsNoTracking().Within(agendas, calendars.Read).ToListAsync(ct);
        var members = await db.Members.AsNoTracking().Where(m => people.Contains(m.Id)).ToListAsync(ct);
        var organization = await db.Organizations.AsNoTracking().SingleAsync(ct);
        var away = members.Where(m => m.State == MemberState.Suspended).Select(m => m.Id).ToHashSet();
        var ownDays = await db.OrganizationDays.AsNoTracking().ToDictionaryAsync(d => d.Date, d => d.Kind, ct);
        return new PageDesk(page, new PageSurroundings(
            calendars.Hosts.Where(h => !away.Contains(h.Key)).ToDictionary(),
            calendars.Rooms,
            taken,
            new PageBookings(await BookingsAsync(page, except, calendars.Read.Start, ct)),
            ownDays,
            members.ToDictionary(m => m.Id, m => BookingHours.Of(m.WorkingWeek, DateTimeZoneProviders.Tzdb[m.ZoneIn(organization)], ownDays)),
            calendars.Read));
    }

    /// <summary>From the month before on: a month's cap and load count what began on its first day.</summary>
    private async Task<List<PageBooking>> BookingsAsync(BookingPage page, AppointmentId? except, Instant from, CancellationToken ct)
    {
        var oldest = from - Duration.FromDays(32);
        // Flat, a row for each host: SQLite joins no list to a row.
        var booked = await (from a in db.Appointments.IgnoreAutoIncludes().AsNoTracking()
                            where a.Page == page.Id && a.State == AppointmentState.Confirmed && a.Id != except
                            join c in db.Set<Candidate>() on a.ChosenCandidate equals c.Id
                            where c.Start > oldest
                            join s in db.Set<HostSeat>() on a.Id equals EF.Property<AppointmentId>(s, "AppointmentId")
                            select new { a.Id, c.Start, s.Member }).ToListAsync(ct);
        return [.. booked.GroupBy(b => (b.Id, b.Start)).Select(b => new PageBooking(b.Key.Start, [.. b.Select(h => h.Member)]))];
    }

    private static IReadOnlyList<RoomId> RoomsOf(BookingPage page, Appointment? moving) =>
        moving is null ? page.Settings.Rooms : moving.Chosen?.RoomOrNone is { } own ? [own] : [];

    private static Interval Around(BookingPage page, Interval window)
    {
        var buffer = page.Settings.Limits.LongestBuffer + Duration.FromMinutes(page.Settings.Meeting.Minutes.DefaultIfEmpty().Max());
        return new Interval(window.Start - buffer, window.End + buffer);
    }
}
