using Hidori.Domain.Appointments;
using Hidori.Domain.Availability;
using Hidori.Domain.BookingPages;
using Hidori.Domain.Time;
using Hidori.Server.Features.GuestProposals;
using Hidori.Server.Outside;
using Hidori.Server.Storage;
using Hidori.Server.Ui;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Features.GuestBooking;

/// <summary>Reads which times a page offers, for a guest to look at (SPEC B8). Deciding reads the calendars anew.</summary>
public sealed class ShowSlots(Db db, PageDesks desks, IClock clock)
{
    private const int WeekDays = 7;
    private const int MostNear = 12;

    /// <summary>Everything the page offers, and the week to show of it.</summary>
    /// <param name="from">The first date of the week, in the guest's zone; null for the first that has free times.</param>
    /// <param name="moving">What is to be moved; null for a new booking.</param>
    public async Task<SlotsView> RunAsync(
        BookingPage page, PageFacts facts, GuestFrame frame, SlotChoice choice, string action, LocalDate? from, Appointment? moving, CancellationToken ct)
    {
        var (found, desk) = await FindAsync(page, choice.Minutes, moving, ct);
        // What stands already is no time to move to.
        var slots = found.Where(s => s != moving?.Chosen?.Start).ToList();
        var now = clock.GetCurrentInstant();
        var zone = Dates.ZoneOf(choice.Zone);
        var today = now.InZone(zone).Date;
        var last = desk.Horizon(now).Last;
        var first = slots.Count > 0 ? slots[0] : (Instant?)null;
        var begin = Clamp(from ?? first?.InZone(zone).Date ?? today, today, last);
        var end = begin.PlusDays(WeekDays - 1);
        var byDay = slots.ToLookup(s => s.InZone(zone).Date);
        return new SlotsView(
            frame, facts, choice, action,
            [.. Enumerable.Range(0, WeekDays).Select(begin.PlusDays).Where(d => d <= last).Select(d => Day(d, [.. byDay[d]], desk, choice.Zone))],
            first,
            slots.Where(s => s.InZone(zone).Date > end).Cast<Instant?>().FirstOrDefault(),
            begin > today ? Clamp(begin.PlusDays(-WeekDays), today, last) : null,
            end < last ? end.PlusDays(1) : null,
            found.Unknown.Count > 0,
            now,
            moving?.Chosen?.Time);
    }

    /// <summary>The free times that lie nearest to one that was lost.</summary>
    public async Task<IReadOnlyList<SlotDay>> NearAsync(BookingPage page, SlotChoice choice, Instant lost, Appointment? moving, CancellationToken ct)
    {
        var (slots, desk) = await FindAsync(page, choice.Minutes, moving, ct);
        var zone = Dates.ZoneOf(choice.Zone);
        return
        [
            .. slots.Where(s => s != lost).OrderBy(s => s > lost ? s - lost : lost - s).Take(MostNear).Order()
                .GroupBy(s => s.InZone(zone).Date).Select(d => Day(d.Key, [.. d], desk, choice.Zone)),
        ];
    }

    /// <summary>What the page is about.</summary>
    public async Task<PageFacts> FactsAsync(BookingPage page, string path, CancellationToken ct)
    {
        var hosts = page.Hosts;
        var names = await db.Members.AsNoTracking().Where(m => hosts.Contains(m.Id)).ToDictionaryAsync(m => m.Id, m => m.Name, ct);
        var anyOne = page.Settings.Rule.Attendance == PageAttendance.AnyOne && hosts.Count > 1;
        var meeting = page.Settings.Meeting;
        return new PageFacts(
            path, page.Name, meeting.Description, meeting.Minutes, ShowProposal.FormatOf(meeting.Format), meeting.WithJoinLink, meeting.Place,
            page.Settings.Mails.HostName is { Length: > 0 } shown ? [shown] : anyOne ? [] : [.. hosts.Where(names.ContainsKey).Select(h => names[h])], anyOne && page.Settings.Mails.HostName.Length == 0 ? hosts.Count : 0, page.Settings.Contact);
    }

    private async Task<(Slots Slots, PageDesk Desk)> FindAsync(BookingPage page, int minutes, Appointment? moving, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var zone = DateTimeZoneProviders.Tzdb[page.Settings.Hours.ZoneId];
        var last = now.InZone(zone).Date.PlusDays(page.Settings.Limits.FurthestDays);
        var desk = await desks.ShownAsync(page, new Interval(now, zone.AtStartOfDay(last.PlusDays(2)).ToInstant()), moving, ct);
        var (first, end) = desk.Horizon(now);
        return (moving is null ? desk.Find(minutes, first, end, now) : desk.FindToMove(moving, first, end, now), desk);
    }

    private static SlotDay Day(LocalDate date, IReadOnlyList<Instant> starts, PageDesk desk, string zone)
    {
        // Dates of another zone are not the page's: there, only whether something is free can be said.
        var isOwn = desk.Zone.Id == zone;
        var closed = isOwn && desk.HoursOn(date).Count == 0;
        return new SlotDay(date, starts, closed, closed && desk.RuleOf(date) == DayRule.PublicHoliday && PublicHolidays.On(date) is { } holiday ? Ui.Text.Of(holiday) : null);
    }

    private static LocalDate Clamp(LocalDate date, LocalDate first, LocalDate last) => date < first ? first : date > last ? last : date;
}
