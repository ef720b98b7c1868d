using Hidori.Domain.Time;
using NodaTime;

namespace Hidori.Domain.Availability;

/// <summary>Gathers what stands against one start. It asks each rule by itself, so that one does not hide another.</summary>
internal static class SlotReasons
{
    public static SlotExplanation Of(SlotQuestion question, Instant start)
    {
        var asked = new AskedSlot(question, start);
        var obstacles = new List<SlotObstacle>();
        AddHours(question, asked, obstacles);
        AddLimits(question, asked, obstacles);
        var caps = CapsOf(question, asked.Day);
        obstacles.AddRange(caps.Where(c => c.Booked >= c.Limit).Select(c => new SlotObstacle(c.Kind, true) { Limit = c.Limit }));

        var calendars = new List<CalendarStanding>(question.Hosts.Count + question.Rooms.Count);
        AddHosts(question, asked, obstacles, calendars);
        AddRooms(question, asked, obstacles, calendars);
        // Counting what is offered of the day costs a whole sweep, and says nothing of a start that is refused anyway.
        if (question.Rules.Limits.OfferedPerDay is { } offered && !obstacles.Exists(o => o.Decides) && !IsAmongOffered(question, asked))
            obstacles.Add(new(ObstacleKind.OfferedEnough, true) { Limit = offered });
        return new SlotExplanation(start, obstacles, calendars) { Caps = caps };
    }

    private static void AddHours(SlotQuestion question, AskedSlot asked, List<SlotObstacle> into)
    {
        var range = asked.RangeOfStart();
        if (range is null || !asked.IsInside(question.Rules.Hours))
        {
            into.Add(new(question.Rules.Hours.RuleOf(asked.Day) switch
            {
                DayRule.Weekly => ObstacleKind.OutsideHours,
                DayRule.DateException => ObstacleKind.DateException,
                DayRule.OrganizationHoliday => ObstacleKind.OrganizationHoliday,
                DayRule.PublicHoliday => ObstacleKind.PublicHoliday,
            }, true));
        }

        var isWhole = asked.Start == MinuteSpan.InstantOf(asked.Time.Start);
        if (!isWhole || (range is { } r && r.FirstStart(asked.Time.Start, (int)question.Rules.Limits.Step.TotalMinutes) != asked.Time.Start))
            into.Add(new(ObstacleKind.OffStep, true));
    }

    private static void AddLimits(SlotQuestion question, AskedSlot asked, List<SlotObstacle> into)
    {
        var limits = question.Rules.Limits;
        if (asked.Start < question.Now + limits.MinimumNotice)
            into.Add(new(ObstacleKind.TooSoon, true));
        if (asked.Day < Days.NumberOf(question.First) || asked.Day > Days.NumberOf(question.Last))
            into.Add(new(ObstacleKind.OtherDate, true));
        if (limits.FurthestDays is { } furthest && asked.Day > OpeningSweep.DayOf(question.Now, question.Rules.Hours.Zone) + furthest)
            into.Add(new(ObstacleKind.TooFar, true) { Limit = furthest });
    }

    private static List<CapStanding> CapsOf(SlotQuestion question, int day)
    {
        var limits = question.Rules.Limits;
        var caps = new List<CapStanding>();
        var count = new CapCount(question, day);
        if (limits.PerDay is { } perDay)
            caps.Add(new(ObstacleKind.DayFull, perDay, count.CountOfDay(day)));
        if (limits.PerWeek is { } perWeek)
            caps.Add(new(ObstacleKind.WeekFull, perWeek, count.CountOfWeek(day)));
        if (limits.PerMonth is { } perMonth)
            caps.Add(new(ObstacleKind.MonthFull, perMonth, count.CountOfMonth(day)));
        return caps;
    }

    private static void AddHosts(
        SlotQuestion question, AskedSlot asked, List<SlotObstacle> into, List<CalendarStanding> calendars)
    {
        var party = Party.Of(question);
        // What keeps those busy who alone are linked decides too, and that the others are not.
        var lacksLink = party.Carriers is { } carriers && !carriers.Any(asked.IsFree);
        foreach (var host in party.Required)
            AddHost(host, asked.IsFree(host), decides: true);
        foreach (var group in party.Groups)
        {
            var free = 0;
            foreach (var host in group.Members)
            {
                var isFree = asked.IsFree(host);
                calendars.Add(new(host.Host, isFree, host.Busy.ReadAt));
                free += isFree ? 1 : 0;
            }

            for (var i = 0; i < group.Members.Count; i++)
                AddObstacles(group.Members[i], free < group.Needed || (lacksLink && group.Members[i].IsLinked));
        }

        foreach (var host in party.Optional)
            AddHost(host, asked.IsFree(host), decides: lacksLink && host.IsLinked);

        void AddHost(HostBusy host, bool isFree, bool decides)
        {
            calendars.Add(new(host.Host, isFree, host.Busy.ReadAt));
            AddObstacles(host, decides);
        }

        void AddObstacles(HostBusy host, bool decides)
        {
            if (!asked.Suits(host))
                into.Add(new(ObstacleKind.HostHours, decides) { Whose = host.Host });
            if (lacksLink && !host.IsLinked)
                into.Add(new(ObstacleKind.NotLinked, true) { Whose = host.Host });
            AddCalendar(host.Busy, asked.Time, question.Rules.Limits.PeopleBuffers, host.Host, decides, into);
        }
    }

    private static void AddRooms(
        SlotQuestion question, AskedSlot asked, List<SlotObstacle> into, List<CalendarStanding> calendars)
    {
        var decides = true;
        foreach (var room in question.Rooms)
        {
            var isFree = asked.IsFree(room);
            calendars.Add(new(room.Room, isFree, room.Busy.ReadAt));
            decides &= !isFree;
        }

        foreach (var room in question.Rooms)
            AddCalendar(room.Busy, asked.Time, question.Rules.Limits.RoomBuffers, room.Room, decides, into);
    }

    private static void AddCalendar(
        BusyIndex busy, MinuteSpan slot, Buffers around, AgendaId whose, bool decides, List<SlotObstacle> into)
    {
        if (busy.Times is BusyTimes.Unknown unknown)
            into.Add(new(ObstacleKind.Unknown, decides) { Whose = whose, Reason = unknown.Reason, ReadAt = unknown.LastReadAt });
        busy.Sources.Meeting(slot, around, whose, decides, into);
    }

    private static bool IsAmongOffered(SlotQuestion question, AskedSlot asked)
    {
        var date = Days.DateOf(asked.Day);
        return SlotFinder.Find(question with { First = date, Last = date }).Contains(asked.Start);
    }
}
