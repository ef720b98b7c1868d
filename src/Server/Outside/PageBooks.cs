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
/// hosts raises: one for hosts with their calendars, one for rooms, one for what Hidori has taken.
/// </remarks>
public sealed class PageBooks(Db db, PageMemory memory, BusyForPages calendars, RoomCopies roomCopies, AroundPages around, IClock clock)
{
    /// <param name="stamp">As it was when this request came to the page.</param>
    public async Task<PageBook> OpenAsync(BookingPageId id, PageStamp stamp, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        if (memory.Find(id, stamp, now) is { } unchanged)
            return unchanged;
        var kept = memory.Find(id);
        var book = await RenewAsync(id, kept?.Page.Version == stamp.Page ? kept : null, stamp, now, ct);
        memory.Keep(book);
        return book;
    }

    /// <param name="old">Of the same settings; null for none.</param>
    private async Task<PageBook> RenewAsync(BookingPageId id, PageBook? old, PageStamp stamp, Instant now, CancellationToken ct)
    {
        var page = old?.Page ?? await db.BookingPages.AsNoTracking().SingleAsync(p => p.Id == id, ct);
        var versions = old is null ? await VersionsAsync(page, ct)
            : old.Whole == stamp.Whole ? old.Versions
            : stamp.Parts ?? await VersionsAsync(page, ct);
        var zone = DateTimeZoneProviders.Tzdb[page.Settings.Hours.ZoneId];
        var day = now.InZone(zone).Date;
        if (old is not null && (old.Day != day || !old.Versions.Same(versions, AvailabilityVersionRow.Shared)))
            old = null;
        var read = old?.Read ?? AroundPages.WindowOf(
            page, new Interval(now, zone.AtStartOfDay(day.PlusDays(page.Settings.Limits.FurthestDays + 2)).ToInstant()));
        var shared = old?.Shared ?? await around.SharedAsync(ct);
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

        var shown = askedHosts.Count == 0 ? new Dictionary<MemberId, ShownHost>() : await calendars.HostsAsync(askedHosts, page.Hosts, read, ct);
        var copies = await roomCopies.ReadAsync(askedRooms, read, ct);
        var (taken, bookings) = await around.ShownStandingAsync(page.Id, [.. askedHosts.Select(AgendaId.Of), .. askedRooms.Select(AgendaId.Of)], read, ct);
        var desk = new PageDesk(page, new PageSurroundings(
            shown.Where(h => !h.Value.Person.IsAway).ToDictionary(h => h.Key, h => h.Value.Times),
            copies,
            taken,
            PageBookings.None,
            shared.OwnDays,
            shown.ToDictionary(h => h.Key, h => shared.HoursOf(h.Value.Person)),
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

        return (hosts, rooms, bookings);
    }

    private async Task<PageVersions> VersionsAsync(BookingPage page, CancellationToken ct)
    {
        var subjects = PageVersions.SubjectsOf(page);
        return new PageVersions(await db.AvailabilityVersions.AsNoTracking()
            .Where(v => subjects.Contains(v.Subject)).ToDictionaryAsync(v => v.Subject, v => v.Version, ct));
    }
}
