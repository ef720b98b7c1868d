using Hidori.Domain.Appointments;
using Hidori.Server.Ui;

namespace Hidori.Server.Features.Appointments;

internal static class Text
{
    private static readonly Words Words = new(typeof(Text));

    public static string Of(string key, params object[] args) => Words.Of(key, args);

    public static string Of(AppointmentStatus status) => status switch
    {
        AppointmentStatus.Draft => Of("StatusDraft"),
        AppointmentStatus.Open => Of("StatusOpen"),
        AppointmentStatus.Confirmed => Of("StatusConfirmed"),
        AppointmentStatus.OtherTimesRequested => Of("StatusOtherTimesRequested"),
        AppointmentStatus.Expired => Of("StatusExpired"),
        AppointmentStatus.Cancelled => Of("StatusCancelled"),
        AppointmentStatus.Completed => Of("StatusCompleted"),
    };

    public static string Of(AppointmentOutcome outcome) => outcome switch
    {
        AppointmentOutcome.Unmarked => Of("OutcomeUnmarked"),
        AppointmentOutcome.TookPlace => Of("OutcomeTookPlace"),
        AppointmentOutcome.GuestAbsent => Of("OutcomeGuestAbsent"),
        AppointmentOutcome.CalledOff => Of("OutcomeCalledOff"),
    };

    public static string Of(CandidateState state) => state switch
    {
        CandidateState.Offered => Of("CandidateOffered"),
        CandidateState.Chosen => Of("CandidateChosen"),
        CandidateState.Taken => Of("CandidateTaken"),
        CandidateState.Past => Of("CandidatePast"),
        CandidateState.Released => Of("CandidateReleased"),
    };

    public static string Of(MailKind kind) => kind switch
    {
        MailKind.InvitationToChoose => Of("MailInvitationToChoose"),
        MailKind.ConfirmedForGuest => Of("MailConfirmedForGuest"),
        MailKind.ConfirmedForHost => Of("MailConfirmedForHost"),
        MailKind.ChangedForGuest => Of("MailChangedForGuest"),
        MailKind.ChangedForHost => Of("MailChangedForHost"),
        MailKind.OtherTimesRequested => Of("MailOtherTimesRequested"),
        MailKind.OtherTimesOffered => Of("MailOtherTimesOffered"),
        MailKind.ProposalExpired => Of("MailProposalExpired"),
        MailKind.ProposalWithdrawn => Of("MailProposalWithdrawn"),
        MailKind.CancelledForGuest => Of("MailCancelledForGuest"),
        MailKind.CancelledForHost => Of("MailCancelledForHost"),
        MailKind.JoinLinkMissing => Of("MailJoinLinkMissing"),
        MailKind.RoomMissing => Of("MailRoomMissing"),
        MailKind.ChangedOutside => Of("MailChangedOutside"),
        MailKind.DateRequested => Of("MailDateRequested"),
        MailKind.DateKept => Of("MailDateKept"),
        MailKind.Reminder => Of("MailReminder"),
        MailKind.Upcoming => Of("MailUpcoming"),
        MailKind.GuestReleased => Of("MailGuestReleased"),
    };

    public static string Of(MailState state) => state switch
    {
        MailState.Waiting => Of("MailWaiting"),
        MailState.Sent => Of("MailSent"),
        MailState.Failed => Of("MailFailed"),
        MailState.Undelivered => Of("MailUndelivered"),
    };

    /// <summary>Why something is not written, and for a host's row: short.</summary>
    public static string Reason(ProblemKind kind) => kind switch
    {
        ProblemKind.ConnectionBroken => Of("ReasonConnectionBroken"),
        ProblemKind.PermissionLost => Of("ReasonPermissionLost"),
        ProblemKind.MailboxMissing => Of("ReasonMailboxMissing"),
        ProblemKind.NotConnected => Of("ReasonNotConnected"),
        ProblemKind.RegistrationRefused => Of("ReasonRegistrationRefused"),
        ProblemKind.Throttled => Of("ReasonThrottled"),
        ProblemKind.Unreachable => Of("ReasonUnreachable"),
        ProblemKind.Refused => Of("ReasonRefused"),
        ProblemKind.CopyMissing => Of("ReasonCopyMissing"),
        ProblemKind.JoinLinkMissing => Of("ReasonJoinLinkMissing"),
    };

    public static string Of(TimelineRow row)
    {
        var who = row.Who ?? Of("Hidori");
        return row.Kind switch
        {
            TimelineKind.NextTry => Of("TimelineNextTry"),
            TimelineKind.Created => Of("TimelineCreated", who),
            TimelineKind.InvitationSent => Of("TimelineInvitationSent", row.Count),
            TimelineKind.UrlMade => Of("TimelineUrlMade", row.Count),
            TimelineKind.HoldsWritten => Of("TimelineHoldsWritten", who, row.Count),
            TimelineKind.HoldsRemoved => Of("TimelineHoldsRemoved", who, row.Count),
            TimelineKind.HoldsFailed => Of("TimelineHoldsFailed", who),
            TimelineKind.Booked => Of("TimelineBooked", who),
            TimelineKind.CandidateChosen => Of("TimelineCandidateChosen", who, row.Count),
            TimelineKind.EntryWritten => Of("TimelineEntryWritten", who),
            TimelineKind.EntryFailed => Of("TimelineEntryFailed", who),
            TimelineKind.EntryRemoved => Of("TimelineEntryRemoved", who),
            TimelineKind.JoinLinkMade => Of("TimelineJoinLinkMade"),
            TimelineKind.JoinLinkFailed => Of("TimelineJoinLinkFailed"),
            TimelineKind.WithoutJoinLink => Of("TimelineWithoutJoinLink", who),
            TimelineKind.MailSent => row.Mail is { } sent ? Of("TimelineMailSentTo", who, Of(sent)) : Of("TimelineMailSent"),
            TimelineKind.MailFailed => row.Mail is { } failed ? Of("TimelineMailFailedTo", who, Of(failed)) : Of("TimelineMailFailed"),
            TimelineKind.OtherTimesRequested => Of("TimelineOtherTimesRequested", who),
            TimelineKind.OtherTimesOffered => Of("TimelineOtherTimesOffered", who),
            TimelineKind.TimeTakenBack => Of("TimelineTimeTakenBack", who),
            TimelineKind.Expired => Of("TimelineExpired"),
            TimelineKind.Withdrawn => Of("TimelineWithdrawn", who),
            TimelineKind.Cancelled => Of("TimelineCancelled", who),
            TimelineKind.DeadlineExtended => Of("TimelineDeadlineExtended", who),
            TimelineKind.GuestCorrected => Of("TimelineGuestCorrected", who),
            TimelineKind.MailResent => Of("TimelineMailResent", who),
            TimelineKind.Retried => Of("TimelineRetried", who),
            TimelineKind.Rescheduled => Of("TimelineRescheduled", who),
            TimelineKind.EntryVanished => Of("TimelineEntryVanished", who),
            TimelineKind.RoomAccepted => Of("TimelineRoomAccepted", row.Detail ?? "", row.Count),
            TimelineKind.RoomTentative => Of("TimelineRoomTentative", row.Detail ?? "", row.Count),
            TimelineKind.RoomDeclined => Of("TimelineRoomDeclined", row.Detail ?? "", row.Count),
            TimelineKind.RoomReplaced => Of("TimelineRoomReplaced", row.Detail ?? "", row.Count),
            TimelineKind.RoomLost => Of("TimelineRoomLost", row.Detail ?? "", row.Count),
            TimelineKind.RoomAskedAgain => Of("TimelineRoomAskedAgain", row.Detail ?? "", row.Count),
            TimelineKind.RoomUnanswered => Of("TimelineRoomUnanswered", row.Detail ?? "", row.Count),
            TimelineKind.RoomChosen => Of("TimelineRoomChosen", row.Detail ?? "", row.Count, who),
            TimelineKind.RoomWaived => Of("TimelineRoomWaived", row.Detail ?? "", row.Count, who),
            TimelineKind.MovedOutside => Of("TimelineMovedOutside", who),
            TimelineKind.DeletedOutside => Of("TimelineDeletedOutside", who),
            TimelineKind.BackInPlace => Of("TimelineBackInPlace", who),
            TimelineKind.OutsideFollowed => Of("TimelineOutsideFollowed", who),
            TimelineKind.Edited => Of("TimelineEdited", who),
            TimelineKind.DateRequested => Of("TimelineDateRequested", who),
            TimelineKind.DateKept => Of("TimelineDateKept", who),
            TimelineKind.OutcomeMarked => Of("TimelineOutcomeMarked", who),
            TimelineKind.MainHostChanged => Of("TimelineMainHostChanged", who, row.Detail ?? ""),
            TimelineKind.GuestAdded => Of("TimelineGuestAdded", who, row.Detail ?? ""),
            TimelineKind.GuestRemoved => Of("TimelineGuestRemoved", who, row.Detail ?? ""),
            TimelineKind.HostAdded => Of("TimelineHostAdded", who, row.Detail ?? ""),
            TimelineKind.HostRemoved => Of("TimelineHostRemoved", who, row.Detail ?? ""),
            TimelineKind.EntryRestored => Of("TimelineEntryRestored", who),
            TimelineKind.Reminded => row.Who is null ? Of("TimelineRemindedByItself") : Of("TimelineReminded", who),
            TimelineKind.ReminderTurnedOn => Of("TimelineReminderTurnedOn", who),
            TimelineKind.ReminderTurnedOff => Of("TimelineReminderTurnedOff", who),
            TimelineKind.UpcomingTurnedOn => Of("TimelineUpcomingTurnedOn", who),
            TimelineKind.UpcomingTurnedOff => Of("TimelineUpcomingTurnedOff", who),
        };
    }

    /// <summary>The first guest, and how many more there are.</summary>
    public static string Guests(string company, string name, int count) =>
        count > 1 ? Of("GuestsMore", Guest(company, name), count - 1) : Guest(company, name);

    public static string Guest(string company, string name) => (company.Length, name.Length) switch
    {
        (0, _) => Of("GuestAlone", name),
        (_, 0) => company,
        _ => Of("GuestOf", company, name),
    };
}
