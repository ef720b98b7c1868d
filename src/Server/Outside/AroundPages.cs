using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Availability;
using Hidori.Domain.BookingPages;
using Hidori.Domain.Organizations;
using Hidori.Domain.Time;
using Hidori.Server.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Outside;

/// <summary>A host of a page.</summary>
/// <param name="ZoneId">Empty for the organization's.</param>
/// <param name="IsAway">停止中: their time is not known.</param>
public sealed record PagePerson(string Name, WorkingWeek Week, string ZoneId, bool IsAway);

/// <summary>Reads what Hidori itself knows around booking pages, piece by piece: one statement each, whatever the number of hosts.</summary>
public sealed class AroundPages(Db db)
{
    /// <summary>The window to read for the slots of another: buffers and the longest meeting reach beyond it.</summary>
    public static Interval WindowOf(BookingPage page, Interval slots)
    {
        var beyond = page.Settings.Limits.LongestBuffer + Duration.FromMinutes(page.Settings.Meeting.Minutes.DefaultIfEmpty().Max());
        return new Interval(slots.Start - beyond, slots.End + beyond);
    }

    /// <summary>勤務時間 of a host, on a page.</summary>
    public static BookingHours HoursOf(PagePerson person, BookingPage page, SharedByPages shared) => BookingHours.Of(
        person.Week,
        DateTimeZoneProviders.Tzdb[person.ZoneId.Length > 0 ? person.ZoneId : shared.ZoneId],
        page.Settings.Hours.Holidays,
        shared.OwnDays);

    public async Task<SharedByPages> SharedAsync(CancellationToken ct)
    {
        // Flat, a row for each of the organization's days, and one where it has none.
        var rows = await (from o in db.Organizations.AsNoTracking()
                          join d in db.OrganizationDays.AsNoTracking() on o.Id equals d.Organization into days
                          from day in days.DefaultIfEmpty()
                          select new { o.Name, o.ZoneId, Date = (LocalDate?)day!.Date, Kind = (OrganizationDay?)day.Kind }).ToListAsync(ct);
        return new SharedByPages(
            rows[0].Name, rows[0].ZoneId, rows.Where(r => r.Date is not null).ToDictionary(r => r.Date!.Value, r => r.Kind!.Value));
    }

    public Task<Dictionary<MemberId, PagePerson>> PeopleAsync(IEnumerable<MemberId> hosts, CancellationToken ct)
    {
        List<MemberId> asked = [.. hosts];
        return db.Members.AsNoTracking().Where(m => asked.Contains(m.Id)).ToDictionaryAsync(
            m => m.Id, m => new PagePerson(m.Name, m.WorkingWeek, m.ZoneId, m.State == MemberState.Suspended), ct);
    }

    /// <summary>What Hidori has taken of some agendas, and what a page has booked.</summary>
    /// <param name="window">Half-open.</param>
    /// <param name="except">An appointment that is to be moved: it does not count as booked.</param>
    public async Task<(IReadOnlyList<TakenTime> Taken, PageBookings Bookings)> StandingAsync(
        BookingPageId page, IReadOnlyList<AgendaId> agendas, Interval window, AppointmentId? except, CancellationToken ct)
    {
        var taken = await db.TakenTimes.AsNoTracking().Within(agendas, window).ToListAsync(ct);
        var booked = await BookedOn(db, page, window).ToListAsync(ct);
        return (taken, BookingsOf(booked.Where(t => t.Appointment != except).Select(t => (t.Appointment, t.Start, t.Whose))));
    }

    /// <summary>From the month before on: a month's cap and load count what began on its first day.</summary>
    internal static IQueryable<TakenTime> BookedOn(Db db, BookingPageId page, Interval window)
    {
        var oldest = window.Start - Duration.FromDays(32);
        return db.TakenTimes.AsNoTracking().Where(t => t.Page == page && t.IsFixed && t.Start > oldest);
    }

    /// <summary>Rooms are among them, and are nobody's host.</summary>
    internal static PageBookings BookingsOf(IEnumerable<(AppointmentId Appointment, Instant Start, AgendaId Whose)> booked) =>
        new(booked.GroupBy(b => (b.Appointment, b.Start)).Select(b => new PageBooking(b.Key.Start, [.. b.Select(h => new MemberId(h.Whose.Value))])));
}
