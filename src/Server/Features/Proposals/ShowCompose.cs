using Hidori.Domain;
using Hidori.Domain.Availability;
using Hidori.Domain.Organizations;
using Hidori.Domain.Time;
using Hidori.Integrations.Smtp;
using Hidori.Server.Outside;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Ui;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Hidori.Server.Features.Proposals;

/// <summary>Reads 日程調整を作成: the fields as they are, and every chosen host's calendar as it is now.</summary>
public sealed class ShowCompose(Db db, BusyForPages calendars, ShowComposeRooms rooms, ComposeTemplates templates, IOptions<MailOptions> mail, IClock clock)
{
    private const int FirstHour = 8;
    private const int LastHour = 20;

    public async Task<ComposeView> RunAsync(ShellView shell, Member creator, ComposeForm form, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var monday = MondayOf(form.Week ?? form.Candidates.FirstOrDefault()?.Start.Date ?? FirstOf(now.InZone(form.Zone).Date));
        var members = await db.Members.AsNoTracking().Where(m => m.State != MemberState.Suspended).ToListAsync(ct);
        var connections = await db.Connections.AsNoTracking()
            .Where(c => c.State != ConnectionState.Disconnected).ToDictionaryAsync(c => c.Member, ct);
        var hosts = form.Hosts.Where(h => members.Any(m => m.Id == h)).ToList();
        form.MainHost ??= hosts.Count > 0 ? hosts[0] : null;

        var busy = await calendars.ReadAsync(hosts, Window(form, monday), ct);
        var lanes = hosts.Select(h => Lane(members.First(m => m.Id == h), connections.GetValueOrDefault(h), Without(form.Of, busy[h]), creator.Id, form.Zone, now)).ToList();
        return new ComposeView(
            shell,
            form.State,
            form.Attempt.ToString(),
            form.Zone.Id,
            now,
            WeekOf(monday, lanes, form.Candidates, creator.WorkingWeek) with { Beside = HoursBeside.Of(form.GuestZones, form.Zone, monday) },
            lanes,
            [
                .. members.Where(m => !hosts.Contains(m.Id)).OrderBy(m => m.DisplayName, StringComparer.Ordinal)
                    .Select(m => new HostChoice(m.Id.ToString(), m.DisplayName, connections.ContainsKey(m.Id))),
            ],
            form.MainHost?.ToString() ?? "",
            creator.Id.ToString(),
            form.CreatorAttends,
            [.. form.Candidates.Select(c => CandidateOf(c, form, lanes, now))],
            mail.Value.IsConfigured)
        {
            Rooms = await rooms.RunAsync(form, ct),
            Templates = await templates.ShowAsync(creator, form, ct),
            Draft = new ComposeDraft(form.Draft, form.Action.Length > 0, form.IsDraftChangedElsewhere),
        };
    }

    /// <summary>The calendars of one week alone, for the grid when it turns the page.</summary>
    /// <param name="asked">Which, and for whom.</param>
    public async Task<BusyWeek> WeekAsync(Member reader, WeekAsked asked, CancellationToken ct)
    {
        var (hosts, zone) = (asked.Hosts, asked.Zone);
        var monday = MondayOf(asked.Week);
        var members = await db.Members.AsNoTracking().Where(m => hosts.Contains(m.Id)).ToListAsync(ct);
        var connections = await db.Connections.AsNoTracking()
            .Where(c => hosts.Contains(c.Member) && c.State != ConnectionState.Disconnected).ToDictionaryAsync(c => c.Member, ct);
        var known = hosts.Where(h => members.Any(m => m.Id == h)).Distinct().ToList();
        var busy = await calendars.ReadAsync(known, Days(monday, zone), ct);
        var lanes = known
            .Select(h => Lane(members.First(m => m.Id == h), connections.GetValueOrDefault(h), Without(asked.Without, busy[h]), reader.Id, zone, clock.GetCurrentInstant())).ToList();
        var shown = WeekOf(monday, lanes, [], reader.WorkingWeek, asked.HasWeekend) with { Beside = HoursBeside.Of(asked.GuestZones, zone, monday) };
        return BusyWeek.Of(zone.Id, shown, lanes);
    }

    private static Interval Window(ComposeForm form, LocalDate monday)
    {
        var week = Days(monday, form.Zone);
        var times = form.Candidates.Select(form.IntervalOf).Append(week).ToList();
        return Intervals.Around(times);
    }

    private static Interval Days(LocalDate monday, DateTimeZone zone) =>
        new(zone.InstantOf(monday.AtMidnight()), zone.InstantOf(monday.PlusDays(7).AtMidnight()));

    /// <summary>The grid ends on Friday: on a weekend, nothing of its week is left to mark.</summary>
    private static LocalDate FirstOf(LocalDate today) => today.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday ? today.Next(IsoDayOfWeek.Monday) : today;

    private static LocalDate MondayOf(LocalDate date) => date.PlusDays(1 - (int)date.DayOfWeek);

    private static ComposeWeek WeekOf(
        LocalDate monday, List<ComposeHost> lanes, IReadOnlyList<LocalRange> candidates, WorkingWeek hours, bool hasWeekend = false)
    {
        // The weekend is drawn when something stands in it.
        var lastDay = hasWeekend || candidates.Any(c => c.Start.Date > monday.PlusDays(4) && c.Start.Date < monday.PlusDays(7)) ? 7 : 5;
        var timed = lanes.SelectMany(l => l.Entries).Where(e => e.Start.Date == e.End.Date && e.Start.Date >= monday && e.Start.Date < monday.PlusDays(lastDay))
            .Select(e => (e.Start, e.End)).Concat(candidates.Select(c => (c.Start, c.End))).ToList();
        var from = Math.Min(FirstHour, timed.Select(t => t.Start.Hour).DefaultIfEmpty(FirstHour).Min());
        var to = Math.Max(LastHour, timed.Select(t => t.End.Date > t.Start.Date ? 24 : t.End.Minute > 0 ? t.End.Hour + 1 : t.End.Hour).DefaultIfEmpty(LastHour).Max());
        return new ComposeWeek(
            monday, [.. Enumerable.Range(0, lastDay).Select(d => DayOf(monday.PlusDays(d)))], from, to,
            hours.Opens, hours.Closes);
    }

    private static ComposeDay DayOf(LocalDate date) =>
        new(date, PublicHolidays.On(date) is { } holiday ? Ui.Text.Of(holiday) : null);

    internal static BusyTimes Without(AppointmentId? own, BusyTimes busy) => busy is BusyTimes.Known known && own is { } id
        ? known with { Entries = [.. known.Entries.Where(e => e.Ours?.Appointment != id)] }
        : busy;

    private static ComposeHost Lane(Member member, ConnectionRow? connection, BusyTimes busy, MemberId reader, DateTimeZone zone, Instant now) => new(
        member.Id.ToString(),
        member.DisplayName,
        busy is BusyTimes.Known,
        connection is { State: not (ConnectionState.NeedsReconnection or ConnectionState.MailboxMissing) },
        ReasonOf(busy, connection, zone),
        AgeOf(busy, now, zone),
        busy is BusyTimes.Known known
            ? [.. known.Entries.Select(e => new BusyEntry(
                e.Time.Start.InZone(zone).LocalDateTime, e.Time.End.InZone(zone).LocalDateTime, KindOf(e), member.Id == reader ? e.Title : null))]
            : []);

    private static string? ReasonOf(BusyTimes busy, ConnectionRow? connection, DateTimeZone zone) => busy switch
    {
        BusyTimes.Known { IsFreeBusyAlone: true } => Text.Of("FreeBusyAlone"),
        BusyTimes.Unknown { LastReadAt: { } at } unknown => Text.Of("Unknown" + unknown.Reason) + Text.Of("LastRead", Dates.At(at.InZone(zone).LocalDateTime)),
        BusyTimes.Unknown { Reason: UnknownReason.ConnectionBroken } when connection?.BrokenAt is { } since =>
            Text.Of("UnknownConnectionBroken") + Text.Of("BrokenSince", Dates.At(since.InZone(zone).LocalDateTime)),
        BusyTimes.Unknown unknown => Text.Of("Unknown" + unknown.Reason),
        _ => null,
    };

    /// <summary>A live reading needs no words; a copy may hide free time as old as this, and who looks shall know (SPEC M22).</summary>
    private static string? AgeOf(BusyTimes busy, Instant now, DateTimeZone zone) => busy switch
    {
        BusyTimes.Known { ReadAt: var at } when now - at >= Duration.FromMinutes(1) => Text.Of("Age", Dates.Ago(at, now, zone.Id)),
        BusyTimes.Unknown => Text.Of("AgeUnknown"),
        _ => null,
    };

    private static BusyKind KindOf(Domain.Availability.BusyEntry entry) => entry switch
    {
        { Ours: not null, Kind: Domain.Availability.BusyKind.Tentative } => BusyKind.Held,
        { Kind: Domain.Availability.BusyKind.Tentative } => BusyKind.Tentative,
        { Kind: Domain.Availability.BusyKind.OutOfOffice } => BusyKind.OutOfOffice,
        { Kind: Domain.Availability.BusyKind.WorkingElsewhere } => BusyKind.Elsewhere,
        _ => BusyKind.Busy,
    };

    private static ComposeCandidate CandidateOf(LocalRange candidate, ComposeForm form, List<ComposeHost> lanes, Instant now)
    {
        var attending = lanes.Where(l => form.CreatorAttends || l.Id != form.Creator.ToString()).ToList();
        return new ComposeCandidate(
            candidate.Start,
            candidate.End,
            [
                .. from lane in attending
                   from entry in lane.Entries
                   where entry.Kind != BusyKind.Elsewhere && entry.Start < candidate.End && candidate.Start < entry.End
                   select new CandidateConflict(lane.Name, entry.Start, entry.End, entry.Kind),
            ],
            [.. attending.Where(l => !l.IsKnown).Select(l => l.Name)],
            form.IntervalOf(candidate).Start <= now);
    }
}

/// <summary>日程調整を作成. Everything typed is kept over every action.</summary>
/// <param name="Form">
/// Fields: title, company, guestName, guestMail, format (a <see cref="ViewFormat"/> name), place, onlineMeeting, message,
/// note, deadlineDate, deadlineTime, delivery (mail or url), newDate, newStart, newEnd, overlapAccepted.
/// Errors may also stand at host, candidate and "".
/// </param>
/// <param name="Attempt">Drawn with the page; one attempt makes one proposal.</param>
/// <param name="Zone">The organization's zone: all local times here are in it.</param>
/// <param name="CreatorAttends">False: the creator is the coordinator (代理調整者).</param>
public sealed record ComposeView(
    ShellView Shell,
    FormState Form,
    string Attempt,
    string Zone,
    Instant Now,
    ComposeWeek Week,
    IReadOnlyList<ComposeHost> Hosts,
    IReadOnlyList<HostChoice> OtherMembers,
    string MainHost,
    string CreatorId,
    bool CreatorAttends,
    IReadOnlyList<ComposeCandidate> Candidates,
    bool CanSendMail = true)
{
    /// <summary>Null where the organization has no rooms.</summary>
    public ComposeRooms? Rooms { get; init; }

    public required ComposeDraft Draft { get; init; }

    public required ComposeTemplatesView Templates { get; init; }
}

/// <param name="IsDue">What is on the page may not be kept yet.</param>
public sealed record ComposeDraft(DraftSeen Seen, bool IsDue, bool IsChangedElsewhere);

/// <summary>A week of calendars, asked for by the grid.</summary>
/// <param name="Without">The proposal whose own holds are in nobody's way.</param>
/// <param name="GuestZones">IANA zones chosen for the guests.</param>
/// <param name="HasWeekend">A candidate stands on its Saturday or Sunday.</param>
public sealed record WeekAsked(
    LocalDate Week, IReadOnlyList<MemberId> Hosts, DateTimeZone Zone, AppointmentId? Without, IReadOnlyList<string> GuestZones, bool HasWeekend);

/// <param name="FromHour">First hour drawn, 0–23.</param>
/// <param name="ToHour">Hour at which the drawing ends, 1–24.</param>
public sealed record ComposeWeek(
    LocalDate Monday,
    IReadOnlyList<ComposeDay> Days,
    int FromHour,
    int ToHour,
    LocalTime? Opens = null,
    LocalTime? Closes = null)
{
    /// <summary>Null where the guest's clock is the same.</summary>
    public HoursBeside? Beside { get; init; }
}

/// <param name="ClosedBecause">Name of the holiday or day off, in words; the day can still be typed.</param>
public sealed record ComposeDay(LocalDate Date, string? ClosedBecause = null);

/// <param name="IsKnown">False: the calendar cannot be read; never drawn as free.</param>
/// <param name="Reason">Why it is unknown, or how little of it is known, in the reader's words.</param>
/// <param name="GetsHolds">Whether sending writes a hold into this host's calendar.</param>
/// <param name="Age">How old the reading is, in the reader's words; null when the calendar was asked just now.</param>
public sealed record ComposeHost(
    string Id,
    string Name,
    bool IsKnown,
    bool GetsHolds,
    string? Reason,
    string? Age,
    IReadOnlyList<BusyEntry> Entries);

/// <param name="Title">Own titles only; null is drawn as 予定あり.</param>
public sealed record BusyEntry(LocalDateTime Start, LocalDateTime End, BusyKind Kind, string? Title = null);

public enum BusyKind { Busy, Tentative, OutOfOffice, Elsewhere, Held }

public sealed record HostChoice(string Id, string Name, bool IsConnected);

/// <param name="Conflicts">Entries of hosts that overlap, also outside the week that is shown.</param>
/// <param name="UnknownHosts">Names of hosts whose calendar could not be read for it.</param>
public sealed record ComposeCandidate(
    LocalDateTime Start,
    LocalDateTime End,
    IReadOnlyList<CandidateConflict> Conflicts,
    IReadOnlyList<string> UnknownHosts,
    bool IsPast = false);

public sealed record CandidateConflict(string HostName, LocalDateTime Start, LocalDateTime End, BusyKind Kind);
