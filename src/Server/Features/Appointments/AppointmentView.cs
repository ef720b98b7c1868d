using Hidori.Domain.Appointments;
using Hidori.Server.Ui;
using NodaTime;

namespace Hidori.Server.Features.Appointments;

/// <summary>One appointment with everything known about it.</summary>
/// <param name="Form">Fields in <paramref name="Zone"/>: deadlineDate, deadlineTime; or newDate, newStart, newEnd.</param>
public sealed record AppointmentView(
    ShellView Shell,
    string Id,
    AppointmentStatus Status,
    AppointmentFacts Facts,
    Instant? Start,
    Instant? End,
    Instant? Deadline,
    string Zone,
    Instant Now,
    CalendarMark Calendar,
    AppointmentProblem? Problem,
    IReadOnlyList<HostEntry> Hosts,
    IReadOnlyList<CandidateRow> Candidates,
    OtherTimesWish? Wish,
    IReadOnlyList<MailRow> Mails,
    IReadOnlyList<TimelineRow> Timeline,
    AppointmentActions Actions,
    OutsideChangeView? OutsideChange,
    FormState Form)
{
    public IReadOnlyList<CandidateRoom> Rooms { get; init; } = [];

    /// <summary>What became of it, once it is over.</summary>
    public AppointmentOutcome Outcome { get; init; }
    public MainHostOffer? MainHost { get; init; }

    /// <summary>Null while nobody is waited for.</summary>
    public ReminderView? Reminder { get; init; }

    /// <summary>Null when the guests get none (any more) and nothing can be switched.</summary>
    public UpcomingView? Upcoming { get; init; }

    /// <summary>Members who could take part too; null when who takes part is settled.</summary>
    public IReadOnlyList<MemberChoice>? Joining { get; init; }
}

/// <summary>催促 of guests who have not answered (SPEC P3).</summary>
/// <param name="IsOn">自動で催促する.</param>
/// <param name="DueAt">When the next goes by itself; null when none does.</param>
/// <param name="RemindedAt">When they were last reminded.</param>
/// <param name="PossibleFrom">From when on it can be sent by hand; null for now.</param>
public sealed record ReminderView(bool IsOn, Instant? DueAt, Instant? RemindedAt, Instant? PossibleFrom)
{
    public static ReminderView? Of(Appointment appointment, Instant now) => appointment.AwaitsAnswerByMail(now)
        ? new ReminderView(
            appointment.Reminds, appointment.ReminderDueAt, appointment.RemindedAt,
            appointment.RemindableFrom is { } from && from > now ? from : null)
        : null;
}

/// <summary>リマインド of the fixed time (SPEC B11).</summary>
/// <param name="DueAt">When the guests get it; null when it is off.</param>
/// <param name="CanSwitch">Its moment is ahead.</param>
public sealed record UpcomingView(Instant? DueAt, bool CanSwitch)
{
    public static UpcomingView? Of(Appointment appointment, Instant now) =>
        appointment.UpcomingLookAt(now) is { } due ? new UpcomingView(due, appointment.CanSwitchUpcoming(now))
        : appointment.CanSwitchUpcoming(now) ? new UpcomingView(null, CanSwitch: true)
        : null;
}

/// <summary>What somebody did to an entry in Outlook, until it is settled (SPEC M19).</summary>
/// <param name="IsMoved">Moved; else deleted or cancelled.</param>
/// <param name="IsHold">仮予約, not the meeting.</param>
/// <param name="NowStart">Where it stands; null when it is gone or became an all-day entry.</param>
/// <param name="Count">How many entries were touched.</param>
public sealed record OutsideChangeView(
    bool IsMoved,
    bool IsHold,
    string HostName,
    Instant WasStart,
    Instant WasEnd,
    Instant? NowStart,
    Instant? NowEnd,
    Instant Since,
    int Count,
    bool CanFollow);

public sealed record AppointmentFacts(
    string Title,
    IReadOnlyList<GuestFacts> Guests,
    IReadOnlyList<string> Copies,
    ViewFormat Format,
    string? Place,
    bool OnlineMeeting,
    string? JoinLink,
    string? Coordinator,
    string? Message,
    string? Note,
    string? GuestNote,
    string? Companions)
{
    /// <summary>How to get there; null for nothing.</summary>
    public string? Directions { get; init; }

    /// <summary>受付コードを発行する was ticked for a visit to us.</summary>
    public bool IsReceived { get; init; }

    /// <summary>Null while there is none.</summary>
    public string? ReceptionCode { get; init; }
}

/// <param name="Url">This guest's own link, while it can be shown.</param>
/// <param name="HasAnswered">Whose answer decided, where there are several.</param>
public sealed record GuestFacts(string Id, string Company, string Name, string? Mail, string? Url, bool HasAnswered)
{
    public static GuestFacts Of(Guest guest, Appointment appointment, string url) => new(
        guest.Id.ToString(), guest.Company, guest.Name, guest.Mail.Length > 0 ? guest.Mail : null,
        appointment.State == AppointmentState.Cancelled ? null : url,
        appointment.Guests.Count > 1 && appointment.AnsweredBy == guest.Id);
}

/// <param name="HostName">Whose calendar or connection it is about.</param>
/// <param name="IsYours">The reader can repair it.</param>
/// <param name="Pending">How many entries wait.</param>
public sealed record AppointmentProblem(
    ProblemKind Kind,
    string? HostName,
    bool IsYours,
    int Pending = 0,
    Instant? NextTry = null,
    string? Code = null,
    bool IsGivenUp = false);

public enum ProblemKind
{
    ConnectionBroken,
    PermissionLost,
    MailboxMissing,
    NotConnected,
    RegistrationRefused,
    Throttled,
    Unreachable,
    Refused,
    CopyMissing,
    JoinLinkMissing,
}

/// <param name="IsLinked">Gets entries of their own.</param>
public sealed record MemberChoice(string Id, string Name, bool IsLinked);

public sealed record HostEntry(
    string Id,
    string Name,
    bool IsMainHost,
    EntryState State,
    int Done = 0,
    int Wanted = 0,
    ProblemKind? Reason = null,
    Instant? NextTry = null);

public enum EntryState { None, Held, Written, Pending, NotConnected, Removed, Changed, Declined }

public sealed record CandidateRow(string Id, int Number, Instant Start, Instant End, CandidateState State, int Holds, int HoldsWanted);

public enum CandidateState { Offered, Chosen, Taken, Past, Released }

/// <param name="Confirmed">The wish is about a time that is fixed and stands until a host answers.</param>
public sealed record OtherTimesWish(string Message, IReadOnlyList<WishedRange> Times, bool Confirmed);

public sealed record WishedRange(Instant Start, Instant End);

public sealed record MailRow(MailKind Kind, string Recipient, MailState State, Instant? At, Instant? NextTry = null);

public enum MailKind
{
    GuestReleased,
    InvitationToChoose,
    ConfirmedForGuest,
    ConfirmedForHost,
    ChangedForGuest,
    ChangedForHost,
    OtherTimesRequested,
    OtherTimesOffered,
    ProposalExpired,
    ProposalWithdrawn,
    CancelledForGuest,
    CancelledForHost,
    JoinLinkMissing,
    ChangedOutside,
    RoomMissing,
    DateRequested,
    DateKept,
    Reminder,

    /// <summary>リマインド of a fixed time.</summary>
    Upcoming,
}

public enum MailState { Waiting, Sent, Failed, Undelivered }

/// <param name="Who">Who did it, or whose calendar it was; null is Hidori itself.</param>
/// <param name="Detail">Further words already in the reader's language: a time range, a recipient, a code.</param>
/// <param name="Count">How many holds, or the number of the chosen candidate.</param>
/// <param name="Mail">Which mail it was.</param>
public sealed record TimelineRow(Instant At, TimelineKind Kind, string? Who = null, int Count = 0, string? Detail = null, MailKind? Mail = null);

public enum TimelineKind
{
    NextTry,
    Created,
    InvitationSent,
    UrlMade,
    HoldsWritten,
    HoldsRemoved,
    HoldsFailed,
    Booked,
    CandidateChosen,
    EntryWritten,
    EntryFailed,
    EntryRemoved,
    JoinLinkMade,
    JoinLinkFailed,
    WithoutJoinLink,
    MailSent,
    MailFailed,
    OtherTimesRequested,
    OtherTimesOffered,
    TimeTakenBack,
    Expired,
    Withdrawn,
    Cancelled,
    DeadlineExtended,
    MailResent,
    GuestCorrected,
    GuestAdded,
    GuestRemoved,
    Retried,
    Rescheduled,
    EntryVanished,
    MovedOutside,
    DeletedOutside,
    BackInPlace,
    OutsideFollowed,
    EntryRestored,
    Edited,
    MainHostChanged,
    HostAdded,
    HostRemoved,
    RoomAccepted,
    RoomTentative,
    RoomDeclined,
    RoomReplaced,
    RoomLost,
    RoomAskedAgain,
    RoomUnanswered,
    RoomChosen,
    RoomWaived,
    DateRequested,
    DateKept,
    OutcomeMarked,
    Reminded,
    ReminderTurnedOn,
    ReminderTurnedOff,
    UpcomingTurnedOn,
    UpcomingTurnedOff,
}

/// <summary>What can be done now; a page shows only that.</summary>
public sealed record AppointmentActions(
    bool CanWithdraw = false,
    bool CanCancel = false,
    bool CanExtend = false,
    bool CanReschedule = false,
    bool CanResend = false,
    bool CanRetry = false,
    bool CanMakeJoinLink = false,
    bool CanEdit = false,
    bool CanOffer = false,
    bool CanMark = false)
{
    public bool CanAddGuest { get; init; }
    public bool CanRemoveGuest { get; init; }
}
