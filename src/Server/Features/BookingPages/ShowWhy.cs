using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Availability;
using Hidori.Domain.BookingPages;
using Hidori.Domain.Organizations;
using Hidori.Domain.Time;
using Hidori.Server.Features.Appointments;
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
        var starts = desk.StartsOn(date).Select(s => new WhyStart(s, offered.Contains(s))).ToList();
        var at = asked.Start is { } wished ? zone.InstantOf(date + wished, asked.Offset)
            : starts.FirstOrDefault(s => !s.IsOffered)?.At ?? starts.FirstOrDefault()?.At ?? zone.InstantOf(date + UsualStart);
        var explained = desk.Explain(minutes, at, now);
        var people = await db.Members.AsNoTracking().Where(m => page.Hosts.Contains(m.Id)).ToDictionaryAsync(m => m.Id.Value, m => m.DisplayName, ct);
        var rooms = await db.Rooms.AsNoTracking().Where(r => page.Settings.Rooms.Contains(r.Id)).ToDictionaryAsync(r => r.Id.Value, r => r.Name, ct);
        var stands = desk.Within(new Interval(zone.AtStartOfDay(date).ToInstant(), zone.AtStartOfDay(date.PlusDays(1)).ToInstant()));
        var rows = new WhyRows(page, reader.Id, zone, now, await SeenAsync(reader, explained, ct));
        string NameOf(AgendaId whose) => people.GetValueOrDefault(whose.Value) ?? rooms.GetValueOrDefault(whose.Value, Text.Of("FormerRoom"));
        bool IsRoom(AgendaId whose) => !people.ContainsKey(whose.Value);
        var hours = desk.HoursOn(date);
        var ownName = await db.OrganizationDays.AsNoTracking().Where(d => d.Date == date).Select(d => d.Name).FirstOrDefaultAsync(ct);
        var time = new Interval(at, at + Duration.FromMinutes(minutes));
        var strips = new WhyStrips(date, zone, hours);
        return new WhyView(
            shell,
            page.Id.ToString(),
            page.Name,
            date,
            asked.Start ?? at.InZone(zone).TimeOfDay,
            minutes,
            page.Settings.Meeting.Minutes,
            zone.Id,
            now,
            time,
            explained.IsOffered,
            page.MayBeChangedBy(reader),
            starts,
            [
                .. rows.OfRules(explained, new WhyDate(date, hours, desk.RuleOf(date), ownName ?? "")),
                .. explained.Calendars.Select(c => rows.OfCalendar(explained, c, NameOf(c.Whose), IsRoom(c.Whose))),
            ],
            strips.Of(time, [.. explained.Calendars.Select((c, i) => rows.LaneOf(strips, c, stands[c.Whose], NameOf(c.Whose), IsRoom(c.Whose), i))]),
            [
                .. explained.Calendars.Select(c => new WhyAge(
                    NameOf(c.Whose), rows.AgeOf(c), asked.ReadAnewAt is not { } readAnew || (IsKnown(stands[c.Whose]) && ReadAnew.IsSince(readAnew, c.ReadAt)))),
            ],
            asked.ReadAnewAt is not null)
        {
            Pages = await PagesAsync(reader, ct),
            Skipped = asked.Start is { } typed ? WordsOfSkipped(zone, date + typed) : null,
        };
    }

    /// <summary>What else could be asked about; a page in which nobody takes part has no times.</summary>
    private async Task<IReadOnlyList<Choice>> PagesAsync(Member reader, CancellationToken ct) =>
    [
        .. (await db.BookingPages.AsNoTracking().ToListAsync(ct))
            .Where(p => p.Concerns(reader) && PageCheck.Of(p.Slug, p.Name, p.Settings, p.Seats).Count == 0)
            .OrderBy(p => p.Name, StringComparer.CurrentCulture).ThenBy(p => p.CreatedAt).Select(p => new Choice(p.Id.ToString(), p.Name)),
    ];

    /// <summary>What stands against the time and this reader may see (SPEC E2).</summary>
    private async Task<IReadOnlyDictionary<AppointmentId, Appointment>> SeenAsync(Member reader, SlotExplanation explained, CancellationToken ct)
    {
        var ids = explained.Obstacles.Select(o => o.Appointment).OfType<AppointmentId>().Distinct().ToList();
        return ids.Count == 0
            ? new Dictionary<AppointmentId, Appointment>()
            : await ChangeAppointment.Visible(db, reader).AsNoTracking().AsSplitQuery().Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, ct);
    }

    /// <summary>Null where the clock shows the time.</summary>
    private static string? WordsOfSkipped(DateTimeZone zone, LocalDateTime time)
    {
        if (zone.OffsetsAt(time).Count > 0)
            return null;
        var change = zone.MapLocal(time);
        var then = Dates.Time(change.LateInterval.IsoLocalStart.TimeOfDay);
        return Text.Of("WhySkipped", Dates.Time(change.EarlyInterval.IsoLocalEnd.TimeOfDay), then, Dates.Time(time.TimeOfDay));
    }

    private static bool IsKnown(IReadOnlyList<SlotObstacle> stands) => stands.All(o => o.Kind != ObstacleKind.Unknown);
}

/// <summary>Which time is looked at; null where it was not said.</summary>
/// <param name="Offset">Which of two, where the clock shows the start twice.</param>
/// <param name="ReadAnewAt">When the calendars were asked anew just before; null when they were not.</param>
public sealed record WhyAsked(LocalDate? Date, LocalTime? Start, Offset? Offset, int? Minutes, Instant? ReadAnewAt);
