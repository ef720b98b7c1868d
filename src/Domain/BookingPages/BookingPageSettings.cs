using Hidori.Domain.Appointments;
using Hidori.Domain.Availability;
using NodaTime;

namespace Hidori.Domain.BookingPages;

/// <summary>会議: what is met for, how, and for how long (SPEC B2).</summary>
/// <param name="Minutes">Lengths to choose from, shortest first; the guest sees no choice where there is one.</param>
/// <param name="TitleTemplate">
/// With <c>{会社名}</c>, <c>{氏名}</c> and <c>{ページ名}</c> in place of what is known at booking; empty for the ordinary title.
/// </param>
/// <param name="Description">Shown on the page.</param>
/// <param name="Message">お客様へのご案内: in mails and on the page of the booking.</param>
public sealed record PageMeeting(
    AppointmentFormat Format,
    bool WithJoinLink,
    IReadOnlyList<int> Minutes,
    string Place = "",
    string Directions = "",
    string TitleTemplate = "",
    string Description = "",
    string Message = "",
    bool WithReceptionCode = false)
{
    public const int LongestTitle = 200;
    public const int ShortestMinutes = 5;
    public const int LongestMinutes = 8 * 60;
    public const int MostLengths = 6;

    /// <summary>会議タイトル of one booking.</summary>
    public string TitleFor(string page, string company, string name) => LongText.Cut(
        TitleTemplate
            .Replace("{会社名}", company, StringComparison.Ordinal)
            .Replace("{氏名}", name, StringComparison.Ordinal)
            .Replace("{ページ名}", page, StringComparison.Ordinal).Trim(),
        LongestTitle);
}

/// <summary>One stretch of a weekday's hours, by the clock on the wall of the page's zone.</summary>
public sealed record WeeklyRange(IsoDayOfWeek Day, LocalTime Opens, LocalTime Closes)
{
    internal HoursRange Hours => new(Opens, Closes);
}

/// <summary>日付の例外: the hours of one date.</summary>
/// <param name="Ranges">In order and apart; none closes the date.</param>
public sealed record DateHours(LocalDate Date, IReadOnlyList<HoursRange> Ranges);

/// <summary>営業日時 (SPEC B4).</summary>
/// <param name="ZoneId">IANA zone of the page.</param>
/// <param name="WithinWorkingHours">Each host's own 勤務時間 count beside the page's.</param>
public sealed record PageHours(
    string ZoneId, IReadOnlyList<WeeklyRange> Weekly, IReadOnlyList<DateHours> Exceptions, HolidayRule Holidays, bool WithinWorkingHours)
{
    public const int MostRangesPerDay = 6;
    public const int MostExceptions = 200;

    /// <summary>As hours to be asked, with the organization's own days.</summary>
    public BookingHours ToHours(IReadOnlyDictionary<LocalDate, OrganizationDay> ownDays) => new(
        DateTimeZoneProviders.Tzdb[ZoneId],
        Weekly.GroupBy(r => r.Day).ToDictionary(
            g => g.Key, g => (IReadOnlyList<HoursRange>)[.. g.OrderBy(r => r.Opens).Select(r => r.Hours)]),
        Holidays,
        Exceptions.ToDictionary(e => e.Date, e => e.Ranges),
        ownDays);
}

/// <summary>受付の条件 (SPEC B5). All lengths are whole minutes; null is no limit.</summary>
public sealed record PageLimits
{
    public const int MostNoticeMinutes = 30 * 24 * 60;
    public const int MostDaysAhead = 365;
    public const int MostBufferMinutes = 4 * 60;
    public const int MostPerDay = 200;
    public static readonly IReadOnlyList<int> Steps = [5, 10, 15, 20, 30, 60];

    public int NoticeMinutes { get; init; } = 24 * 60;
    public int FurthestDays { get; init; } = 60;
    public int StepMinutes { get; init; } = 30;
    public int PeopleBeforeMinutes { get; init; }
    public int PeopleAfterMinutes { get; init; }
    public int RoomBeforeMinutes { get; init; }
    public int RoomAfterMinutes { get; init; }
    public int? PerDay { get; init; }
    public int? PerWeek { get; init; }
    public int? PerMonth { get; init; }
    public int? OfferedPerDay { get; init; }

    /// <summary>The longest buffer of anybody: how far beyond a time its surroundings matter.</summary>
    public Duration LongestBuffer => Duration.FromMinutes(
        Math.Max(Math.Max(PeopleBeforeMinutes, PeopleAfterMinutes), Math.Max(RoomBeforeMinutes, RoomAfterMinutes)));

    public BookingLimits ToLimits() => new()
    {
        MinimumNotice = Duration.FromMinutes(NoticeMinutes),
        FurthestDays = FurthestDays,
        Step = Duration.FromMinutes(StepMinutes),
        PeopleBuffers = new Buffers(Duration.FromMinutes(PeopleBeforeMinutes), Duration.FromMinutes(PeopleAfterMinutes)),
        RoomBuffers = new Buffers(Duration.FromMinutes(RoomBeforeMinutes), Duration.FromMinutes(RoomAfterMinutes)),
        PerDay = PerDay,
        PerWeek = PerWeek,
        PerMonth = PerMonth,
        OfferedPerDay = OfferedPerDay,
    };
}

/// <summary>参加ルール, as a page says it (SPEC B3).</summary>
public enum PageAttendance
{
    /// <summary>全員参加</summary>
    Everyone,

    /// <summary>誰か1人が参加</summary>
    AnyOne,

    /// <summary>さらに詳細: by what each member's place says.</summary>
    Detailed,
}

/// <summary>A member's place on a page.</summary>
public enum PagePart
{
    /// <summary>会議に参加; under さらに詳細 必須.</summary>
    Attends,

    /// <summary>任意: comes when free. Only under さらに詳細.</summary>
    Optional,

    /// <summary>One of those of whom so many come. Only under さらに詳細.</summary>
    OneOfGroup,

    /// <summary>代理調整者: sees to the page and its bookings, takes no part.</summary>
    Coordinator,
}

/// <summary>参加ルール with its choice.</summary>
/// <param name="Choice">Who of several free ones.</param>
/// <param name="Needed">How many of the group, under さらに詳細; at least 1.</param>
public sealed record PageRule(PageAttendance Attendance, HostChoice Choice = HostChoice.EvenLoad, int Needed = 1);

/// <summary>Everything a page is set to, apart from who takes part.</summary>
public sealed record BookingPageSettings(
    PageMeeting Meeting, PageRule Rule, PageHours Hours, PageLimits Limits, BusyPolicy Policy, GuestForm Form, GuestRights Rights)
{
    /// <summary>会議室, in order: the first free one is taken (SPEC B6). Empty when none is needed.</summary>
    public IReadOnlyList<RoomId> Rooms { get; init; } = [];

    /// <summary>Where the guest goes after booking instead of our own last screen; empty for ours. Only https.</summary>
    public string ThankYouAddress { get; init; } = "";

    /// <summary>ご連絡先: how a guest reaches somebody who can help.</summary>
    public string Contact { get; init; } = "";

    /// <summary>お客様へのメール (SPEC B11).</summary>
    public PageMails Mails { get; init; } = PageMails.Usual;

    /// <summary>ご希望: a guest whom no free time suits may say when it would.</summary>
    public bool TakesWishes { get; init; } = true;

    /// <summary>Other sites that may show the page in a frame (SPEC B12), as origins; empty for none.</summary>
    public IReadOnlyList<string> FrameOrigins { get; init; } = [];

    /// <summary>A page of one member's own, as every member has it ready (SPEC B11b).</summary>
    public static BookingPageSettings Usual(string zoneId, AppointmentFormat format) => new(
        new PageMeeting(format, WithJoinLink: format == AppointmentFormat.Online, [30]),
        new PageRule(PageAttendance.Everyone),
        new PageHours(
            zoneId,
            [
                .. from day in Enumerable.Range((int)IsoDayOfWeek.Monday, 5)
                   from range in (HoursRange[])[new(new LocalTime(10, 0), new LocalTime(12, 0)), new(new LocalTime(13, 0), new LocalTime(17, 30))]
                   select new WeeklyRange((IsoDayOfWeek)day, range.Opens, range.Closes),
            ],
            [],
            HolidayRule.Closed,
            WithinWorkingHours: true),
        new PageLimits(),
        BusyPolicy.Usual,
        GuestForm.Usual,
        GuestRights.Default with { NoticeHours = 2 });
}
