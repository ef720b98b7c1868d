namespace Hidori.Domain.Appointments;

/// <summary>Where an appointment stands (SPEC P5). Drafts join with the feature that makes them; 完了 is what a confirmed one is when its time is over.</summary>
public enum AppointmentState
{
    /// <summary>調整中: candidates are out, holds stand.</summary>
    Open,

    /// <summary>確定: a time is fixed.</summary>
    Confirmed,

    /// <summary>再調整依頼: the guest found no candidate and asks for others. No holds.</summary>
    TimesRequested,

    /// <summary>期限切れ: the deadline passed without an answer. No holds.</summary>
    Expired,

    /// <summary>取消: withdrawn before, or cancelled after it was confirmed.</summary>
    Cancelled,
}

/// <summary>会議形態: how people meet.</summary>
public enum AppointmentFormat
{
    /// <summary>来訪</summary>
    VisitToUs,

    /// <summary>往訪</summary>
    VisitToThem,

    /// <summary>Web会議</summary>
    Online,

    /// <summary>その他</summary>
    Other,
}

/// <summary>The last decision that people have to be told of.</summary>
public enum Announcement
{
    /// <summary>Nothing to tell: the proposal was issued as a URL only, or nothing has changed since.</summary>
    None,
    Invitation,
    Confirmed,
    OtherTimesRequested,
    Withdrawn,
    Cancelled,
    Expired,
    Rescheduled,

    /// <summary>Other candidates are out under the same link.</summary>
    OtherTimesOffered,

    /// <summary>Who was asked and has not answered is asked once more.</summary>
    Reminder,

    /// <summary>The guest alone is told once more how things stand: the mail did not arrive, or went to a wrong address.</summary>
    ToGuestAgain,

    /// <summary>The guest asks for another date of what is confirmed; the hosts alone are told.</summary>
    DateRequested,

    /// <summary>The host keeps the date that the guest asked to change; the guest alone is told.</summary>
    DateKept,

    /// <summary>Title, place, message or link are others; the time is the same.</summary>
    Edited,

    /// <summary>Time and link stand, but it is in another room, in none, or one is being looked for.</summary>
    RoomChanged,

    /// <summary>Another host organises it: the time is the same, entry and link are new.</summary>
    MainHostChanged,

    /// <summary>Who is not asked any more is told so; nobody else is.</summary>
    GuestReleased,
}

/// <summary>Why a proposal cannot be sent as it is.</summary>
public enum ProposalRefusal
{
    HostMissing,
    MainHostMissing,
    MainHostNotConnected,
    CandidateMissing,
    TooManyCandidates,
    CandidateInThePast,
    CandidateEndsBeforeItStarts,
    CandidateTooLong,
    CandidatesOverlap,
    DeadlineInThePast,
    DeadlineAfterLastCandidate,
    GuestMissing,
    TooManyGuests,

    /// <summary>One address for two guests, or for a guest and a copy: who answered could not be told apart.</summary>
    GuestTwice,
    TooManyCopies,
    OverlapNotAccepted,

    /// <summary>A room is taken at the candidate it was chosen for.</summary>
    RoomTaken,

    /// <summary>A room that is not (any more) on offer.</summary>
    RoomUnknown,

    /// <summary>A time is fixed, or it was taken back: there is nothing to choose from any more.</summary>
    AlreadyDecided,

    /// <summary>Another proposal was made of the guest's wish meanwhile.</summary>
    WishAnswered,
    MessageTooLong,

    /// <summary>Others were quicker too often; once more will do.</summary>
    Busy,
}

/// <summary>Why a guest's choice cannot be confirmed.</summary>
public enum ChoiceRefusal
{
    /// <summary>No such candidate on this proposal.</summary>
    CandidateUnknown,

    /// <summary>The candidate has already begun.</summary>
    CandidateInThePast,

    /// <summary>A host's time was taken since it was offered.</summary>
    CandidateTaken,

    /// <summary>A host's calendar cannot be read now. Never counted as free (SPEC M21).</summary>
    CalendarUnavailable,

    /// <summary>The deadline has passed.</summary>
    ProposalExpired,

    /// <summary>The host withdrew or cancelled.</summary>
    ProposalWithdrawn,

    /// <summary>Other times were asked for; new candidates are awaited.</summary>
    TimesAlreadyRequested,

    /// <summary>Too many people are deciding at this moment; nothing was changed.</summary>
    Busy,
}

/// <summary>Why something cannot be done to an appointment in its present state.</summary>
public enum ChangeRefusal
{
    /// <summary>The state does not allow it (any more).</summary>
    NotInThisState,

    /// <summary>A host has another appointment at that time.</summary>
    TimeTaken,

    /// <summary>The new time lies in the past, or ends before it starts.</summary>
    TimeImpossible,

    /// <summary>A text is missing or longer than there is room for.</summary>
    TextUnfit,

    /// <summary>It was done a short while ago.</summary>
    TooSoon,

    /// <summary>The one named is no host of it, or has no calendar that can be written to.</summary>
    HostNotConnected,

    /// <summary>The main host cannot leave: another one is made it first.</summary>
    HostIsMain,

    /// <summary>Somebody's calendar is taken at the time, and who decides has not said that this is all right.</summary>
    OverlapNotAccepted,

    /// <summary>Too many people are deciding at this moment; nothing was changed.</summary>
    Busy,
}

/// <summary>Why a guest cannot be corrected, added or removed.</summary>
public enum GuestRefusal
{
    /// <summary>The state does not allow it (any more), or it is another appointment's guest.</summary>
    NotInThisState,

    /// <summary>A text is missing or longer than there is room for; above all the address of who is to be written to.</summary>
    TextUnfit,

    /// <summary>The address is another guest's of it, or a copy's: who answered could not be told apart.</summary>
    Twice,
    TooMany,

    /// <summary>One stays: what nobody is asked for any more is withdrawn or cancelled.</summary>
    IsLast,

    /// <summary>Too many people are deciding at this moment; nothing was changed.</summary>
    Busy,
}
