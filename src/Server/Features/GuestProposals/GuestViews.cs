using Hidori.Server.Ui;
using NodaTime;

namespace Hidori.Server.Features.GuestProposals;

/// <summary>The guest chooses one candidate.</summary>
/// <param name="Token">Of the link: the page posts to /p/{token}.</param>
/// <param name="Form">Fields: candidate (its id), note.</param>
/// <param name="Zone">The guest's zone.</param>
public sealed record GuestProposalView(
    GuestFrame Frame,
    string Token,
    ProposalFacts Facts,
    Instant? Deadline,
    string Zone,
    Instant Now,
    IReadOnlyList<GuestCandidate> Candidates,
    FormState Form,
    GuestNotice? Notice = null);

/// <summary>What the guest may know about the appointment.</summary>
/// <param name="Together">The other guests.</param>
/// <param name="Companions">Who comes along, as it was written when a time was chosen.</param>
public sealed record ProposalFacts(
    string Title,
    string Company,
    string GuestName,
    ViewFormat Format,
    string? Place,
    IReadOnlyList<string> Hosts,
    IReadOnlyList<string> Together,
    string? Companions,
    string? Message)
{
    /// <summary>How to get there; empty for nothing.</summary>
    public string Directions { get; init; } = "";

    /// <summary>ご連絡先 of the booking page; empty where the host is asked.</summary>
    public string Contact { get; init; } = "";
}

public sealed record GuestCandidate(
    string Id,
    int Number,
    Instant Start,
    Instant End,
    CandidateClosed? Closed = null);

public enum CandidateClosed { Past, Taken, CannotBeConfirmed, Withdrawn }

/// <summary>Why the guest is back on this page.</summary>
/// <param name="CandidateId">The choice it is about.</param>
/// <param name="RetryAt">For <see cref="GuestNoticeKind.CannotBeConfirmedNow"/>.</param>
public sealed record GuestNotice(GuestNoticeKind Kind, string? CandidateId = null, Instant? RetryAt = null);

public enum GuestNoticeKind { NothingChosen, JustTaken, CannotBeConfirmedNow, ConfirmedByAnother }

/// <summary>再調整を依頼する.</summary>
/// <param name="Form">
/// Fields: wishMessage, and wishDate1…5, wishStart1…5, wishEnd1…5 in the guest's zone.
/// </param>
/// <param name="IsConfirmed">日時を変更したい: a time is fixed and stands until the host answers.</param>
public sealed record OtherTimesView(
    GuestFrame Frame,
    string Token,
    ProposalFacts Facts,
    string Zone,
    Instant Now,
    FormState Form,
    bool IsConfirmed = false);

/// <summary>The guest is asked before a confirmed appointment is cancelled.</summary>
public sealed record CancelView(
    GuestFrame Frame, string Token, ProposalFacts Facts, Instant Start, Instant End, string Zone, FormState Form);

/// <summary>What the guest can still do about a confirmed appointment.</summary>
/// <param name="Asked">The words of a wish that waits for an answer; null where none does.</param>
public sealed record GuestChanges(
    bool CanAskForDate, bool CanCancel, string HostName, string? Asked, IReadOnlyList<WishedTime> Wishes, bool CanMove);

public sealed record RequestSentView(
    GuestFrame Frame,
    string HostName,
    string? GuestMail,
    string Message,
    IReadOnlyList<WishedTime> Wishes,
    string Zone,
    string? AskedBy);

public sealed record WishedTime(Instant Start, Instant End);

/// <param name="JoinLink">Null while it is not there yet.</param>
/// <param name="DecidedBy">Another guest, whose answer decided for all.</param>
/// <param name="JoinLinkFollows">A link was promised and comes by mail.</param>
public sealed record GuestConfirmedView(
    GuestFrame Frame,
    string Token,
    ProposalFacts Facts,
    Instant Start,
    Instant End,
    string Zone,
    string? GuestMail,
    string? JoinLink,
    bool JoinLinkFollows,
    string GoogleUrl,
    string OutlookUrl,
    string IcsUrl,
    string? DecidedBy,
    GuestChanges Changes,
    string? ReceptionCode)
{
    /// <summary>A Web会議 whose link the hosts have not said yet.</summary>
    public bool JoinLinkIsOpen { get; init; }
}

public sealed record ClosedView(
    GuestFrame? Frame,
    ClosedReason Reason,
    string OtherLanguageUrl,
    Instant? Deadline = null,
    string? Zone = null,
    string? HostName = null,
    string? HostMail = null)
{
    /// <summary>What the host said when ending it; empty for nothing, or where a guest ended it.</summary>
    public string HostsWords { get; init; } = "";

    /// <summary>ご連絡先 of the booking page; empty where the host is asked.</summary>
    public string Contact { get; init; } = "";
}

public enum ClosedReason { Expired, Withdrawn, Cancelled, CancelledByGuest, OtherTimesRequested, UnknownLink }
