using Hidori.Domain.Availability;
using Hidori.Domain.Time;
using NodaTime;

namespace Hidori.Domain.Tests.Availability;

/// <summary>The rules of a page once more, as a person would check them: one start after another, each rule by itself.</summary>
internal sealed class SlowSlots(SlotCase asked)
{
    private static readonly Duration Minute = Duration.FromMinutes(1);

    // Answers that are asked for again and again; a class is compared by what it is, not by what it says.
    private readonly Dictionary<object, List<Interval>> open = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<object, List<(Interval Time, ObstacleKind Kind, bool IsOfPage)>> taken = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Instant, LocalDate> dates = [];

    /// <summary>What is offered, in order of time.</summary>
    public IReadOnlyList<Instant> Offered()
    {
        var offered = new List<Instant>();
        for (var date = asked.First; date <= asked.Last; date = date.PlusDays(1))
            offered.AddRange(OfferedOn(date));
        return offered;
    }

    public IEnumerable<Instant> OfferedOn(LocalDate date) =>
        OpenOn(asked.Hours, date).SelectMany(StepsOf).Where(s => !Obstacles(s).Any(o => o.Decides)).Take(asked.Limits.OfferedPerDay ?? int.MaxValue);

    public IEnumerable<Instant> StepsOf(Interval range)
    {
        for (var start = range.Start; start < range.End; start += asked.Limits.Step)
            yield return start;
    }

    /// <summary>Everything against a start, but that enough are offered.</summary>
    public IEnumerable<(ObstacleKind Kind, Guid? Whose, bool Decides)> Obstacles(Instant start)
    {
        var date = DateOf(start);
        var range = Ranges(asked.Hours).Cast<Interval?>().FirstOrDefault(r => r!.Value.Contains(start));
        if (range is null || !IsOpen(asked.Hours, start))
            yield return (WhyClosed(date), null, true);
        if (range is { } r ? (start - r.Start).TotalMinutes % asked.Limits.Step.TotalMinutes != 0 : start != Down(start))
            yield return (ObstacleKind.OffStep, null, true);
        if (start < asked.Now + asked.Limits.MinimumNotice)
            yield return (ObstacleKind.TooSoon, null, true);
        if (date < asked.First || date > asked.Last)
            yield return (ObstacleKind.OtherDate, null, true);
        if (asked.Limits.FurthestDays is { } days && date > DateOf(asked.Now).PlusDays(days))
            yield return (ObstacleKind.TooFar, null, true);
        if (asked.Limits.PerDay is { } day && BookingsWhere(d => d == date) >= day)
            yield return (ObstacleKind.DayFull, null, true);
        if (asked.Limits.PerWeek is { } week && BookingsWhere(d => Monday(d) == Monday(date)) >= week)
            yield return (ObstacleKind.WeekFull, null, true);
        if (asked.Limits.PerMonth is { } month && BookingsWhere(d => (d.Year, d.Month) == (date.Year, date.Month)) >= month)
            yield return (ObstacleKind.MonthFull, null, true);

        var (required, optional, groups) = Parts();
        var lacksLink = LacksLink(start);
        foreach (var host in required.Concat(groups.SelectMany(g => g.Hosts).Select(Host)).Concat(optional).Where(h => lacksLink && !h.IsLinked))
            yield return (ObstacleKind.NotLinked, host.Id, true);
        foreach (var obstacle in required.SelectMany(h => Against(h, start, asked.Limits.PeopleBuffers, true)))
            yield return obstacle;
        foreach (var group in groups)
        {
            var lacks = group.Hosts.Count(h => IsFree(Host(h), start)) < group.Needed;
            foreach (var obstacle in group.Hosts.Select(Host).SelectMany(h => Against(h, start, asked.Limits.PeopleBuffers, lacks || (lacksLink && h.IsLinked))))
                yield return obstacle;
        }

        foreach (var obstacle in optional.SelectMany(h => Against(h, start, asked.Limits.PeopleBuffers, lacksLink && h.IsLinked)))
            yield return obstacle;
        var noRoom = !asked.Rooms.Any(r => IsRoomFree(r, start));
        foreach (var obstacle in asked.Rooms.SelectMany(r => Against(r, start, asked.Limits.RoomBuffers, noRoom)))
            yield return obstacle;
    }

    public (IReadOnlyList<PlainCalendar> Required, IReadOnlyList<PlainCalendar> Optional, IReadOnlyList<HostGroup> Groups) Parts() => asked.Rule switch
    {
        AttendanceRule.AnyOne any => ([], [], [new HostGroup([.. asked.Hosts.Select(h => new MemberId(h.Id))], 1, any.Choice)]),
        AttendanceRule.RequiredAndOptional rule => ([.. rule.Required.Select(Host)], [.. rule.Optional.Select(Host)], rule.Groups),
        _ => (asked.Hosts, [], []),
    };

    /// <summary>Nobody who could come has a calendar that the meeting can stand in, or whoever has one is not free.</summary>
    public bool LacksLink(Instant start)
    {
        var (_, optional, groups) = Parts();
        return NeedsFreeLink && !groups.SelectMany(g => g.Hosts).Select(Host).Concat(optional).Any(h => h.IsLinked && IsFree(h, start));
    }

    /// <summary>Nobody who has to come, and no choice of a group's, is linked for certain.</summary>
    public bool NeedsFreeLink
    {
        get
        {
            var (required, _, groups) = Parts();
            return !required.Any(h => h.IsLinked) && !groups.Any(g => g.Hosts.Count(h => !Host(h).IsLinked) < g.Needed);
        }
    }

    public PlainCalendar Host(MemberId host) => asked.Hosts.Single(h => h.Id == host.Value);

    public bool IsFree(PlainCalendar host, Instant start) => !Against(host, start, asked.Limits.PeopleBuffers, true).Any(o => o.Decides);

    public bool IsRoomFree(PlainCalendar room, Instant start) => !Against(room, start, asked.Limits.RoomBuffers, true).Any(o => o.Decides);

    /// <summary>How many bookings of the month a host has.</summary>
    public int Load(MemberId host, Instant start)
    {
        var date = DateOf(start);
        return asked.Bookings.Count(b => b.Hosts.Contains(host) && DateOf(b.Start) is var d && (d.Year, d.Month) == (date.Year, date.Month));
    }

    private IEnumerable<(ObstacleKind Kind, Guid? Whose, bool Decides)> Against(PlainCalendar calendar, Instant start, Buffers buffers, bool decides)
    {
        var slot = new Interval(Down(start), Up(start + asked.Length));
        var wide = new Interval(slot.Start - buffers.Before, slot.End + buffers.After);
        // What was booked on the page keeps its buffers as this one does: the longer of both lies between.
        var longer = Duration.Max(buffers.Before, buffers.After);
        var apart = new Interval(slot.Start - longer, slot.End + longer);
        if (calendar.Hours is { } hours && !IsOpen(hours, start))
            yield return (ObstacleKind.HostHours, calendar.Id, decides);
        if (calendar.Times is BusyTimes.Unknown)
            yield return (ObstacleKind.Unknown, calendar.Id, decides);
        foreach (var (time, kind, isOfPage) in TakenOf(calendar))
        {
            if (time.Overlaps(kind == ObstacleKind.BufferEntry ? slot : isOfPage ? apart : wide))
                yield return (kind, calendar.Id, decides && kind != ObstacleKind.IgnoredEntry);
        }

        if (calendar.Read is { } read && wide.Start < Up(read.Start))
            yield return (ObstacleKind.Unknown, calendar.Id, decides);
        if (calendar.Read is { } window && wide.End > Down(window.End))
            yield return (ObstacleKind.Unknown, calendar.Id, decides);
    }

    private List<(Interval Time, ObstacleKind Kind, bool IsOfPage)> TakenOf(PlainCalendar calendar)
    {
        if (taken.TryGetValue(calendar, out var known))
            return known;
        var entries =
            from entry in (calendar.Times as BusyTimes.Known)?.Entries ?? []
            where calendar.Except is null || entry.Ours?.Appointment != calendar.Except
            let kind = !calendar.Policy.Blocks(entry) ? ObstacleKind.IgnoredEntry : calendar.Policy.IsBuffer(entry) ? ObstacleKind.BufferEntry : ObstacleKind.Entry
            select (new Interval(Down(entry.Time.Start), Up(entry.Time.End)), kind, false);
        var ours =
            from own in calendar.Ours
            where own.Appointment != calendar.Except
            select (new Interval(Down(own.Start), Up(own.End)), own.IsFixed ? ObstacleKind.Appointment : ObstacleKind.Hold, own.IsFixed && own.Page == PlainCalendar.Page);
        return taken[calendar] = [.. entries, .. ours];
    }

    /// <summary>Goes from one range of hours to the next that begins where it ends, until the slot is over.</summary>
    private bool IsOpen(PlainHours hours, Instant start)
    {
        var at = Down(start);
        while (at < Up(start + asked.Length))
        {
            var range = Ranges(hours).FindIndex(r => r.Contains(at));
            if (range < 0)
                return false;
            at = Ranges(hours)[range].End;
        }

        return true;
    }

    private List<Interval> Ranges(PlainHours hours)
    {
        if (!open.TryGetValue(hours, out var ranges))
        {
            open[hours] = ranges = [];
            for (var date = asked.First.PlusDays(-4); date <= asked.Last.PlusDays(5); date = date.PlusDays(1))
                ranges.AddRange(OpenOn(hours, date));
        }

        return ranges;
    }

    private static IEnumerable<Interval> OpenOn(PlainHours hours, LocalDate date)
    {
        IReadOnlyList<HoursRange> ranges =
            hours.Exceptions.TryGetValue(date, out var own) ? own
            : IsClosed(hours, date) ? []
            : hours.Weekly.GetValueOrDefault(date.DayOfWeek) ?? [];
        foreach (var range in ranges)
        {
            var closes = range.Closes == LocalTime.Midnight ? date.PlusDays(1).AtMidnight() : date + range.Closes;
            var (from, to) = (Up(hours.Zone.InstantOf(date + range.Opens)), Down(hours.Zone.InstantOf(closes)));
            if (from < to)
                yield return new Interval(from, to);
        }
    }

    private static bool IsClosed(PlainHours hours, LocalDate date) =>
        hours.OwnDays.TryGetValue(date, out var day)
            ? day == OrganizationDay.Closed
            : hours.Holidays == HolidayRule.Closed && PublicHolidays.On(date) is not null;

    private ObstacleKind WhyClosed(LocalDate date) =>
        asked.Hours.Exceptions.ContainsKey(date) ? ObstacleKind.DateException
        : !IsClosed(asked.Hours, date) ? ObstacleKind.OutsideHours
        : asked.Hours.OwnDays.ContainsKey(date) ? ObstacleKind.OrganizationHoliday
        : ObstacleKind.PublicHoliday;

    private int BookingsWhere(Func<LocalDate, bool> isCounted) => asked.Bookings.Count(b => isCounted(DateOf(b.Start)));

    /// <summary>The last date whose midnight has come.</summary>
    private LocalDate DateOf(Instant instant)
    {
        if (dates.TryGetValue(instant, out var known))
            return known;
        var date = instant.InUtc().Date.PlusDays(2);
        while (asked.Hours.Zone.InstantOf(date.AtMidnight()) > instant)
            date = date.PlusDays(-1);
        return dates[instant] = date;
    }

    private static LocalDate Monday(LocalDate date) => date.Previous(IsoDayOfWeek.Sunday).PlusDays(1);

    private static Instant Down(Instant instant) => Up(instant) == instant ? instant : Up(instant) - Minute;

    private static Instant Up(Instant instant)
    {
        var whole = Instant.FromUnixTimeSeconds(instant.ToUnixTimeSeconds() / 60 * 60);
        while (whole > instant)
            whole -= Minute;
        return whole == instant ? whole : whole + Minute;
    }
}
