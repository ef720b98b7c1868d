using Hidori.Domain.Appointments;
using Hidori.Domain.Availability;
using Hidori.Domain.Time;
using NodaTime;

namespace Hidori.Domain.BookingPages;

/// <summary>What is known around a page when it is asked for slots, or decides on one.</summary>
/// <param name="Busy">What each host's calendar says; a host missing here is unknown.</param>
/// <param name="Rooms">What each room's calendar says.</param>
/// <param name="Taken">What Hidori has taken of hosts and rooms, holds too (SPEC M23).</param>
/// <param name="Bookings">The page's own that stand: what caps count.</param>
/// <param name="OwnDays">The organization's 休み and 営業.</param>
/// <param name="WorkingHours">勤務時間 of hosts; who is missing here has none of their own.</param>
/// <param name="Read">What was read of the calendars, half-open; outside it they are unknown. Null when no end of it matters.</param>
public sealed record PageSurroundings(
    IReadOnlyDictionary<MemberId, BusyTimes> Busy,
    IReadOnlyDictionary<RoomId, BusyTimes> Rooms,
    IReadOnlyCollection<TakenTime> Taken,
    PageBookings Bookings,
    IReadOnlyDictionary<LocalDate, OrganizationDay> OwnDays,
    IReadOnlyDictionary<MemberId, BookingHours> WorkingHours,
    Interval? Read = null)
{
    /// <summary>Of what is to be moved: co-hosts who declined their copy, or deleted it. Whatever stands there at its time is something else.</summary>
    public IReadOnlySet<MemberId> HaveNoCopy { get; init; } = new HashSet<MemberId>();
}

/// <summary>A page with what is known around it: which slots it offers and why, and who takes one.</summary>
public sealed class PageDesk(BookingPage page, PageSurroundings around)
{
    private readonly BookingLimits limits = page.Settings.Limits.ToLimits();
    private readonly ILookup<AgendaId, TakenTime> taken = around.Taken.ToLookup(t => t.Whose);
    private PageOffer? offer;

    /// <summary>What is offered of it.</summary>
    public PageOffer Offer => offer ??= new PageOffer(page, new PageParts(
        [.. page.Hosts.Select(HostOf)],
        [.. page.Settings.Rooms.Select(RoomOf)],
        around.Bookings,
        around.OwnDays));

    /// <summary>One of the page's hosts as the engine sees them.</summary>
    public HostBusy HostOf(MemberId host) => HostOf(host, moving: null);

    /// <summary>One of the page's rooms as the engine sees it.</summary>
    public RoomBusy RoomOf(RoomId room) => RoomOf(room, moving: null);

    /// <summary>Why a date has no hours of the page's, or other ones.</summary>
    public DayRule RuleOf(LocalDate date) => Offer.Hours.RuleOf(date);

    /// <summary>The page's hours of a date, by the clock.</summary>
    public IReadOnlyList<HoursRange> HoursOn(LocalDate date) => Offer.Hours.On(date);

    /// <summary>Every start that the hours of a date have room for, whether it is offered or not.</summary>
    public IReadOnlyList<Instant> StartsOn(LocalDate date)
    {
        var day = Days.NumberOf(date);
        using var ranges = new Pooled<StartRange>(16);
        OpeningSweep.Ranges(Offer.Hours, day, day, ranges);
        var starts = new List<Instant>();
        foreach (var range in ranges.Span)
        {
            for (var minute = range.From; minute < range.To; minute += page.Settings.Limits.StepMinutes)
                starts.Add(MinuteSpan.InstantOf(minute));
        }

        return starts;
    }

    /// <summary>Which rule leaves nothing to offer on these dates; null when something is offered.</summary>
    /// <exception cref="ArgumentException">As <see cref="SlotFinder.Find"/>.</exception>
    public NothingOffered? WhyNothing(int minutes, LocalDate first, LocalDate last, Instant now) =>
        EmptyOffer.WhyNothing(Offer.Ask(minutes, first, last, now));

    /// <summary>The dates of the page's zone that are read to decide on a start, half-open: its own and the next.</summary>
    public static Interval DatesReadFor(BookingPage page, Instant start)
    {
        var zone = DateTimeZoneProviders.Tzdb[page.Settings.Hours.ZoneId];
        var date = start.InZone(zone).Date;
        return new Interval(zone.AtStartOfDay(date).ToInstant(), zone.AtStartOfDay(date.PlusDays(2)).ToInstant());
    }

    /// <summary>空き枠 as found by older word, with this desk's own of the dates that were read for a start.</summary>
    /// <param name="moving">What is to be moved; null for a new booking.</param>
    public Slots Renew(Slots older, int minutes, Instant start, Appointment? moving, Instant now)
    {
        var date = start.InZone(Offer.Zone).Date;
        var question = moving is null ? Offer.Ask(minutes, date, date.PlusDays(1), now) : AskToMove(moving, date, date.PlusDays(1), now);
        return older.With(SlotFinder.Find(question), DatesReadFor(page, start));
    }

    /// <summary>この時間はなぜ? (SPEC B14)</summary>
    public SlotExplanation Explain(int minutes, Instant start, Instant now)
    {
        var (first, last) = Offer.Horizon(now);
        return SlotFinder.Explain(Offer.Ask(minutes, first, last, now), start);
    }

    /// <summary>All that is known of the calendars of hosts and rooms within a half-open stretch of time.</summary>
    public IReadOnlyDictionary<AgendaId, IReadOnlyList<SlotObstacle>> Within(Interval time) =>
        page.Hosts.Distinct().Select(h => (Whose: AgendaId.Of(h), HostOf(h).Busy))
            .Concat(page.Settings.Rooms.Distinct().Select(r => (Whose: AgendaId.Of(r), RoomOf(r).Busy)))
            .ToDictionary(c => c.Whose, c => c.Busy.Within(time, c.Whose));

    /// <summary>Why the page's own rules refuse a start, whoever is free: hours, notice, horizon, steps and caps. No calendar is needed for it.</summary>
    /// <returns>Null when they do not: then the calendars decide.</returns>
    public BookingRefusal? WhyNever(int minutes, Instant start, Instant now)
    {
        var date = start.InZone(Offer.Zone).Date;
        var question = Offer.Ask(minutes, date, date, now);
        var anybody = new HostBusy(page.Owner, BusyIndex.Of(new BusyTimes.Known([], now), [], BusyPolicy.Usual));
        question = question with
        {
            Rules = question.Rules with { Attendance = new AttendanceRule.Everyone(), Limits = question.Rules.Limits with { OfferedPerDay = null } },
            Hosts = [anybody],
            Rooms = [],
        };
        return SlotFinder.Find(question).Contains(start) ? null : WhyNot(question, start);
    }

    /// <summary>The booking, or why there is none. Hosts and room are chosen here, in the same decision.</summary>
    /// <param name="linked">Hosts whose calendar can be written to; the main host is one of them.</param>
    /// <param name="evenPaused">By a one-time URL, or by a member on the telephone.</param>
    public Result<Appointment, BookingRefusal> Accept(BookingRequest request, IReadOnlySet<MemberId> linked, bool evenPaused, Instant now)
    {
        if (!page.IsOpen(evenPaused))
            return BookingRefusal.PageClosed;
        if (!page.Settings.Meeting.Minutes.Contains(request.Minutes))
            return BookingRefusal.NotOffered;

        var date = request.Start.InZone(Offer.Zone).Date;
        var question = Offer.Ask(request.Minutes, date, date, now);
        question = question with { Hosts = [.. question.Hosts.Select(h => h with { IsLinked = linked.Contains(h.Host) })] };
        return SlotFinder.Assign(question, request.Start, SeedOf(request.Attempt)) is { } assigned
            ? Appointment.Book(page, request, assigned, assigned.Hosts.First(linked.Contains), now)
            : WhyNot(question, request.Start);
    }

    /// <summary>別の日時に変更: the slot and the room an appointment of the page moves to, by the page's rules (SPEC B6, B9).</summary>
    /// <remarks>The same people come, and the same room where it is free; else the first of the page's that is.</remarks>
    public Result<SlotAssignment, BookingRefusal> AcceptMove(Appointment appointment, Instant start, Instant now)
    {
        var date = start.InZone(Offer.Zone).Date;
        var question = AskToMove(appointment, date, date, now);
        return SlotFinder.Assign(question, start) is { } assigned ? assigned : WhyNot(question, start);
    }

    /// <summary>空き枠 to which an appointment of the page could move.</summary>
    public Slots FindToMove(Appointment appointment, Instant now)
    {
        var (first, last) = Offer.Horizon(now);
        return SlotFinder.Find(AskToMove(appointment, first, last, now));
    }

    private SlotQuestion AskToMove(Appointment appointment, LocalDate first, LocalDate last, Instant now)
    {
        var question = Offer.Ask((int)appointment.Chosen!.Time.Duration.TotalMinutes, first, last, now);
        return question with
        {
            Rules = question.Rules with { Attendance = new AttendanceRule.Everyone() },
            // Who is the main host is decided already.
            Hosts = [.. appointment.Hosts.Select(h => HostOf(h, appointment) with { IsLinked = true })],
            Rooms = [.. page.RoomsFor(appointment).Select(r => RoomOf(r, appointment))],
        };
    }

    private HostBusy HostOf(MemberId host, Appointment? moving) => new(
        host,
        BusyIndex.Of(TimesOf(host, moving), [.. taken[host]], page.Settings.Policy, around.Read, moving?.Id, new OwnBuffers(page.Id, limits.PeopleBuffers)),
        page.Settings.Hours.WithinWorkingHours ? around.WorkingHours.GetValueOrDefault(host) : null);

    private BusyTimes TimesOf(MemberId host, Appointment? moving)
    {
        var times = around.Busy.GetValueOrDefault(host) ?? Unread;
        return moving is null || host == moving.MainHost || around.HaveNoCopy.Contains(host)
            ? times
            : OwnCopy.WithoutCopy(times, around.Busy.GetValueOrDefault(moving.MainHost), moving, page.Settings.Policy);
    }

    /// <summary>What is written to a room says nothing of people: only the room's own time counts.</summary>
    private RoomBusy RoomOf(RoomId room, Appointment? moving)
    {
        var times = around.Rooms.GetValueOrDefault(room) ?? Unread;
        if (moving?.Chosen?.RoomOrNone is { } own && own == room)
            times = OwnCopy.WithoutOwn(times, around.Busy.GetValueOrDefault(moving.MainHost), moving);
        return new RoomBusy(room, BusyIndex.Of(times, [.. taken[room]], BusyPolicy.Usual, around.Read, moving?.Id, new OwnBuffers(page.Id, limits.RoomBuffers)));
    }

    private static BusyTimes Unread => new BusyTimes.Unknown(UnknownReason.Unavailable);

    /// <summary>Unknown is told apart only where nothing else stands against the slot.</summary>
    private static BookingRefusal WhyNot(SlotQuestion question, Instant start)
    {
        var deciding = SlotFinder.Explain(question, start).Obstacles.Where(o => o.Decides).Select(o => o.Kind).ToHashSet();
        if (deciding.Any(k => k is ObstacleKind.Entry or ObstacleKind.BufferEntry or ObstacleKind.Hold or ObstacleKind.Appointment
                or ObstacleKind.DayFull or ObstacleKind.WeekFull or ObstacleKind.MonthFull or ObstacleKind.OfferedEnough))
            return BookingRefusal.SlotTaken;
        if (deciding.Count == 0 || deciding.Any(k => k is not (ObstacleKind.Unknown or ObstacleKind.NotLinked)))
            return BookingRefusal.NotOffered;
        return deciding.Contains(ObstacleKind.Unknown) ? BookingRefusal.CalendarUnavailable : BookingRefusal.HostNotConnected;
    }

    private static ulong SeedOf(Guid attempt) => BitConverter.ToUInt64(attempt.ToByteArray());
}
