using Hidori.Domain.Appointments;
using Hidori.Domain.Availability;
using Hidori.Domain.Time;
using NodaTime;
using NodaTime.Text;

namespace Hidori.Domain.Tests.Availability;

/// <summary>A booking page in few words. Monday, 6 April 2026, in Tokyo, where nothing else is said.</summary>
internal sealed record GivenPage
{
    public const string Monday = "2026-04-06";
    public static readonly MemberId Sato = new(new Guid(1, 0, 0, new byte[8]));
    public static readonly MemberId Suzuki = new(new Guid(2, 0, 0, new byte[8]));
    public static readonly MemberId Tanaka = new(new Guid(3, 0, 0, new byte[8]));
    public static readonly RoomId Sakura = new(new Guid(11, 0, 0, new byte[8]));
    public static readonly RoomId Fuji = new(new Guid(12, 0, 0, new byte[8]));
    private static readonly Instant ReadAt = Instant.FromUtc(2026, 4, 1, 0, 0);

    public string Zone { get; init; } = "Asia/Tokyo";

    /// <summary>Of every day of the week: 09:00-12:00 13:00-24:00.</summary>
    public string Hours { get; init; } = "09:00-11:00";

    public HolidayRule Holidays { get; init; }
    public Dictionary<string, string> Exceptions { get; init; } = [];
    public Dictionary<string, OrganizationDay> OwnDays { get; init; } = [];
    public BookingLimits Limits { get; init; } = BookingLimits.None;
    public AttendanceRule Rule { get; init; } = new AttendanceRule.Everyone();
    public int Minutes { get; init; } = 30;
    public IReadOnlyList<HostBusy> Hosts { get; init; } = [Free(Sato)];
    public IReadOnlyList<RoomBusy> Rooms { get; init; } = [];
    public IReadOnlyList<PageBooking> Bookings { get; init; } = [];
    public string Now { get; init; } = "2000-01-01 00:00";

    public static HostBusy Free(MemberId host) => Busy(host);

    public static HostBusy Busy(MemberId host, params BusyEntry[] entries) => Busy(host, BusyPolicy.Usual, entries);

    public static HostBusy Busy(MemberId host, BusyPolicy policy, params BusyEntry[] entries) =>
        new(host, BusyIndex.Of(new BusyTimes.Known(entries, ReadAt), [], policy));

    public static HostBusy Unknown(MemberId host) =>
        new(host, BusyIndex.Of(new BusyTimes.Unknown(UnknownReason.Throttled, ReadAt), [], BusyPolicy.Usual));

    public static RoomBusy Room(RoomId room, params BusyEntry[] entries) =>
        new(room, BusyIndex.Of(new BusyTimes.Known(entries, ReadAt), [], BusyPolicy.Usual));

    /// <summary>An entry of the Monday, in Tokyo: 10:00-10:30.</summary>
    public static BusyEntry Entry(string time, string? title = null, BusyKind kind = BusyKind.Busy) =>
        new(On(time), kind, "e", title, null);

    public static TakenTime Taken(string time, bool isFixed)
    {
        var interval = On(time);
        return new TakenTime(new(Guid.Empty), Sato, new(Guid.Empty), new(Guid.Empty), interval.Start, interval.End, isFixed);
    }

    public static Interval On(string time) =>
        new(At($"{Monday} {time[..5]}", "Asia/Tokyo"), At($"{Monday} {time[6..]}", "Asia/Tokyo"));

    public static Instant At(string text, string zone = "Asia/Tokyo") => DateTimeZoneProviders.Tzdb[zone].InstantOf(
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm").Parse(text).Value);

    public static PageBooking Booking(string start, params MemberId[] hosts) => new(At(start), hosts);

    public SlotQuestion Asking(string first, string? last = null) => new(
        new BookingRules(Compiled(), Limits, Rule),
        Duration.FromMinutes(Minutes),
        Hosts,
        Rooms,
        new PageBookings(Bookings),
        At(Now, Zone),
        Date(first),
        Date(last ?? first));

    /// <summary>By the clock of the page: 09:00 09:30; a clock that runs twice shows a time twice.</summary>
    public string Offers(string first = Monday, string? last = null) =>
        string.Join(' ', SlotFinder.Find(Asking(first, last)).Select(s => LocalTimePattern.CreateWithInvariantCulture("HH:mm")
            .Format(s.InZone(DateTimeZoneProviders.Tzdb[Zone]).TimeOfDay)));

    public SlotAssignment? Assigns(string start, ulong seed = 0) => SlotFinder.Assign(Asking(start[..10]), At(start, Zone), seed);

    public SlotExplanation Explains(string start) => SlotFinder.Explain(Asking(start[..10]), At(start, Zone));

    private BookingHours Compiled() => new(
        DateTimeZoneProviders.Tzdb[Zone],
        Enumerable.Range(1, 7).ToDictionary(d => (IsoDayOfWeek)d, _ => Ranges(Hours)),
        Holidays,
        Exceptions.ToDictionary(e => Date(e.Key), e => Ranges(e.Value)),
        OwnDays.ToDictionary(d => Date(d.Key), d => d.Value));

    private static IReadOnlyList<HoursRange> Ranges(string text) =>
    [
        .. text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(r => new HoursRange(Time(r[..5]), r[6..] == "24:00" ? LocalTime.Midnight : Time(r[6..]))),
    ];

    private static LocalTime Time(string text) => LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(text).Value;

    private static LocalDate Date(string text) => LocalDatePattern.Iso.Parse(text).Value;
}
