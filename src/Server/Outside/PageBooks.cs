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
/// reading, and never older. After a change only what changed is read anew: one statement for the page's settings, one for
/// hosts and rooms with what Hidori has taken, whatever their number.
/// </remarks>
public sealed class PageBooks(
    Db db, PageLooks looks, PageMemory memory, AgendaRows agendas, BusyForPages calendars, RoomCopies roomCopies, IClock clock)
{
    /// <param name="stamp">As it was when this request came to the page.</param>
    public async Task<PageBook> OpenAsync(BookingPageId id, PageStamp stamp, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        if (memory.Find(id, stamp, now) is { } unchanged)
            return unchanged;
        var book = await RenewAsync(id, memory.Find(id), stamp, now, ct);
        memory.Keep(book);
        return book;
    }

    private async Task<PageBook> RenewAsync(BookingPageId id, PageBook? old, PageStamp stamp, Instant now, CancellationToken ct)
    {
        var (shared, versions) = old?.Whole == stamp.Whole ? (old.Shared, old.Versions) : await NewsAsync(id, stamp, ct);
        if (old?.Page.Version != stamp.Page)
            old = null;
        var page = old?.Page ?? await db.BookingPages.AsNoTracking().SingleAsync(p => p.Id == id, ct);
        var zone = DateTimeZoneProviders.Tzdb[page.Settings.Hours.ZoneId];
        var day = now.InZone(zone).Date;
        if (old is not null && (old.Day != day || !old.Versions.Same(versions, AvailabilityVersionRow.Shared)))
            old = null;
        var read = old?.Read ?? AroundPages.WindowOf(
            page, new Interval(now, zone.AtStartOfDay(day.PlusDays(page.Settings.Limits.FurthestDays + 2)).ToInstant()));
        var (hosts, rooms, bookings) = await AgendasAsync(page, shared, read, old, versions, now, ct);
        return new PageBook(
            page,
            shared,
            new PageOffer(page, new PageParts(
                [.. page.Hosts.Select(h => hosts[h].Busy)], [.. page.Settings.Rooms.Select(r => rooms[r].Busy)], bookings, shared.OwnDays)),
            bookings,
            hosts,
            rooms,
            versions,
            stamp.Whole,
            day,
            read,
            hosts.Values.Select(h => h.Until).Concat(rooms.Values.Select(r => r.Until))
                .Select(u => u ?? Instant.MinValue).Append(zone.AtStartOfDay(day.PlusDays(1)).ToInstant()).Min());
    }

    /// <summary>Hosts, rooms and bookings: as they were where nothing changed and nothing grew old, else read.</summary>
    private async Task<(Dictionary<MemberId, HostBook> Hosts, Dictionary<RoomId, RoomBook> Rooms, PageBookings Bookings)> AgendasAsync(
        BookingPage page, SharedByPages shared, Interval read, PageBook? old, PageVersions versions, Instant now, CancellationToken ct)
    {
        bool Stands(Guid subject, Instant? until) => old is not null && now < until && old.Versions.Same(versions, subject);
        var hosts = page.Hosts.Distinct().Where(h => old is not null && Stands(h.Value, old.Hosts[h].Until)).ToDictionary(h => h, h => old!.Hosts[h]);
        var rooms = page.Settings.Rooms.Distinct().Where(r => old is not null && Stands(r.Value, old.Rooms[r].Until)).ToDictionary(r => r, r => old!.Rooms[r]);
        List<MemberId> askedHosts = [.. page.Hosts.Distinct().Where(h => !hosts.ContainsKey(h))];
        List<RoomId> askedRooms = [.. page.Settings.Rooms.Distinct().Where(r => !rooms.ContainsKey(r))];
        if (askedHosts.Count + askedRooms.Count == 0 && Stands(page.Id.Value, Instant.MaxValue))
            return (hosts, rooms, old!.Bookings);

        var known = await agendas.ReadAsync(page.Id, askedHosts, askedRooms, read, ct);
        var shown = await calendars.ShowAsync(known.Hosts, page.Hosts, read, ct);
        var desk = new PageDesk(page, new PageSurroundings(
            shown.Where(h => !h.Value.Person.IsAway).ToDictionary(h => h.Key, h => h.Value.Times),
            await roomCopies.ShowAsync(known.Rooms, read, ct),
            known.Taken,
            PageBookings.None,
            shared.OwnDays,
            shown.ToDictionary(h => h.Key, h => AroundPages.HoursOf(h.Value.Person, page, shared)),
            read));
        foreach (var host in askedHosts)
        {
            var busy = desk.HostOf(host);
            hosts[host] = new HostBook(busy with { Busy = busy.Busy.WithoutSources() }, shown[host].Person.Name, shown[host].Until);
        }

        foreach (var room in askedRooms)
        {
            var busy = desk.RoomOf(room);
            rooms[room] = new RoomBook(busy with { Busy = busy.Busy.WithoutSources() }, busy.Busy.IsKnown ? busy.Busy.ReadAt + RoomCopies.Young : now + BusyForPages.RefusalIsYoung);
        }

        return (hosts, rooms, known.Bookings);
    }

    /// <summary>As the gate read it; anew where it saw no need to, because the page was in memory then and has gone since.</summary>
    private async Task<(SharedByPages Shared, PageVersions Versions)> NewsAsync(BookingPageId id, PageStamp stamp, CancellationToken ct)
    {
        var news = stamp.News ?? (await looks.FindAsync(new PageAddress.Id(id), known: null, ct))!.News!;
        return (news.Shared, new PageVersions(news.Versions));
    }
}
