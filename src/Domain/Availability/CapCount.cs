using Hidori.Domain.Time;

namespace Hidori.Domain.Availability;

/// <summary>Counts a page's bookings by day, week from Monday, and month of the page's zone, on the way forward.</summary>
internal struct CapCount
{
    private readonly SlotQuestion question;
    private Period day;
    private Period week;
    private Period month;

    public CapCount(SlotQuestion question, int firstDay)
    {
        this.question = question;
        if (!question.Rules.Limits.HasCaps)
            return;
        var zone = question.Rules.Hours.Zone;
        day = new Period(new ZoneWalk(zone, firstDay));
        week = new Period(new ZoneWalk(zone, firstDay - 7));
        month = new Period(new ZoneWalk(zone, firstDay - 31));
    }

    /// <summary>Whether any cap closes a day; days must not run backwards.</summary>
    public bool IsFull(int number)
    {
        var limits = question.Rules.Limits;
        return (limits.PerDay is { } perDay && CountOfDay(number) >= perDay)
            || (limits.PerWeek is { } perWeek && CountOfWeek(number) >= perWeek)
            || (limits.PerMonth is { } perMonth && CountOfMonth(number) >= perMonth);
    }

    public int CountOfDay(int number) => day.Count(question.Bookings, number, number + 1);

    public int CountOfWeek(int number)
    {
        var monday = number - Days.WeekdayOf(number);
        return week.Count(question.Bookings, monday, monday + 7);
    }

    public int CountOfMonth(int number)
    {
        if (month.Contains(number))
            return month.Count(question.Bookings, month.First, month.Next);
        var date = Days.DateOf(number);
        var first = number - date.Day + 1;
        return month.Count(question.Bookings, first, first + date.Calendar.GetDaysInMonth(date.Year, date.Month));
    }

    private struct Period(ZoneWalk walk)
    {
        private ZoneWalk walk = walk;
        private int before;
        private int count;

        public int First { get; private set; } = 1;

        /// <summary>The day after its last one.</summary>
        public int Next { get; private set; } = int.MinValue;

        public readonly bool Contains(int number) => First <= number && number < Next;

        public int Count(PageBookings bookings, int first, int next)
        {
            if (Contains(first))
                return count;
            var from = first == Next ? before : Before(bookings, first);
            before = Before(bookings, next);
            count = before - from;
            First = first;
            Next = next;
            return count;
        }

        private int Before(PageBookings bookings, int number) =>
            bookings.CountBefore(walk.Ceiling(number, 0));
    }
}
