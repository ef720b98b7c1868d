using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Availability;
using Hidori.Domain.BookingPages;
using Hidori.Domain.Outside;
using Hidori.Server.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Outside;

/// <summary>What calendars say around a page at one moment.</summary>
/// <param name="Read">The window that was read.</param>
public sealed record PageCalendars(
    IReadOnlyDictionary<MemberId, BusyTimes> Hosts, IReadOnlyDictionary<RoomId, BusyTimes> Rooms, Interval Read);

/// <summary>Puts a booking page together with what is known around it: from copies to show, from the calendars to decide (SPEC M22).</summary>
public sealed class PageDesks(Db db, BusyForPages shown, LiveBusy live, RoomCopies roomCopies, LiveRooms liveRooms, AroundPages around)
{
    /// <summary>For showing slots of a half-open window, and why there are none.</summary>
    /// <param name="moving">What is to be moved; null for a new booking.</param>
    public async Task<PageDesk> ShownAsync(BookingPage page, Interval window, Appointment? moving, CancellationToken ct)
    {
        var read = AroundPages.WindowOf(page, window);
        var hosts = moving?.Hosts ?? page.Hosts;
        var rooms = page.RoomsFor(moving);
        var calendars = await shown.HostsAsync(hosts, hosts, read, ct);
        return await DeskAsync(
            page,
            new PageCalendars(
                calendars.ToDictionary(c => c.Key, c => c.Value.Times),
                await roomCopies.ReadAsync(rooms, moving?.Chosen?.RoomOrNone, read, ct),
                read),
            moving,
            ct);
    }

    /// <summary>Why the page's own rules refuse a start, whoever is free: said before any calendar is asked.</summary>
    /// <param name="except">An appointment that is to be moved: it does not count as booked.</param>
    /// <returns>Null when they do not.</returns>
    public async Task<BookingRefusal?> WhyNeverAsync(BookingPage page, int minutes, Instant start, AppointmentId? except, Instant now, CancellationToken ct)
    {
        var shared = await around.SharedAsync(ct);
        var (_, bookings) = await around.StandingAsync(page.Id, [], PageDesk.DatesReadFor(page, start), except, ct);
        var nobody = new PageSurroundings(
            new Dictionary<MemberId, BusyTimes>(), new Dictionary<RoomId, BusyTimes>(), [], bookings, shared.OwnDays, new Dictionary<MemberId, BookingHours>());
        return new PageDesk(page, nobody).WhyNever(minutes, start, now);
    }

    /// <summary>What the calendars say now of the day of a slot, for deciding.</summary>
    /// <param name="moving">Who takes part in what is to be moved; null for a new booking.</param>
    public async Task<PageCalendars> AskAsync(BookingPage page, Instant start, Appointment? moving, CancellationToken ct)
    {
        var read = AroundPages.WindowOf(page, PageDesk.DatesReadFor(page, start));
        var hosts = moving?.Hosts ?? page.Hosts;
        var wanted = page.RoomsFor(moving);
        var rooms = wanted.Count == 0 ? [] : await db.Rooms.AsNoTracking().Where(r => wanted.Contains(r.Id)).ToListAsync(ct);
        var offered = rooms.ToLookup(r => r.IsActive || r.Id == moving?.Chosen?.RoomOrNone);
        var asked = await liveRooms.ReadAsync([.. offered[true]], read, hosts.Count > 0 ? hosts[0] : null, ct);
        return new PageCalendars(
            await live.ReadAsync(hosts, read, ct),
            rooms.ToDictionary(r => r.Id, r => asked.TryGetValue(r.Id, out var times) ? times.Busy : RoomCopies.SwitchedOff(read, start)),
            read);
    }

    /// <summary>With what Hidori itself knows at this moment: under the agendas' lock, this decides.</summary>
    /// <param name="except">An appointment that is to be moved: it counts neither as booked nor as taken.</param>
    public async Task<PageDesk> DeskAsync(BookingPage page, PageCalendars calendars, Appointment? except, CancellationToken ct)
    {
        var shared = await around.SharedAsync(ct);
        var people = await around.PeopleAsync(calendars.Hosts.Keys, ct);
        var (taken, bookings) = await around.StandingAsync(
            page.Id, [.. calendars.Hosts.Keys.Select(AgendaId.Of), .. calendars.Rooms.Keys.Select(AgendaId.Of)], calendars.Read, except?.Id, ct);
        return new PageDesk(page, new PageSurroundings(
            calendars.Hosts.Where(h => people.TryGetValue(h.Key, out var person) && !person.IsAway).ToDictionary(),
            calendars.Rooms,
            taken,
            bookings,
            shared.OwnDays,
            people.ToDictionary(p => p.Key, p => AroundPages.HoursOf(p.Value, page, shared)),
            calendars.Read)
        {
            HaveNoCopy = except is null ? new HashSet<MemberId>() : await WithoutCopyAsync(except, ct),
        });
    }

    /// <summary>Co-hosts whose copy of the meeting is known to stand nowhere: it was declined, or deleted.</summary>
    private async Task<HashSet<MemberId>> WithoutCopyAsync(Appointment appointment, CancellationToken ct)
    {
        var rows = await db.Ledger.AsNoTracking().Where(l => l.Appointment == appointment.Id && l.Candidate == appointment.ChosenCandidate).ToListAsync(ct);
        var gone = rows.Where(r => r.HasCopyRecorded && r.Change is OutsideChange.Deleted or OutsideChange.Cancelled).Select(r => r.Whose).ToHashSet();
        var declined = rows.Where(r => r.Whose == appointment.MainHost)
            .SelectMany(r => r.Answers).Where(a => a.Answer == AttendeeAnswer.Declined).Select(a => a.Address).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (declined.Count > 0)
        {
            var hosts = appointment.Hosts;
            var addresses = await (from member in db.Members.AsNoTracking()
                                   where hosts.Contains(member.Id)
                                   join c in db.Connections.AsNoTracking() on member.Id equals c.Member into connections
                                   from connection in connections.DefaultIfEmpty()
                                   select new { member.Id, member.Mail, Linked = (string?)connection!.Address }).ToListAsync(ct);
            gone.UnionWith(addresses.Where(a => declined.Contains(a.Mail) || (a.Linked is { } linked && declined.Contains(linked))).Select(a => a.Id));
        }

        return gone;
    }
}
