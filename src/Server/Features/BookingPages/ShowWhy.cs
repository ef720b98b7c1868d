using Hidori.Domain.BookingPages;
using Hidori.Domain.Organizations;
using Hidori.Domain.Time;
using Hidori.Server.Outside;
using Hidori.Server.Storage;
using Hidori.Server.Ui;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Features.BookingPages;

/// <summary>この時間はなぜ?: what decided that a time is offered, or not, and how old that is (SPEC B14).</summary>
public sealed class ShowWhy(Db db, PageDesks desks, IClock clock)
{
    /// <summary>A start that nobody asked for yet.</summary>
    private static readonly LocalTime UsualStart = new(10, 0);

    /// <param name="asked">What was asked for; what is missing is chosen here.</param>
    /// <returns>Null where nobody takes part in the page, so that it has no times.</returns>
    public async Task<WhyView?> RunAsync(ShellView shell, Member reader, BookingPage page, WhyAsked asked, CancellationToken ct)
    {
        if (PageCheck.Of(page.Slug, page.Name, page.Settings, page.Seats).Count > 0)
            return null;
        var now = clock.GetCurrentInstant();
        var zone = Dates.ZoneOf(page.Settings.Hours.ZoneId);
        var minutes = asked.Minutes is { } wanted && page.Settings.Meeting.Minutes.Contains(wanted) ? wanted : page.Settings.Meeting.Minutes[0];
        var date = asked.Date ?? now.InZone(zone).Date.PlusDays(1);
        var desk = await desks.ShownAsync(page, new Interval(zone.AtStartOfDay(date).ToInstant(), zone.AtStartOfDay(date.PlusDays(2)).ToInstant()), moving: null, ct);
        var offered = desk.Offer.Find(minutes, date, date, now);
        var starts = desk.StartsOn(date)
            .Select(t => new WhyStart(t, offered.Contains(zone.InstantOf(date + t)))).ToList();
        var start = asked.Start ?? starts.FirstOrDefault(s => !s.IsOffered)?.Start ?? starts.FirstOrDefault()?.Start ?? UsualStart;
        var at = zone.InstantOf(date + start);
        var explained = desk.Explain(minutes, at, now);
        var people = await db.Members.AsNoTracking().Where(m => page.Hosts.Contains(m.Id)).ToDictionaryAsync(m => m.Id.Value, m => m.DisplayName, ct);
        var rooms = await db.Rooms.AsNoTracking().Where(r => page.Settings.Rooms.Contains(r.Id)).ToDictionaryAsync(r => r.Id.Value, r => r.Name, ct);
        var rows = new WhyRows(page, reader.Id, zone, now);
        return new WhyView(
            shell,
            page.Id.ToString(),
            page.Name,
            date,
            start,
            minutes,
            page.Settings.Meeting.Minutes,
            zone.Id,
            now,
            Dates.Range(at, at + Duration.FromMinutes(minutes), zone.Id),
            explained.IsOffered,
            starts,
            [
                .. rows.OfRules(explained, desk.HoursOn(date)),
                .. explained.Calendars.Select(c => people.TryGetValue(c.Whose.Value, out var name)
                    ? rows.OfCalendar(explained, c, name, isRoom: false)
                    : rows.OfCalendar(explained, c, rooms.GetValueOrDefault(c.Whose.Value, Text.Of("FormerRoom")), isRoom: true)),
            ]);
    }
}

/// <summary>Which time is looked at; null where it was not said.</summary>
public sealed record WhyAsked(LocalDate? Date, LocalTime? Start, int? Minutes);

/// <param name="Range">The time that is looked at, in words.</param>
public sealed record WhyView(
    ShellView Shell,
    string Id,
    string Name,
    LocalDate Date,
    LocalTime Start,
    int Minutes,
    IReadOnlyList<int> Lengths,
    string Zone,
    Instant Now,
    string Range,
    bool IsOffered,
    IReadOnlyList<WhyStart> Starts,
    IReadOnlyList<WhyRow> Rows)
{
    /// <summary>Nothing but what is not known stands against it.</summary>
    public bool IsUnknown => !IsOffered && Rows.Where(r => r.Decides).All(r => r.Tone == Tone.Hold);
}

public sealed record WhyStart(LocalTime Start, bool IsOffered);

/// <summary>One thing that was looked at.</summary>
/// <param name="Decides">The time is not offered because of it.</param>
/// <param name="Reasons">In words, one after another.</param>
/// <param name="Age">How old what is known is.</param>
public sealed record WhyRow(string What, Tone Tone, bool Decides, string Result, IReadOnlyList<string> Reasons, string Age);
