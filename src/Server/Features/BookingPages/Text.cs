using Hidori.Domain.Appointments;
using Hidori.Domain.Availability;
using Hidori.Domain.BookingPages;
using Hidori.Server.Ui;
using NodaTime;

namespace Hidori.Server.Features.BookingPages;

internal static class Text
{
    private static readonly Words Words = new(typeof(Text));

    public static string Of(string key, params object[] args) => Words.Of(key, args);

    public static string Of(IsoDayOfWeek day) => day switch
    {
        IsoDayOfWeek.Monday => Of("Monday"),
        IsoDayOfWeek.Tuesday => Of("Tuesday"),
        IsoDayOfWeek.Wednesday => Of("Wednesday"),
        IsoDayOfWeek.Thursday => Of("Thursday"),
        IsoDayOfWeek.Friday => Of("Friday"),
        IsoDayOfWeek.Saturday => Of("Saturday"),
        _ => Of("Sunday"),
    };

    public static string Of(BookingPageState state) => state switch
    {
        BookingPageState.Public => Of("StatePublic"),
        BookingPageState.Paused => Of("StatePaused"),
    };

    public static string Of(PageAttendance attendance) => attendance switch
    {
        PageAttendance.Everyone => Of("RuleEveryone"),
        PageAttendance.AnyOne => Of("RuleAnyOne"),
        PageAttendance.Detailed => Of("RuleDetailed"),
    };

    public static string Of(PagePart part, PageAttendance attendance) => part switch
    {
        PagePart.Attends => attendance == PageAttendance.Detailed ? Of("PartRequired") : Of("PartAttends"),
        PagePart.Optional => Of("PartOptional"),
        PagePart.OneOfGroup => Of("PartGroup"),
        PagePart.Coordinator => Of("PartCoordinator"),
    };

    public static string Of(HostChoice choice) => choice switch
    {
        HostChoice.EvenLoad => Of("ChoiceEven"),
        HostChoice.Priority => Of("ChoicePriority"),
        HostChoice.Random => Of("ChoiceRandom"),
    };

    public static string Of(QuestionKind kind) => kind switch
    {
        QuestionKind.Text => Of("KindText"),
        QuestionKind.LongText => Of("KindLongText"),
        QuestionKind.Choice => Of("KindChoice"),
        QuestionKind.Several => Of("KindSeveral"),
        QuestionKind.Consent => Of("KindConsent"),
    };

    public static string Of(FieldNeed need) => need switch
    {
        FieldNeed.Hidden => Of("NeedHidden"),
        FieldNeed.Asked => Of("NeedAsked"),
        FieldNeed.Required => Of("NeedRequired"),
    };

    public static string Of(NothingOffered nothing) => nothing switch
    {
        NothingOffered.Hours => Of("NothingHours"),
        NothingOffered.Notice => Of("NothingNotice"),
        NothingOffered.WorkingHours => Of("NothingWorkingHours"),
        NothingOffered.CalendarUnknown => Of("NothingCalendarUnknown"),
        NothingOffered.HostsBusy => Of("NothingHostsBusy"),
        NothingOffered.Rooms => Of("NothingRooms"),
        NothingOffered.Caps => Of("NothingCaps"),
    };

    public static string Of(BusyKind kind) => kind switch
    {
        BusyKind.Busy => Of("EntryBusy"),
        BusyKind.Tentative => Of("EntryTentative"),
        BusyKind.OutOfOffice => Of("EntryOutOfOffice"),
        BusyKind.WorkingElsewhere => Of("EntryElsewhere"),
        BusyKind.Unknown => Of("EntryUnknown"),
    };

    public static string Of(UnknownReason reason) => reason switch
    {
        UnknownReason.NotConnected => Of("UnknownNotConnected"),
        UnknownReason.ConnectionBroken => Of("UnknownConnectionBroken"),
        UnknownReason.Throttled => Of("UnknownThrottled"),
        UnknownReason.Unavailable => Of("UnknownUnavailable"),
        UnknownReason.AddressUnknown => Of("UnknownAddressUnknown"),
        UnknownReason.NotShared => Of("UnknownNotShared"),
    };

    public static string Of(MemberTrouble trouble) => trouble switch
    {
        MemberTrouble.NotConnected => Of("Unlinked"),
        MemberTrouble.NeedsReconnection => Of("TroubleBroken"),
        MemberTrouble.PermissionLost => Of("TroublePermission"),
        MemberTrouble.MailboxMissing => Of("TroubleMailbox"),
        MemberTrouble.RegistrationRefused => Of("TroubleRegistration"),
    };

    /// <summary>Who can mend it, where the reader cannot by one press.</summary>
    public static string Mending(MemberInTrouble member, bool readerIsAdministrator) => member switch
    {
        { IsReader: true } => "",
        { Trouble: MemberTrouble.RegistrationRefused } => readerIsAdministrator ? "" : Of("MendByAdministrator"),
        { Trouble: MemberTrouble.NotConnected } => Of("MendByThemFirst", member.Name),
        _ => Of("MendByThem", member.Name),
    };

    public static string Of(UpcomingUnit unit) => unit switch
    {
        UpcomingUnit.Days => Of("UnitDays"),
        UpcomingUnit.Hours => Of("UnitHours"),
    };

    public static string Of(PageMailKind kind) => kind switch
    {
        PageMailKind.Confirmed => Of("MailConfirmed"),
        PageMailKind.Upcoming => Of("MailUpcoming"),
        PageMailKind.Changed => Of("MailChanged"),
        PageMailKind.Cancelled => Of("MailCancelled"),
    };

    public static string Of(LogoRefusal refusal) => refusal switch
    {
        LogoRefusal.NotAPicture => Of("LogoNotAPicture"),
        LogoRefusal.FileTooLarge => Of("LogoTooLarge", LogoPicture.LargestFile / 1024),
        LogoRefusal.TooManyPixels => Of("LogoTooManyPixels", LogoPicture.MostPixels),
    };

    /// <summary>What is wrong, with the numbers that make it so.</summary>
    public static string Of(PageFinding finding) => Of("Refused" + finding.Refusal, finding.Refusal switch
    {
        PageRefusal.NameTooLong => [BookingPage.LongestName],
        PageRefusal.SlugUnfit => [BookingPage.LongestSlug],
        PageRefusal.LengthOutOfRange => [PageMeeting.ShortestMinutes, PageMeeting.LongestMinutes],
        PageRefusal.TooManyLengths => [PageMeeting.MostLengths],
        PageRefusal.LengthLongerThanHours => [Dates.Length(Duration.FromMinutes(finding.Row))],
        PageRefusal.TooManyMembers => [BookingPage.MostMembers],
        PageRefusal.NeededUnfit => [finding.Row],
        PageRefusal.TooManyRanges => [PageHours.MostRangesPerDay],
        PageRefusal.TooManyExceptions => [PageHours.MostExceptions],
        PageRefusal.KeywordTooLong or PageRefusal.BufferKeywordTooLong => [PageCheck.LongestKeyword],
        PageRefusal.TooManyKeywords or PageRefusal.TooManyBufferKeywords => [PageCheck.MostKeywords],
        PageRefusal.NoticeTooLong => [PageLimits.MostNoticeMinutes / 60 / 24],
        PageRefusal.DaysAheadOutOfRange => [PageLimits.MostDaysAhead],
        PageRefusal.BufferTooLong => [PageLimits.MostBufferMinutes],
        PageRefusal.CapTooHigh => [PageLimits.MostPerDay * 31],
        PageRefusal.TooManyRooms => [BookingPage.MostRooms],
        PageRefusal.QuestionWithoutChoices => [GuestForm.MostChoices],
        PageRefusal.TooManyQuestions => [GuestForm.MostQuestions],
        PageRefusal.TooManyCompanions => [GuestForm.MostCompanionsEver],
        PageRefusal.FrameOriginUnfit => [PageCheck.MostFrameOrigins],
        PageRefusal.GuestNoticeTooLong => [Domain.Appointments.GuestRights.MostNoticeHours],
        _ => [],
    });
}
