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

/// <summary>What all pages of an organization share.</summary>
/// <param name="OwnDays">Its 休み and 営業.</param>
public sealed record SharedByPages(string Name, string ZoneId, IReadOnlyDictionary<LocalDate, OrganizationDay> OwnDays)
{
    /// <summary>勤務時間 of a host.</summary>
    public BookingHours HoursOf(PagePerson person) =>
        BookingHours.Of(person.Week, DateTimeZoneProviders.Tzdb[person.ZoneId.Length > 0 ? person.ZoneId : ZoneId], OwnDays);
}

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
        var booked = await BookedOn(page, window).ToListAsync(ct);
        return (taken, BookingsOf(booked.Where(t => t.Appointment != except).Select(t => (t.Appointment, t.Start, t.Whose))));
    }

    /// <summary>
    /// The same for showing, in one statement: nobody asks there for which appointment a time is taken, and what many proposals hold at one time
    /// is one row.
    /// </summary>
    public async Task<(IReadOnlyList<TakenTime> Taken, PageBookings Bookings)> ShownStandingAsync(
        BookingPageId page, IReadOnlyList<AgendaId> agendas, Interval window, CancellationToken ct)
    {
        var rows = await Standing(db.TakenTimes.AsNoTracking().Within(agendas, window)).Union(Standing(BookedOn(page, window))).ToListAsync(ct);
        var asked = agendas.ToHashSet();
        return (
            [
                .. rows.Where(t => asked.Contains(t.Whose) && t.Start < window.End && t.End > window.Start)
                    .Select(t => new TakenTime(default, t.Whose, default, default, t.Start, t.End, isFixed: true)),
            ],
            BookingsOf(rows.Where(t => t.Page == page && t.Fixed is not null).Select(t => (t.Fixed!.Value, t.Start, t.Whose))));
    }

    private static IQueryable<StandingTime> Standing(IQueryable<TakenTime> taken) => taken.Select(t => new StandingTime
    {
        Whose = t.Whose, Start = t.Start, End = t.End, Page = t.Page, Fixed = t.IsFixed ? (AppointmentId?)t.Appointment : null,
    });

    /// <summary>From the month before on: a month's cap and load count what began on its first day.</summary>
    private IQueryable<TakenTime> BookedOn(BookingPageId page, Interval window)
    {
        var oldest = window.Start - Duration.FromDays(32);
        return db.TakenTimes.AsNoTracking().Where(t => t.Page == page && t.IsFixed && t.Start > oldest);
    }

    /// <summary>Rooms are among them, and are nobody's host.</summary>
    private static PageBookings BookingsOf(IEnumerable<(AppointmentId Appointment, Instant Start, AgendaId Whose)> booked) =>
        new(booked.GroupBy(b => (b.Appointment, b.Start)).Select(b => new PageBooking(b.Key.Start, [.. b.Select(h => new MemberId(h.Whose.Value))])));

    /// <summary>A taken time without whose hold it is.</summary>
    private sealed class StandingTime
    {
        public AgendaId Whose { get; init; }
        public Instant Start { get; init; }
        public Instant End { get; init; }
        public BookingPageId? Page { get; init; }

        /// <summary>Null for a hold.</summary>
        public AppointmentId? Fixed { get; init; }
    }
}
