using Hidori.Domain.Availability;
using NodaTime;

namespace Hidori.Domain.BookingPages;

/// <summary>A page made ready to be asked for slots any number of times: every index built, nothing left to look up.</summary>
/// <param name="Hosts">Those who may take part, in order of priority.</param>
/// <param name="Rooms">In the page's order.</param>
/// <param name="Bookings">The page's own that stand: what caps count.</param>
/// <param name="OwnDays">The organization's 休み and 営業.</param>
public sealed record PageParts(
    IReadOnlyList<HostBusy> Hosts, IReadOnlyList<RoomBusy> Rooms, PageBookings Bookings, IReadOnlyDictionary<LocalDate, OrganizationDay> OwnDays);

/// <summary>Which slots a page offers. It does not change, and knows nothing of why: <see cref="PageDesk"/> does.</summary>
public sealed class PageOffer
{
    private readonly BookingPage page;
    private readonly PageParts parts;
    private readonly BookingRules rules;

    public PageOffer(BookingPage page, PageParts parts)
    {
        this.page = page;
        this.parts = parts;
        rules = new BookingRules(page.Settings.Hours.ToHours(parts.OwnDays), page.Settings.Limits.ToLimits(), page.Attendance);
    }

    public DateTimeZone Zone => Hours.Zone;

    /// <summary>The page's hours, with holidays and the organization's own days.</summary>
    public BookingHours Hours => rules.Hours;

    /// <summary>The first and last date that can be offered now.</summary>
    public (LocalDate First, LocalDate Last) Horizon(Instant now)
    {
        var today = now.InZone(Zone).Date;
        return (today, today.PlusDays(page.Settings.Limits.FurthestDays));
    }

    /// <summary>空き枠 of dates in the page's zone, both included.</summary>
    /// <param name="minutes">One of the page's lengths.</param>
    /// <exception cref="ArgumentException">As <see cref="SlotFinder.Find"/>.</exception>
    public Slots Find(int minutes, LocalDate first, LocalDate last, Instant now) => SlotFinder.Find(Ask(minutes, first, last, now));

    /// <summary>空き枠 up to the furthest day.</summary>
    public Slots FindAll(int minutes, Instant now)
    {
        var (first, last) = Horizon(now);
        return Find(minutes, first, last, now);
    }

    internal SlotQuestion Ask(int minutes, LocalDate first, LocalDate last, Instant now) =>
        new(rules, Duration.FromMinutes(minutes), parts.Hosts, parts.Rooms, parts.Bookings, now, first, last);
}
