using Hidori.Domain.BookingPages;
using Hidori.Server.Outside;
using Hidori.Server.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Features.BookingPages;

/// <summary>What a page would offer as it is set, from the copies that pages are shown from.</summary>
public sealed class PreviewSlots(Db db, PageDesks desks, IClock clock)
{
    private const int CountedDays = 28;
    private const int LookedAtDays = 60;
    private const int ShownDays = 3;
    private const int ShownTimes = 6;

    /// <param name="page">As typed; nothing is wrong with it.</param>
    /// <param name="saved">As it is kept, where that differs.</param>
    public async Task<SlotPreview> RunAsync(BookingPage page, BookingPage? saved, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var minutes = page.Settings.Meeting.Minutes[0];
        var desk = await DeskAsync(page, now, ct);
        var (first, furthest) = desk.Offer.Horizon(now);
        var last = LocalDate.Min(furthest, first.PlusDays(LookedAtDays));
        var slots = desk.Offer.Find(minutes, first, last, now);
        var counted = first.PlusDays(CountedDays);
        var days = slots.Select(s => s.InZone(desk.Offer.Zone).LocalDateTime).GroupBy(t => t.Date).ToList();
        var unknown = slots.Unknown.Select(a => a.Value).ToHashSet();
        return new SlotPreview(
            [.. days.Take(ShownDays).Select(d => new PreviewDay(d.Key, [.. d.Take(ShownTimes).Select(t => t.TimeOfDay)], Math.Max(0, d.Count() - ShownTimes)))],
            days.Where(d => d.Key < counted).Sum(d => d.Count()),
            saved is null || saved.Hosts.Count == 0 ? null : await CountAsync(saved, now, ct),
            slots.Count == 0 ? desk.WhyNothing(minutes, first, last, now) : null,
            [.. (await db.Members.AsNoTracking().Where(m => page.Hosts.Contains(m.Id)).ToListAsync(ct)).Where(m => unknown.Contains(m.Id.Value)).Select(m => m.DisplayName)],
            minutes);
    }

    private async Task<int> CountAsync(BookingPage page, Instant now, CancellationToken ct)
    {
        var desk = await DeskAsync(page, now, ct);
        var (first, furthest) = desk.Offer.Horizon(now);
        return desk.Offer.Find(page.Settings.Meeting.Minutes[0], first, LocalDate.Min(furthest, first.PlusDays(CountedDays - 1)), now).Count;
    }

    private Task<PageDesk> DeskAsync(BookingPage page, Instant now, CancellationToken ct) => desks.ShownAsync(
        page, new Interval(now, now + Duration.FromDays(Math.Min(page.Settings.Limits.FurthestDays, LookedAtDays) + 1)), moving: null, ct);
}

/// <summary>お客様の見え方.</summary>
/// <param name="Slots">In the next four weeks.</param>
/// <param name="SavedSlots">The same with what is kept; null where that is the same.</param>
/// <param name="Nothing">Why nothing is offered; null when something is.</param>
/// <param name="Unknown">Hosts whose time is not known now.</param>
/// <param name="Minutes">The length the times are for.</param>
public sealed record SlotPreview(
    IReadOnlyList<PreviewDay> Days, int Slots, int? SavedSlots, NothingOffered? Nothing, IReadOnlyList<string> Unknown, int Minutes);

/// <param name="More">Times of the day that are not shown.</param>
public sealed record PreviewDay(LocalDate Date, IReadOnlyList<LocalTime> Times, int More);
