using Hidori.Domain.Outside;
using Hidori.Integrations;
using static Hidori.Server.Features.Notifications.MailParts;

namespace Hidori.Server.Features.Notifications;

/// <summary>To the hosts: the guest found no candidate, or asks for another date of what is confirmed.</summary>
/// <param name="Confirmed">The time that stands until a host answers; null where none was fixed.</param>
public sealed record OtherTimesRequestedFacts(
    string OrganizationName,
    string HostName,
    MailGuest Guest,
    MailMeeting Meeting,
    string Message,
    IReadOnlyList<MailTime> Wishes,
    string Zone,
    string Url,
    MailTime? Confirmed = null) : IMailFacts
{
    public MailContent ToMail() => new(
        Text.Of(Confirmed is null ? "OtherTimesSubject" : "DateRequestedSubject", Text.Guest(Guest)),
        Text.Of("OtherTimesPreview", Meeting.Title),
        OrganizationName,
        To(HostName),
        Text.Of(Confirmed is null ? "OtherTimesLead" : "DateRequestedLead", Text.Guest(Guest)).Split('\n'),
        Confirmed is { } time ? Moment(time, Zone) : null,
        Numbered(Text.Of("Wishes"), Wishes, Zone),
        [.. Optional(Text.Of("MessageFromGuest"), Message), .. About(Meeting.WithoutPromise)],
        new(Text.Of("HostButton"), Url),
        [Text.Of(Confirmed is null ? "OtherTimesFooter" : "DateRequestedFooter")]);
}

/// <summary>To the hosts: the deadline passed without an answer.</summary>
public sealed record ProposalExpiredFacts(
    string OrganizationName,
    string HostName,
    MailGuest Guest,
    MailMeeting Meeting,
    string DeadlineUtc,
    string Zone,
    int Candidates,
    string Url) : IMailFacts
{
    public MailContent ToMail() => new(
        Text.Of("ExpiredSubject", Text.Guest(Guest)),
        Text.Of("ExpiredPreview", Meeting.Title),
        OrganizationName,
        To(HostName),
        Text.Of("ExpiredLead", Text.Guest(Guest), Candidates).Split('\n'),
        null,
        null,
        [new(Text.Of("Deadline"), [AtWithYear(DeadlineUtc, Zone), Ui.Dates.Zone(Zone, Utc(DeadlineUtc))]), .. About(Meeting.WithoutPromise)],
        new(Text.Of("HostButton"), Url),
        [Text.Of("ExpiredFooter")]);
}

/// <summary>To the main host: an entry was moved or deleted in Outlook, and the guest knows nothing of it (SPEC M19).</summary>
/// <param name="Was">Where it should stand.</param>
/// <param name="Now">Where it stands; null when it is gone.</param>
public sealed record ChangedOutsideFacts(
    string OrganizationName,
    string HostName,
    MailGuest Guest,
    MailMeeting Meeting,
    OutsideChange Change,
    bool IsHold,
    MailTime Was,
    MailTime? Now,
    string Zone,
    string Url) : IMailFacts
{
    public MailContent ToMail() => new(
        Text.Of("ChangedOutsideSubject", What, Text.Guest(Guest)),
        Text.Of("ChangedOutsidePreview"),
        OrganizationName,
        To(HostName),
        Text.Of(IsHold ? "ChangedOutsideHoldLead" : "ChangedOutsideLead", What).Split('\n'),
        null,
        null,
        [
            new(Text.Of("ChangedOutsideWas"), [Range(Was, Zone)]),
            new(Text.Of("ChangedOutsideNow"), [Now is { } now ? Range(now, Zone) : What]),
            new(Text.Of("Guest"), [Text.Guest(Guest)]),
            .. About(Meeting.WithoutLink),
        ],
        new(Text.Of("ChangedOutsideButton"), Url),
        [Text.Of(IsHold ? "ChangedOutsideHoldFooter" : "ChangedOutsideFooter")]);

    private string What => Change switch
    {
        OutsideChange.Moved => Text.Of("ChangedOutsideMoved"),
        OutsideChange.Deleted => Text.Of("ChangedOutsideDeleted"),
        OutsideChange.Cancelled => Text.Of("ChangedOutsideCancelled"),
    };
}

/// <summary>To the owner of a connection, to administrators, and to those who see to its owner's booking pages: it broke (SPEC M9, B10).</summary>
/// <param name="OwnerName">Null when the reader is the owner.</param>
/// <param name="ApprovalUrl">For the Microsoft 365 administrator, where an approval may help (SPEC M8).</param>
/// <param name="Reason">A <see cref="Integrations.GrantProblem"/>, or else the connection's state: PermissionLost or MailboxMissing.</param>
public sealed record ConnectionBrokenFacts(
    string OrganizationName,
    string MemberName,
    string? OwnerName,
    string Account,
    string Reason,
    string SinceUtc,
    string Zone,
    int Pending,
    string Url,
    string? ApprovalUrl = null) : IMailFacts
{
    /// <summary>Public booking pages that offer no time meanwhile that needs the owner (SPEC B10).</summary>
    public IReadOnlyList<string> Pages { get; init; } = [];

    /// <summary>The reader sees to some of these pages, and mends nothing.</summary>
    public bool IsForPages { get; init; }

    /// <summary>Nothing that the owner could mend: the operator's own registration is refused.</summary>
    private bool IsOperators => Enum.TryParse<GrantProblem>(Reason, out var problem) && problem.IsOperators();

    /// <summary>Nothing that a new sign-in could mend: only the tenant's administrator can.</summary>
    private bool IsTenants => Enum.TryParse<GrantProblem>(Reason, out var problem) && problem.IsTenants();

    public MailContent ToMail() => new(
        IsOperators ? Text.Of("RegistrationRefusedSubject") : Text.Of("ConnectionBrokenSubject", OwnerName ?? MemberName),
        Text.Of(IsOperators ? "RegistrationRefusedPreview" : IsTenants ? "ConnectionStoppedPreview" : "ConnectionBrokenPreview"),
        OrganizationName,
        To(MemberName),
        Lead.Split('\n'),
        null,
        null,
        [
            new(Text.Of("Account"), [Account]),
            new(Text.Of("Cause"), [Text.Of("Cause" + Reason)]),
            new(Text.Of("WhatToDo"), [Text.Of(ApprovalUrl is null && Reason is "PermissionLost" or nameof(GrantProblem.ConsentMissing) ? "MendWithoutLink" : "Mend" + Reason)]),
            .. ApprovalUrl is { } approval ? [new MailFact(Text.Of("Approval"), [Text.Of("ApprovalLine")], approval)] : Array.Empty<MailFact>(),
            new(Text.Of("Since"), [AtWithYear(SinceUtc, Zone)]),
            new(Text.Of("Waiting"), [Text.Of("WaitingEntries", Pending)]),
            .. Pages.Count > 0 ? [new MailFact(Text.Of("AffectedPages"), [.. PageLines])] : Array.Empty<MailFact>(),
        ],
        new(Button, Url),
        [Text.Of("ConnectionBrokenFooter")]);

    private string Lead =>
        IsOperators ? Text.Of(OwnerName is null ? "RegistrationRefusedLead" : "RegistrationRefusedLeadAdministrator")
        : IsTenants ? OwnerName is null ? Text.Of("ConnectionStoppedLead") : Text.Of("ConnectionStoppedLeadOwner", OwnerName)
        : OwnerName is null ? Text.Of("ConnectionBrokenLead")
        : Text.Of(IsForPages ? "ConnectionBrokenLeadPages" : "ConnectionBrokenLeadOwner", OwnerName);

    /// <summary>Whoever was told in the first lines what becomes of their pages only reads which ones.</summary>
    private IEnumerable<string> PageLines =>
    [
        .. Pages.Select(p => Text.Of("AffectedPage", p)),
        .. IsForPages && !IsOperators && !IsTenants ? Array.Empty<string>() : [Text.Of("AffectedPagesLine", OwnerName ?? MemberName)],
    ];

    private string Button => Text.Of(
        IsForPages ? "ConnectionBrokenButtonPages" : OwnerName is not null ? "ConnectionBrokenButtonOwner" : IsOperators || IsTenants ? "ConnectionBrokenButtonLook" : "ConnectionBrokenButton");
}

/// <summary>To a new member.</summary>
public sealed record MemberInvitationFacts(
    string OrganizationName,
    string InviterName,
    string? MemberName,
    string Email,
    string ValidUntilUtc,
    string Zone,
    string Url) : IMailFacts
{
    public MailContent ToMail() => new(
        Text.Of("MemberInvitationSubject", OrganizationName),
        Text.Of("MemberInvitationPreview", InviterName),
        OrganizationName,
        MemberName is { Length: > 0 } name ? To(name) : [Email],
        Text.Of("MemberInvitationLead", InviterName, OrganizationName).Split('\n'),
        null,
        null,
        [],
        new(Text.Of("MemberInvitationButton"), Url, Text.Of("MemberInvitationValid", AtWithYear(ValidUntilUtc, Zone))),
        [Text.Of("NotForYou")]);
}
