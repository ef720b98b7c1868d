using System.Globalization;
using Hidori.Domain;
using Hidori.Domain.Availability;
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

    /// <summary>Whoever sees to a page or takes part in it may ask.</summary>
    public static bool MayAsk(Member reader, BookingPage page) => KeepPages.MayChange(reader, page) || page.Hosts.Contains(reader.Id);

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
        string NameOf(AgendaId whose) => people.GetValueOrDefault(whose.Value) ?? rooms.GetValueOrDefault(whose.Value, Text.Of("FormerRoom"));
        bool IsRoom(AgendaId whose) => !people.ContainsKey(whose.Value);
        var hours = desk.HoursOn(date);
        var ownName = await db.OrganizationDays.AsNoTracking().Where(d => d.Date == date).Select(d => d.Name).FirstOrDefaultAsync(ct);
        var time = new Interval(at, at + Duration.FromMinutes(minutes));
        var strips = new WhyStrips(date, zone, hours);
        var stands = desk.Within(new Interval(zone.AtStartOfDay(date).ToInstant(), zone.AtStartOfDay(date.PlusDays(1)).ToInstant()));
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
            time,
            explained.IsOffered,
            KeepPages.MayChange(reader, page),
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
        };
    }

    /// <summary>What else could be asked about; a page in which nobody takes part has no times.</summary>
    private async Task<IReadOnlyList<Choice>> PagesAsync(Member reader, CancellationToken ct) =>
    [
        .. (await db.BookingPages.AsNoTracking().ToListAsync(ct))
            .Where(p => MayAsk(reader, p) && PageCheck.Of(p.Slug, p.Name, p.Settings, p.Seats).Count == 0)
            .OrderBy(p => p.Name, StringComparer.CurrentCulture).ThenBy(p => p.CreatedAt).Select(p => new Choice(p.Id.ToString(), p.Name)),
    ];

    private static bool IsKnown(IReadOnlyList<SlotObstacle> stands) => stands.All(o => o.Kind != ObstacleKind.Unknown);
}

/// <summary>Which time is looked at; null where it was not said.</summary>
/// <param name="ReadAnewAt">When the calendars were asked anew just before; null when they were not.</param>
public sealed record WhyAsked(LocalDate? Date, LocalTime? Start, int? Minutes, Instant? ReadAnewAt);

/// <param name="Time">What is looked at, half-open.</param>
/// <param name="MayChange">The reader sees to the page's settings.</param>
/// <param name="WasReadAnew">「カレンダーを読み直す」 was pressed.</param>
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
    Interval Time,
    bool IsOffered,
    bool MayChange,
    IReadOnlyList<WhyStart> Starts,
    IReadOnlyList<WhyRow> Rows,
    WhyStrip Strip,
    IReadOnlyList<WhyAge> Ages,
    bool WasReadAnew)
{
    /// <summary>The pages of which the reader may ask, this one among them.</summary>
    public IReadOnlyList<Choice> Pages { get; init; } = [];

    /// <summary>Nothing but what is not known stands against it.</summary>
    public bool IsUnknown => !IsOffered && Rows.Where(r => r.Decides).All(r => r.Tone == Tone.Hold);

    /// <summary>What is looked at, in words.</summary>
    public string Range => Dates.Range(Time.Start, Time.End, Zone);

    /// <summary>The address of one time's explanation.</summary>
    public static string Path(string page, LocalDate date, int? minutes, LocalTime? start) =>
        $"/booking-pages/{page}/why?date={Dates.Iso(date)}"
        + (minutes is { } length ? $"&minutes={length.ToString(CultureInfo.InvariantCulture)}" : "")
        + (start is { } time ? "&start=" + PageFields.Clock.Format(time) : "");
}

public sealed record WhyStart(LocalTime Start, bool IsOffered);

/// <summary>One thing that was looked at.</summary>
/// <param name="Decides">The time is not offered because of it.</param>
/// <param name="Reasons">In words, one after another.</param>
/// <param name="Age">How old what is known is.</param>
/// <param name="Ways">What could be done about it, where it decides.</param>
public sealed record WhyRow(string What, Tone Tone, bool Decides, string Result, IReadOnlyList<string> Reasons, string Age, IReadOnlyList<string> Ways);

/// <summary>How old what is known of one calendar is.</summary>
/// <param name="IsNew">False: it was asked anew, and this is not the answer.</param>
public sealed record WhyAge(string Name, string Age, bool IsNew);
