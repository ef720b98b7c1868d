using Hidori.Domain;
using Hidori.Domain.Outside;
using NodaTime;

namespace Hidori.Server.Storage.Rows;

/// <summary>The ledger: one row per place outside, committed in doubt before every call and settled after it.</summary>
public sealed class LedgerRow
{
    public AppointmentId Appointment { get; set; }
    public CandidateId Candidate { get; set; }
    public MemberId Whose { get; set; }
    public OrganizationId Organization { get; set; }

    /// <summary>The connection the entry was written with; every later change goes there (SPEC M7).</summary>
    public ConnectionId? Connection { get; set; }

    public EntryPurpose Purpose { get; set; }
    public LedgerState State { get; set; }
    public int Generation { get; set; }
    public string? RemoteId { get; set; }
    public string? ICalUid { get; set; }
    public string? Fingerprint { get; set; }

    /// <summary>Encrypted.</summary>
    public string? ProtectedJoinLink { get; set; }

    public bool JoinLinkGivenUp { get; set; }

    /// <summary>
    /// For a co-host's place: in whose calendar their copy of the meeting was seen, null as long as it was not. Not always
    /// where the hold was that the copy replaces: that may be on its way out of an account before (SPEC M7).
    /// </summary>
    public ConnectionId? CopyIn { get; set; }

    public bool HasCopyRecorded => CopyIn is not null;

    /// <summary>The meeting moved since: Exchange asks every attendee again.</summary>
    public bool CopyAwaitsAnswer { get; set; }

    public int Failures { get; set; }
    public PendingReason? Reason { get; set; }
    public Instant? FailingSince { get; set; }
    public Instant? RetryAt { get; set; }
    public bool IsGivenUp { get; set; }
    public Instant ChangedAt { get; set; }

    /// <summary>Counts writes begun: who looked before one began must not record after it.</summary>
    public int Writes { get; set; }

    /// <summary>Where the entry may stand by our own doing; empty when the next write goes wherever it stands.</summary>
    public IReadOnlyList<EntryTime> OurTimes { get; set; } = [];

    /// <summary>The title last written, so that another one there is known to be somebody's.</summary>
    public string? OurSubject { get; set; }

    public string? OurPlace { get; set; }

    /// <summary>The same for whether it is private.</summary>
    public bool? OurPrivacy { get; set; }

    /// <summary>What the attendees had answered when the entry was last seen.</summary>
    public IReadOnlyList<SeenAnswer> Answers { get; set; } = [];

    /// <summary>What somebody did to it without us, until a person settles it (SPEC M19).</summary>
    public OutsideChange? Change { get; set; }

    /// <summary>Where it was moved to; null when it was not moved, or became an all-day entry.</summary>
    public Instant? ChangeStart { get; set; }

    public Instant? ChangeEnd { get; set; }
    public Instant? ChangeSince { get; set; }

    /// <summary>How often that happened: names the mail that tells of it.</summary>
    public int Changes { get; set; }

    public EntryKey Key => new(Appointment, Candidate, Whose);

    /// <summary>A person has just decided what becomes of a change that was seen, and the entry is not written yet.</summary>
    public bool IsDecidedAnew => State == LedgerState.Settled && Fingerprint is null && Change is null;

    /// <summary>
    /// Since when the entry asks its attendees what it asks now: since that was decided, or since it was last written where
    /// nothing had to be written for the decision.
    /// </summary>
    public Instant? AsksSince(Instant? decided) => decided is { } at ? Instant.Min(at, ChangedAt) : null;

    public LedgerEntry ForPlanning() => new(
        Key, State, Fingerprint, ProtectedJoinLink is not null, JoinLinkGivenUp, HasCopyRecorded, RetryAt, IsGivenUp, Change is not null, CopyAwaitsAnswer);
}

/// <summary>A time an entry was written for, half-open.</summary>
public sealed record EntryTime(Instant Start, Instant End)
{
    public static EntryTime Of(Interval time) => new(time.Start, time.End);

    public Interval Interval => new(Start, End);
}

/// <param name="Address">In lower case.</param>
/// <param name="At">When it was given, by the vendor's clock; null where that is not told, or is of no concern because the question stayed the same.</param>
public sealed record SeenAnswer(string Address, AttendeeAnswer Answer, Instant? At = null)
{
    /// <summary>The vendor's clock and ours may differ by this much.</summary>
    private static readonly Duration ClocksDiffer = Duration.FromSeconds(30);

    /// <summary>It was given before the question was put: to another time, and says nothing of this one (SPEC M17).</summary>
    public bool IsOlderThan(Instant? asked) => At < asked - ClocksDiffer;
}

/// <summary>What the outbox points at.</summary>
public enum SubjectKind
{
    Appointment,
    Mail,

    /// <summary>A connection: kept alive, looked at while broken, its break told, its end carried out.</summary>
    Connection,

    /// <summary>The copy of one linked mailbox. The subject is its connection.</summary>
    Mailbox,

    /// <summary>An appointment's entries are to be looked at, for what people did to them in Outlook.</summary>
    EntryCheck,

    /// <summary>What an organization's administration has to look after: its subject is the organization.</summary>
    Upkeep,
    /// <summary>The nightly look at all rooms. The subject is the organization.</summary>
    Rooms,

    /// <summary>A booking that waits for its guest's mail is forgotten when its link is over.</summary>
    PendingBooking,
}

/// <summary>"Look at this one." No payload: what is to be done follows from state.</summary>
public sealed class OutboxRow
{
    public SubjectKind Kind { get; set; }
    public Guid Subject { get; set; }
    public OrganizationId Organization { get; set; }

    /// <summary>Null when there is nothing to look at.</summary>
    public Instant? DueAt { get; set; }

    public Instant? LeasedUntil { get; set; }

    /// <summary>Who holds the lease: a fence, so that a worker that lost it cannot write.</summary>
    public Guid? Lease { get; set; }

    /// <summary>Counts wake-ups, so that one that comes while a worker looks is not forgotten.</summary>
    public long Rings { get; set; }
}

public enum MailState
{
    Queued,

    /// <summary>Handed to the mail server; whether it took it was never recorded. Sent again with the same Message-ID.</summary>
    InDoubt,
    Sent,

    /// <summary>The mail server refused for good.</summary>
    Undeliverable,
}

/// <summary>One mail to one person, from the moment it was decided.</summary>
public sealed class MailRow
{
    public Guid Id { get; set; }
    public OrganizationId Organization { get; set; }
    public AppointmentId? Appointment { get; set; }
    public int Revision { get; set; }
    public string Kind { get; set; } = "";

    /// <summary>guest:{id}, member:{id} or copy:{address}.</summary>
    public string Recipient { get; set; } = "";

    public string Address { get; set; } = "";
    public string MessageId { get; set; } = "";
    public string Subject { get; set; } = "";

    /// <summary>The rendered mail, encrypted; emptied once sent.</summary>
    public string? ProtectedContent { get; set; }

    public MailState State { get; set; }
    public int Failures { get; set; }
    public Instant CreatedAt { get; set; }
    public Instant? SentAt { get; set; }
}

/// <summary>Who did what to an appointment, and what was written where (SPEC A2).</summary>
public sealed class TimelineRow
{
    public Guid Id { get; set; }
    public OrganizationId Organization { get; set; }
    public AppointmentId Appointment { get; set; }
    public Instant At { get; set; }
    public TimelineKind Kind { get; set; }

    /// <summary>The member or guest who did it; null when Hidori did.</summary>
    public string? Actor { get; set; }

    /// <summary>Whose calendar or mail it is about.</summary>
    public string? About { get; set; }

    public CandidateId? Candidate { get; set; }
    public PendingReason? Reason { get; set; }
    public string? Detail { get; set; }
}

public enum TimelineKind
{
    Proposed,

    /// <summary>On a booking page.</summary>
    Booked,
    Chosen,
    OtherTimesRequested,
    OtherTimesOffered,

    /// <summary>The fixed time was taken back, and other candidates are out in its place.</summary>
    TimeTakenBack,
    Withdrawn,
    Cancelled,
    Expired,
    DeadlineExtended,
    Rescheduled,
    JoinLinkWaived,
    RetryAsked,
    HoldWritten,
    MeetingWritten,
    HoldRemoved,
    MeetingRemoved,
    EntryVanished,
    JoinLinkArrived,
    JoinLinkMissing,
    CopyArrived,
    WriteFailed,
    WriteGivenUp,
    MailQueued,
    MailSent,
    MailUndeliverable,
    MailResent,
    GuestCorrected,
    GuestAdded,
    GuestRemoved,
    RoomAccepted,
    RoomTentative,
    RoomDeclined,

    /// <summary>Another room was asked instead.</summary>
    RoomReplaced,

    /// <summary>No other room was free.</summary>
    RoomLost,

    /// <summary>Its entry was moved or made anew, and what it had answered was about another.</summary>
    RoomAskedAgain,

    /// <summary>It leaves a question unanswered, and people knew of another room.</summary>
    RoomUnanswered,

    /// <summary>A host chose it.</summary>
    RoomChosen,

    /// <summary>A host goes on without a room.</summary>
    RoomWaived,
    MovedOutside,
    DeletedOutside,
    BackInPlace,
    OutsideFollowed,
    EntryRestored,
    Edited,
    HostAdded,
    HostRemoved,

    /// <summary>The guest asks for another date of what is confirmed.</summary>
    DateRequested,
    DateKept,

    /// <summary>実施済み, 不参加 or 取消, or taken back.</summary>
    OutcomeMarked,
    /// <summary>About the new main host.</summary>
    MainHostChanged,

    /// <summary>By a host, or by Hidori itself.</summary>
    Reminded,
    ReminderTurnedOn,
    ReminderTurnedOff,

    /// <summary>リマインド of a fixed time, for one appointment.</summary>
    UpcomingTurnedOn,
    UpcomingTurnedOff,
}
