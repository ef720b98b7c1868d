using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Availability;
using Hidori.Domain.BookingPages;
using Hidori.Domain.Time;
using Hidori.Server.Ui;
using NodaTime;

namespace Hidori.Server.Features.BookingPages;

/// <summary>An explanation in words, for one reader: titles are for their owners alone.</summary>
/// <param name="seen">The holds and appointments that the reader may see (SPEC E2); of others nothing but their time is told.</param>
internal sealed class WhyRows(
    BookingPage page, MemberId reader, DateTimeZone zone, Instant now, IReadOnlyDictionary<AppointmentId, Appointment> seen)
{
    /// <summary>受付期間: the last day, with its year where that is another one.</summary>
    private string LastDay => Dates.Day(now.InZone(zone).Date.PlusDays(page.Settings.Limits.FurthestDays), now.InZone(zone).Date);

    public IEnumerable<WhyRow> OfRules(SlotExplanation explained, WhyDate day)
    {
        var ranges = string.Join(Ui.Text.Of("ListSeparator"), day.Hours.Select(r => $"{Dates.Time(r.Opens)}{Dates.Tilde}{Dates.Time(r.Closes)}"));
        var limits = page.Settings.Limits;
        yield return OfRule(
            explained, day, "WhyHours", ranges.Length > 0 ? Text.Of("WhyHoursPassed", ranges) : Text.Of("WhyHoursNone"),
            ObstacleKind.OutsideHours, ObstacleKind.DateException, ObstacleKind.OffStep);
        yield return OfRule(explained, day, "WhyHolidays", day.Passed, ObstacleKind.PublicHoliday, ObstacleKind.OrganizationHoliday);
        yield return OfRule(
            explained, day, "WhyWindow",
            Text.Of("WhyWindowPassed", Dates.Length(Duration.FromMinutes(limits.NoticeMinutes)), limits.FurthestDays, LastDay),
            ObstacleKind.TooSoon, ObstacleKind.TooFar);
        var caps = OfRule(
            explained, day, "WhyCaps", Text.Of(limits is { PerDay: null, PerWeek: null, PerMonth: null, OfferedPerDay: null } ? "WhyCapsNone" : "WhyCapsPassed"),
            ObstacleKind.DayFull, ObstacleKind.WeekFull, ObstacleKind.MonthFull, ObstacleKind.OfferedEnough);
        var enough = explained.Obstacles.Where(o => o.Kind == ObstacleKind.OfferedEnough).Select(o => RuleWords(o, day));
        yield return explained.Caps.Count == 0 ? caps : caps with { Reasons = [.. explained.Caps.Select(CapWords).Concat(enough).Select(w => new WhyWords(w))] };
    }

    public WhyRow OfCalendar(SlotExplanation explained, CalendarStanding standing, string name, bool isRoom)
    {
        var own = explained.Obstacles.Where(o => o.Whose == standing.Whose).ToList();
        var decides = own.Exists(o => o.Decides);
        var isUnknown = !standing.IsFree && own.Where(o => o.Kind != ObstacleKind.IgnoredEntry).All(o => o.Kind == ObstacleKind.Unknown);
        var isReader = !isRoom && standing.Whose == AgendaId.Of(reader);
        return new WhyRow(
            name,
            standing.IsFree && !decides ? Tone.Ok : isUnknown ? Tone.Hold : decides ? Tone.Bad : Tone.Off,
            decides,
            Text.Of(standing.IsFree ? "WhyFree" : isUnknown ? "WhyUnknown" : decides ? "WhyTaken" : "WhyTakenOthersCome"),
            own.Count == 0 ? [new(Text.Of("WhyNothingThere"))] : [.. own.Select(o => new WhyWords(Words(o, isReader), LinkTo(o, SeenOf(o)?.DisplayTitle)))],
            AgeOf(standing),
            [.. WithoutEchoes(own).Where(o => o.Decides)
                .Select(o => new WhyWords(WayPast(o, name), LinkTo(o, Text.Of(o.Kind == ObstacleKind.Hold ? "WhyOpenHold" : "WhyOpenAppointment")))).Distinct()]);
    }

    /// <summary>A calendar's day as bars.</summary>
    /// <param name="stands">All that is known of it on the day.</param>
    /// <param name="number">Its place among the lanes, which makes its colour.</param>
    public WhyLane LaneOf(WhyStrips strips, CalendarStanding standing, IReadOnlyList<SlotObstacle> stands, string name, bool isRoom, int number)
    {
        var isReader = !isRoom && standing.Whose == AgendaId.Of(reader);
        var seen = WithoutEchoes(stands).ToList();
        var colour = $"p{(number % 5) + 1}";
        return new WhyLane(
            name,
            string.Join(Ui.Text.Of("Dot"), ((string[])[PartOf(standing.Whose, isRoom), AgeOf(standing)]).Where(n => n.Length > 0)),
            seen.Count == 0 ? Text.Of("WhyNothingOnDay") : string.Join(Ui.Text.Of("ListSeparator"), seen.Select(o => Words(o, isReader))),
            [.. seen.Select(o => o.Time is { } time ? strips.BarOf(time, $"{colour} {CssOf(o)}", LabelOf(o, isReader)) : WhyStrips.WholeDay("unk", LabelOf(o, isReader))).OfType<WhyBar>()]);
    }

    public string AgeOf(CalendarStanding standing) => standing.ReadAt is { } read ? Dates.Ago(read, now, zone.Id) : Text.Of("WhyNeverRead");

    /// <summary>What Hidori wrote into a calendar stands there twice: in its own book, and as the calendar's echo.</summary>
    private static IEnumerable<SlotObstacle> WithoutEchoes(IReadOnlyList<SlotObstacle> stands) =>
        stands.Where(o => o.Entry?.Ours is null || !stands.Any(t => t.Entry is null && t.Time == o.Time));

    private static string CssOf(SlotObstacle obstacle) => obstacle.Kind switch
    {
        ObstacleKind.Hold => "held",
        ObstacleKind.IgnoredEntry => "free",
        _ => "",
    };

    private string PartOf(AgendaId whose, bool isRoom) =>
        isRoom ? Text.Of("WhyRoom")
        : page.Settings.Rule.Attendance == PageAttendance.Detailed && page.Seats.FirstOrDefault(s => AgendaId.Of(s.Member) == whose) is { } seat
            ? Text.Of(seat.Part, PageAttendance.Detailed)
            : "";

    private static string LabelOf(SlotObstacle obstacle, bool isReader) => obstacle switch
    {
        { Kind: ObstacleKind.Unknown } => Text.Of("WhyUnreadBar"),
        { Kind: ObstacleKind.RoomOff } => Text.Of("WhyRoomOffBar"),
        { Kind: ObstacleKind.Hold } => Text.Of("WhyHoldBar"),
        { Kind: ObstacleKind.Appointment } => Text.Of("WhyAppointmentBar"),
        { Entry: { Title.Length: > 0, IsPrivate: false } own } when isReader => own.Title!,
        { Entry: { } entry } => Text.Of(entry.Kind),
        _ => Text.Of("EntryBusy"),
    };

    /// <summary>この時間を使うには: what somebody could do about what decides.</summary>
    private string WayPast(SlotObstacle obstacle, string name) => obstacle.Kind switch
    {
        ObstacleKind.HostHours => Text.Of("WhyWayHostHours", name),
        ObstacleKind.NotLinked => Text.Of("WhyWayConnect", name),
        ObstacleKind.RoomOff => Text.Of("WhyWayRoomOff", name),
        ObstacleKind.Hold => Text.Of("WhyWayHold", name, RangeOf(obstacle)),
        ObstacleKind.Appointment => Text.Of("WhyWayAppointment", name, RangeOf(obstacle)),
        ObstacleKind.Unknown => Text.Of(obstacle.Reason is UnknownReason.Throttled or UnknownReason.Unavailable or null ? "WhyWayUnknown" : "WhyWayConnect", name),
        _ => Text.Of("WhyWayEntry", name, RangeOf(obstacle)),
    };

    private WhyRow OfRule(SlotExplanation explained, WhyDate day, string what, string passed, params ObstacleKind[] kinds)
    {
        var met = explained.Obstacles.Where(o => o.Whose is null && kinds.Contains(o.Kind)).ToList();
        return new WhyRow(
            Text.Of(what),
            met.Count == 0 ? Tone.Ok : Tone.Bad,
            met.Count > 0,
            Text.Of(met.Count == 0 ? "WhyPassed" : "WhyStopped"),
            met.Count == 0 ? [new(passed)] : [.. met.Select(o => new WhyWords(RuleWords(o, day)))],
            Text.Of("WhyNow"),
            met.Count == 0 ? [] : [new(Text.Of("WhyWayRule", Text.Of(what)))]);
    }

    private string RuleWords(SlotObstacle obstacle, WhyDate day) => obstacle.Kind switch
    {
        ObstacleKind.OutsideHours => Text.Of("WhyOutsideHours"),
        ObstacleKind.DateException => Text.Of("WhyDateException"),
        ObstacleKind.OffStep => Text.Of("WhyOffStep"),
        ObstacleKind.PublicHoliday => Text.Of("WhyPublicHoliday", day.PublicName),
        ObstacleKind.OrganizationHoliday => day.OwnName.Length > 0 ? Text.Of("WhyOrganizationHolidayNamed", day.OwnName) : Text.Of("WhyOrganizationHoliday"),
        ObstacleKind.TooSoon => Text.Of("WhyTooSoon", Dates.At(now + Duration.FromMinutes(page.Settings.Limits.NoticeMinutes), zone.Id)),
        ObstacleKind.TooFar => Text.Of("WhyTooFar", obstacle.Limit ?? 0, LastDay),
        _ => Text.Of("WhyOfferedEnough", obstacle.Limit ?? 0),
    };

    private static string CapWords(CapStanding cap) => Text.Of(
        (cap.Kind, cap.Booked >= cap.Limit) switch
        {
            (ObstacleKind.DayFull, true) => "WhyDayFull",
            (ObstacleKind.DayFull, false) => "WhyDayCount",
            (ObstacleKind.WeekFull, true) => "WhyWeekFull",
            (ObstacleKind.WeekFull, false) => "WhyWeekCount",
            (_, true) => "WhyMonthFull",
            (_, false) => "WhyMonthCount",
        },
        cap.Limit,
        cap.Booked);

    private string Words(SlotObstacle obstacle, bool isReader) => obstacle.Kind switch
    {
        ObstacleKind.HostHours => Text.Of("WhyHostHours"),
        ObstacleKind.NotLinked => Text.Of("WhyNotLinked"),
        ObstacleKind.RoomOff => Text.Of("WhyRoomOff"),
        ObstacleKind.Hold when SeenOf(obstacle) is { } proposal => Text.Of("WhyHoldUntil", RangeOf(obstacle), Dates.At(proposal.Deadline, zone.Id)),
        ObstacleKind.Hold => Text.Of("WhyHold", RangeOf(obstacle)),
        ObstacleKind.Appointment => Text.Of("WhyAppointment", RangeOf(obstacle)),
        ObstacleKind.Unknown => obstacle.Reason is { } reason ? Text.Of(reason) : Text.Of("WhyUnread"),
        ObstacleKind.BufferEntry => Text.Of("WhyBufferEntry", RangeOf(obstacle)),
        ObstacleKind.IgnoredEntry => Text.Of("WhyIgnored", EntryWords(obstacle, isReader)),
        _ => EntryWords(obstacle, isReader),
    };

    private string EntryWords(SlotObstacle obstacle, bool isReader)
    {
        var kind = obstacle.Entry is { } entry ? Text.Of(entry.Kind) : Text.Of("EntryBusy");
        if (obstacle.Entry is { IsAllDay: true })
            kind = Text.Of("EntryAllDay", kind);
        return isReader && obstacle.Entry is { Title.Length: > 0, IsPrivate: false } own
            ? Text.Of("WhyOwnEntry", own.Title, RangeOf(obstacle), kind)
            : Text.Of("WhyEntry", RangeOf(obstacle), kind);
    }

    private Appointment? SeenOf(SlotObstacle obstacle) => obstacle.Appointment is { } id ? seen.GetValueOrDefault(id) : null;

    private WhyLink? LinkTo(SlotObstacle obstacle, string? label) =>
        SeenOf(obstacle) is { } appointment && label is not null ? new WhyLink($"/appointments/{appointment.Id}", label) : null;

    private string RangeOf(SlotObstacle obstacle) =>
        obstacle.Time is { } time ? Dates.Times(time.Start.InZone(zone).LocalDateTime, time.End.InZone(zone).LocalDateTime) : "";
}

/// <summary>The looked-at date, as the page and its organization have it.</summary>
/// <param name="OwnName">What the organization calls its own day; empty where it has none, or no name for it.</param>
internal sealed record WhyDate(LocalDate Date, IReadOnlyList<HoursRange> Hours, DayRule Rule, string OwnName)
{
    /// <summary>The public holiday's name; empty where it is none.</summary>
    public string PublicName => PublicHolidays.On(Date) is { } holiday ? Ui.Text.Of(holiday) : "";

    /// <summary>Why no holiday stands against it.</summary>
    public string Passed =>
        PublicName.Length == 0 ? Text.Of("WhyHolidaysPassed")
        : Text.Of(Rule == DayRule.DateException ? "WhyHolidayException" : "WhyHolidayOpen", PublicName);
}
