using Hidori.Domain.Appointments;
using Hidori.Domain.Availability;
using Hidori.Domain.Outside;
using NodaTime;

namespace Hidori.Domain.Tests.Availability;

/// <summary>Random questions from a number, most of them where the clocks change or holidays crowd.</summary>
internal sealed class SlotCases
{
    private static readonly (string Zone, int Year, int Month, int Day)[] Places =
    [
        ("Asia/Tokyo", 2026, 5, 3), ("Asia/Tokyo", 2026, 9, 21), ("Asia/Tokyo", 2027, 1, 1), ("Asia/Kolkata", 2026, 6, 1),
        ("America/New_York", 2026, 3, 8), ("America/New_York", 2026, 11, 1), ("Europe/Berlin", 2027, 3, 28),
        ("Australia/Lord_Howe", 2026, 4, 5), ("Australia/Lord_Howe", 2026, 10, 4), ("Pacific/Apia", 2011, 12, 30),
        ("Pacific/Kwajalein", 1993, 8, 21), ("America/Sao_Paulo", 2018, 11, 4), ("America/Sao_Paulo", 2018, 2, 18),
        ("Africa/Cairo", 2026, 4, 24), ("Africa/Cairo", 2026, 10, 30), ("America/St_Johns", 2010, 3, 14),
        ("America/St_Johns", 2010, 11, 7), ("Atlantic/Azores", 2026, 10, 25), ("Antarctica/Troll", 2026, 3, 29),
        ("Africa/Monrovia", 1972, 1, 7),
    ];

    private readonly Random random;
    private readonly DateTimeZone zone;
    private readonly LocalDate around;

    private SlotCases(int seed)
    {
        random = new Random(seed);
        var place = Pick(Places);
        zone = DateTimeZoneProviders.Tzdb[place.Zone];
        around = new LocalDate(place.Year, place.Month, place.Day);
        if (Chance(5))
        {
            zone = DateTimeZoneProviders.Tzdb[Pick(DateTimeZoneProviders.Tzdb.Ids)];
            around = new LocalDate(2026, 1, 1).PlusDays(random.Next(-18_000, 12_000));
        }
    }

    public static SlotCase Of(int seed) => new SlotCases(seed).Case();

    private SlotCase Case()
    {
        var hosts = Many(1, 4, i => Calendar(i + 1, Chance(3) ? Hours(OtherZone()) : null));
        var first = around.PlusDays(random.Next(-2, 2));
        return new SlotCase(
            Hours(zone),
            Limits(),
            Rule([.. hosts.Select(h => new MemberId(h.Id))]),
            Duration.FromMinutes(Pick([15, 30, 45, 60, 90, 25, 7, 1500])),
            hosts,
            Chance(2) ? [] : Many(1, 3, i => Calendar(i + 101, null)),
            Many(0, 6, _ => new PageBooking(At(random.Next(-3000, 3000)), [.. hosts.Where(_ => Chance(2)).Select(h => new MemberId(h.Id))])),
            At(random.Next(-4000, 1500)) + Duration.FromSeconds(random.Next(60)),
            first,
            first.PlusDays(Chance(4) ? 3 : random.Next(2)));
    }

    private PlainHours Hours(DateTimeZone hoursZone) => new(
        hoursZone,
        Enumerable.Range(1, 7).Where(_ => !Chance(6)).ToDictionary(d => (IsoDayOfWeek)d, _ => Ranges()),
        Chance(2) ? HolidayRule.Closed : HolidayRule.AsUsual,
        Enumerable.Range(-2, 5).Where(_ => Chance(6)).ToDictionary(d => around.PlusDays(d), _ => Chance(3) ? [] : Ranges()),
        Enumerable.Range(-2, 5).Where(_ => Chance(6)).ToDictionary(
            d => around.PlusDays(d), _ => Chance(2) ? OrganizationDay.Closed : OrganizationDay.Open));

    private IReadOnlyList<HoursRange> Ranges()
    {
        if (Chance(6))
            return [new(LocalTime.Midnight, LocalTime.Midnight)];
        var grain = Pick([60, 30, 15, 7]);
        var times = Enumerable.Range(0, 2 * random.Next(1, 4))
            .Select(_ => Chance(6) ? 0 : Chance(6) ? 1440 : random.Next(Chance(2) ? 240 : 1440) / grain * grain).Distinct().Order().ToList();
        return [.. times.Chunk(2).Where(c => c.Length == 2).Select(c => new HoursRange(TimeOf(c[0]), TimeOf(c[1])))];

        static LocalTime TimeOf(int minute) => minute == 1440 ? LocalTime.Midnight : new LocalTime(minute / 60, minute % 60);
    }

    private BookingLimits Limits() => new()
    {
        MinimumNotice = Duration.FromMinutes(Chance(2) ? 0 : random.Next(3000)),
        FurthestDays = Chance(3) ? random.Next(5) : null,
        Step = Duration.FromMinutes(Pick([15, 30, 30, 60, 60, 20, 45, 90, 37])),
        PeopleBuffers = AnyBuffers(),
        RoomBuffers = AnyBuffers(),
        PerDay = Cap(),
        PerWeek = Cap(),
        PerMonth = Cap(),
        OfferedPerDay = Chance(4) ? random.Next(1, 6) : null,
    };

    private int? Cap() => Chance(5) ? random.Next(0, 5) : null;

    private Buffers AnyBuffers() => Chance(2)
        ? default
        : new(Duration.FromMinutes(random.Next(40)), Duration.FromMinutes(random.Next(40)));

    private AttendanceRule Rule(List<MemberId> hosts)
    {
        switch (random.Next(3))
        {
            case 0:
                return new AttendanceRule.Everyone();
            case 1:
                return new AttendanceRule.AnyOne(Pick(Enum.GetValues<HostChoice>()));
        }

        var places = hosts.ToLookup(_ => random.Next(4));
        var groups = new[] { places[2].ToList(), places[3].ToList() }.Where(g => g.Count > 0)
            .Select(g => new HostGroup(g, random.Next(1, g.Count + 1), Pick(Enum.GetValues<HostChoice>()))).ToList();
        return !places[0].Any() && groups.Count == 0
            ? new AttendanceRule.RequiredAndOptional(hosts, [], [])
            : new AttendanceRule.RequiredAndOptional([.. places[0]], [.. places[1]], groups);
    }

    private PlainCalendar Calendar(int number, PlainHours? hours)
    {
        var own = new AppointmentId(new Guid(7, 0, 0, new byte[8]));
        BusyTimes times = Chance(9)
            ? new BusyTimes.Unknown(Pick(Enum.GetValues<UnknownReason>()))
            : new BusyTimes.Known(Many(0, 5, i => Entry(i, own)), At(-5000), IsFreeBusyAlone: Chance(3));
        return new PlainCalendar(
            new Guid(number, 0, 0, new byte[8]),
            times,
            Many(0, 2, i => Taken(i, own)),
            new BusyPolicy { TentativeBlocks = Chance(2), AllDayBlocks = Chance(2), FreeKeywords = Chance(2) ? [] : ["ﾗﾝﾁ", "Focus"], BufferKeywords = Chance(2) ? [] : ["バッファ"] },
            Chance(6) ? Between(At(random.Next(-3000, 500)), random.Next(1, 4000)) : null,
            Chance(3) ? own : null,
            hours);
    }

    private BusyEntry Entry(int number, AppointmentId own) => new(
        Between(At(random.Next(-2500, 3500)), Chance(9) ? 0 : random.Next(1, 300)),
        Pick([BusyKind.Busy, BusyKind.Busy, BusyKind.Tentative, BusyKind.WorkingElsewhere, BusyKind.Unknown]),
        $"e{number}",
        Pick([null, "定例", "ランチ 12F", "ＦＯＣＵＳ time", "移動 (ﾊﾞｯﾌｧ)"]),
        Chance(6) ? new EntryKey(own, new(Guid.Empty), new(Guid.Empty)) : null,
        IsAllDay: Chance(6));

    private TakenTime Taken(int number, AppointmentId own)
    {
        var time = Between(At(random.Next(-2500, 3500)), random.Next(1, 200));
        var appointment = Chance(2) ? own : new AppointmentId(new Guid(8 + number, 0, 0, new byte[8]));
        return new TakenTime(new(Guid.Empty), new(Guid.Empty), appointment, new(Guid.Empty), time.Start, time.End, Chance(2), Chance(2) ? PlainCalendar.Page : null);
    }

    private Interval Between(Instant start, int minutes)
    {
        var from = Chance(5) ? start + Duration.FromSeconds(random.Next(60)) : start;
        return new(from, from + Duration.FromMinutes(minutes));
    }

    private Instant At(int minute) => around.AtMidnight().InUtc().ToInstant() + Duration.FromMinutes(minute / 5 * 5);

    private DateTimeZone OtherZone() => DateTimeZoneProviders.Tzdb[Pick(Places).Zone];

    /// <summary>One time in so many.</summary>
    private bool Chance(int oneIn) => random.Next(oneIn) == 0;

    private T Pick<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];

    private List<T> Many<T>(int fewest, int below, Func<int, T> make) =>
        [.. Enumerable.Range(0, random.Next(fewest, below)).Select(make)];
}
