using Hidori.Domain;
using Hidori.Domain.Availability;
using Hidori.Domain.BookingPages;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Outside;

/// <summary>
/// Booking pages to show slots from, out of memory where nothing has changed. What is kept is valid by version, never by time
/// alone: whoever looks after a commit, on any node, sees it (SPEC M22, M23). Never for deciding.
/// </summary>
/// <remarks>
/// Versions are read before what they stand for. So what is kept may be newer than its version, which costs one more
/// reading, and never older. After a change only what changed is read anew, in a number of statements that no number of
/// hosts raises.
/// </remarks>
public sealed class PageBooks(Db db, PageMemory memory, BusyForPages calendars, RoomCopies roomCopies, AroundPages around, IClock clock)
{
    /// <param name="whole">The organization's version, read by this request.</param>
    public async Task<PageBook> OpenAsync(BookingPageId id, long whole, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var kept = memory.Find(id);
        if (kept is not null && kept.Whole == whole && now < kept.Until)
            return kept;
        var book = await RenewAsync(id, kept, whole, now, ct);
        memory.Keep(book);
        return book;
    }

    private async Task<PageBook> RenewAsync(BookingPageId id, PageBook? old, long whole, Instant now, CancellationToken ct)
    {
        var page = old?.Page ?? await ReadAsync(id, ct);
        var versions = old is not null && old.Whole == whole ? old.Versions : PageVersions.None;
        while (old is null || old.Whole != whole)
        {
            versions = await VersionsAsync(page, ct);
            if (old is not null && old.Versions.Same(versions, id.Value))
                break;
            // The page itself may be what changed, and with it those who have versions.
            var current = await ReadAsync(id, ct);
            var isSame = current.Version == page.Version;
            (page, old) = (current, isSame ? old : null);
            if (isSame)
                break;
        }

        var zone = DateTimeZoneProviders.Tzdb[page.Settings.Hours.ZoneId];
        var day = now.InZone(zone).Date;
        if (old is not null && (old.Day != day || !old.Versions.Same(versions, AvailabilityVersionRow.Shared)))
            old = null;
        var read = old?.Read ?? AroundPages.WindowOf(
            page, new Interval(now, zone.AtStartOfDay(day.PlusDays(page.Settings.Limits.FurthestDays + 2)).ToInstant()));
        var shared = old?.Shared ?? await around.SharedAsync(ct);
        var bookings = old is not null && old.Versions.Same(versions, id.Value)
            ? old.Bookings
            : await around.BookingsAsync(id, except: null, read.Start, ct);
        var (hosts, rooms) = await AgendasAsync(page, shared, read, old, versions, now, ct);
        return new PageBook(
            page,
            shared,
            new PageOffer(page, new PageParts(
                [.. page.Hosts.Select(h => hosts[h].Busy)], [.. page.Settings.Rooms.Select(r => rooms[r].Busy)], bookings, shared.OwnDays)),
            bookings,
            hosts,
            rooms,
            versions,
            whole,
            day,
            read,
            hosts.Values.Select(h => h.Until).Concat(rooms.Values.Select(r => r.Until))
                .Select(u => u ?? Instant.MinValue).Append(zone.AtStartOfDay(day.PlusDays(1)).ToInstant()).Min());
    }

    /// <summary>The hosts and rooms: as they were where nothing changed and nothing grew old, else read.</summary>
    private async Task<(Dictionary<MemberId, HostBook> Hosts, Dictionary<RoomId, RoomBook> Rooms)> AgendasAsync(
        BookingPage page, SharedByPages shared, Interval read, PageBook? old, PageVersions versions, Instant now, CancellationToken ct)
    {
        bool Stands(Guid subject, Instant? until) => old is not null && now < until && old.Versions.Same(versions, subject);
        var hosts = page.Hosts.Distinct().Where(h => old is not null && Stands(h.Value, old.Hosts[h].Until)).ToDictionary(h => h, h => old!.Hosts[h]);
        var rooms = page.Settings.Rooms.Distinct().Where(r => old is not null && Stands(r.Value, old.Rooms[r].Until)).ToDictionary(r => r, r => old!.Rooms[r]);
        List<MemberId> askedHosts = [.. page.Hosts.Distinct().Where(h => !hosts.ContainsKey(h))];
        List<RoomId> askedRooms = [.. page.Settings.Rooms.Distinct().Where(r => !rooms.ContainsKey(r))];
        if (askedHosts.Count + askedRooms.Count == 0)
            return (hosts, rooms);

        var people = await around.PeopleAsync(askedHosts, ct);
        var shown = askedHosts.Count == 0 ? new Dictionary<MemberId, ShownCalendar>() : await calendars.CalendarsAsync(askedHosts, read, ct);
        var copies = await roomCopies.ReadAsync(askedRooms, read, ct);
        var taken = await around.ShownTakenAsync([.. askedHosts.Select(AgendaId.Of), .. askedRooms.Select(AgendaId.Of)], read, ct);
        var desk = new PageDesk(page, new PageSurroundings(
            shown.Where(h => people.TryGetValue(h.Key, out var person) && !person.IsAway).ToDictionary(h => h.Key, h => h.Value.Times),
            copies,
            taken,
            PageBookings.None,
            shared.OwnDays,
            people.ToDictionary(p => p.Key, p => shared.HoursOf(p.Value)),
            page.Settings.Rooms.Count > 0 ? RoomCopies.Reached(read) : read));
        foreach (var host in askedHosts)
        {
            var busy = desk.HostOf(host);
            hosts[host] = new HostBook(busy with { Busy = busy.Busy.WithoutSources() }, people.GetValueOrDefault(host)?.Name ?? "", shown[host].Until);
        }

        foreach (var room in askedRooms)
        {
            var busy = desk.RoomOf(room);
            rooms[room] = new RoomBook(busy with { Busy = busy.Busy.WithoutSources() }, busy.Busy.IsKnown ? busy.Busy.ReadAt + RoomCopies.Young : null);
        }

        return (hosts, rooms);
    }

    private Task<BookingPage> ReadAsync(BookingPageId id, CancellationToken ct) =>
        db.BookingPages.AsNoTracking().SingleAsync(p => p.Id == id, ct);

    private async Task<PageVersions> VersionsAsync(BookingPage page, CancellationToken ct)
    {
        List<Guid> subjects =
        [
            page.Id.Value, AvailabilityVersionRow.Shared, .. page.Hosts.Select(h => h.Value), .. page.Settings.Rooms.Select(r => r.Value),
        ];
        return new PageVersions(await db.AvailabilityVersions.AsNoTracking()
            .Where(v => subjects.Contains(v.Subject)).ToDictionaryAsync(v => v.Subject, v => v.Version, ct));
    }
}
