using Hidori.Domain.Appointments;
using Hidori.Domain.Availability;
using Hidori.Domain.BookingPages;
using Hidori.Domain.Time;
using Hidori.Server.Outside;
using Hidori.Server.Ui;
using NodaTime;

namespace Hidori.Server.Features.GuestBooking;

/// <summary>空き枠 with the page's hours around them.</summary>
/// <param name="Moving">What stands, where that is to be moved; null for a new booking.</param>
public sealed record FoundSlots(Slots Slots, PageOffer Offer, Interval? Moving = null)
{
    /// <summary>What stands already is no time to move to.</summary>
    public IEnumerable<Instant> Starts => Slots.Where(s => s != Moving?.Start);
}

/// <summary>What stood against a start, and by what that was decided.</summary>
/// <param name="Desk">With the calendars as they had just been read; null where none had to be asked.</param>
public sealed record Refused(BookingRefusal Refusal, PageDesk? Desk = null);

/// <summary>Which times a page offers, for a guest to look at (SPEC B8). Deciding reads the calendars anew.</summary>
public sealed class ShowSlots(PageDesks desks, KeptPages kept, IClock clock)
{
    private const int WeekDays = 7;
    private const int MostNear = 12;

    /// <summary>For a new booking.</summary>
    public FoundSlots Find(EnteredPage entered) =>
        new(entered.Book.Offer.FindAll(entered.Choice.Minutes, clock.GetCurrentInstant()), entered.Book.Offer);

    /// <summary>To which an appointment of the page could move.</summary>
    /// <param name="lost">A start that was refused, and by what; null before any was.</param>
    public async Task<FoundSlots> FindToMoveAsync(BookingPage page, Appointment moving, (Instant Start, Refused By)? lost, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var zone = DateTimeZoneProviders.Tzdb[page.Settings.Hours.ZoneId];
        var last = now.InZone(zone).Date.PlusDays(page.Settings.Limits.FurthestDays);
        var desk = await desks.ShownAsync(page, new Interval(now, zone.AtStartOfDay(last.PlusDays(2)).ToInstant()), moving, ct);
        var slots = desk.FindToMove(moving, now);
        if (lost is { By.Desk: { } decided } one)
            slots = decided.Renew(slots, (int)moving.Chosen!.Time.Duration.TotalMinutes, one.Start, moving, now);
        return new FoundSlots(slots, desk.Offer, moving.Chosen?.Time);
    }

    /// <summary>Everything the page offers, and the week to show of it.</summary>
    /// <param name="from">The first date of the week, in the guest's zone; null for the first that has free times.</param>
    public SlotsView Show(FoundSlots found, PageFacts facts, GuestFrame frame, SlotChoice choice, string action, LocalDate? from)
    {
        var slots = found.Starts.ToList();
        var now = clock.GetCurrentInstant();
        var zone = Dates.ZoneOf(choice.Zone);
        var today = now.InZone(zone).Date;
        var last = LastDate(found.Offer, now, zone);
        var first = slots.Count > 0 ? slots[0] : (Instant?)null;
        var begin = Clamp(from ?? first?.InZone(zone).Date ?? today, today, last);
        var end = begin.PlusDays(WeekDays - 1);
        var (shownFrom, shownTo) = (zone.AtStartOfDay(begin).ToInstant(), zone.AtStartOfDay(end.PlusDays(1)).ToInstant());
        var byDay = slots.Where(s => s >= shownFrom && s < shownTo).ToLookup(s => s.InZone(zone).Date);
        return new SlotsView(
            frame, facts, choice, action,
            [.. Enumerable.Range(0, WeekDays).Select(begin.PlusDays).Where(d => d <= last).Select(d => Day(d, [.. byDay[d]], found.Offer, choice.Zone))],
            first,
            slots.Where(s => s >= shownTo).Cast<Instant?>().FirstOrDefault(),
            begin > today ? Clamp(begin.PlusDays(-WeekDays), today, last) : null,
            end < last ? end.PlusDays(1) : null,
            found.Slots.Unknown.Count > 0,
            now,
            found.Moving);
    }

    /// <summary>The page itself, as it was written before where it says the same.</summary>
    public IResult Answer(SlotsView view) => kept.Of<SlotsPage>(view, view.Says());

    /// <summary>The free times that lie nearest to one that was lost, by what that was decided by.</summary>
    /// <param name="entered">As the page stands now.</param>
    public IReadOnlyList<SlotDay> Near(EnteredPage entered, Instant lost, Refused by)
    {
        var found = Find(entered);
        if (by.Desk is { } decided)
            found = found with { Slots = decided.Renew(found.Slots, entered.Choice.Minutes, lost, moving: null, clock.GetCurrentInstant()) };
        var zone = Dates.ZoneOf(entered.Choice.Zone);
        return
        [
            .. found.Starts.Where(s => s != lost).OrderBy(s => s > lost ? s - lost : lost - s).Take(MostNear).Order()
                .GroupBy(s => s.InZone(zone).Date).Select(d => Day(d.Key, [.. d], found.Offer, entered.Choice.Zone)),
        ];
    }

    private static SlotDay Day(LocalDate date, IReadOnlyList<Instant> starts, PageOffer offer, string zone)
    {
        // Dates of another zone are not the page's: there, only whether something is free can be said.
        var isOwn = offer.Zone.Id == zone;
        var closed = isOwn && offer.Hours.On(date).Count == 0;
        return new SlotDay(
            date, starts, closed,
            closed && offer.Hours.RuleOf(date) == DayRule.PublicHoliday && PublicHolidays.On(date) is { } holiday ? Ui.Text.Of(holiday) : null);
    }

    /// <summary>The date at which the page's horizon ends for whoever lives in a zone: east of the page's own it may be the next. Never before today.</summary>
    private static LocalDate LastDate(PageOffer offer, Instant now, DateTimeZone zone) =>
        (offer.Zone.AtStartOfDay(offer.Horizon(now).Last.PlusDays(1)).ToInstant() - Duration.Epsilon).InZone(zone).Date;

    private static LocalDate Clamp(LocalDate date, LocalDate first, LocalDate last) => date < first ? first : date > last ? last : date;
}
