using static Hidori.Server.Features.Notifications.MailParts;

namespace Hidori.Server.Features.Notifications;

/// <summary>To an administrator of Microsoft 365, who needs no account here: please approve (SPEC M8).</summary>
/// <param name="Letter">In the member's own words.</param>
public sealed record ApprovalRequestFacts(string OrganizationName, string MemberName, string MemberMail, string Letter, string Url) : IMailFacts
{
    public MailContent ToMail() => new(
        Text.Of("ApprovalRequestSubject", OrganizationName),
        Text.Of("ApprovalRequestPreview", MemberName),
        OrganizationName,
        [],
        Letter.ReplaceLineEndings("\n").Split('\n'),
        null,
        null,
        [],
        new(Text.Of("ApprovalRequestButton"), Url, Text.Of("ApprovalRequestValid")),
        [Text.Of("ApprovalRequestFooter", MemberName, MemberMail)]);
}

/// <summary>To the member who asked, or to an administrator: the approval was seen (SPEC M8).</summary>
/// <param name="WaitingNames">Who had asked, for an administrator; null when the reader is the one who asked.</param>
public sealed record ApprovalSeenFacts(
    string OrganizationName, string ReaderName, string Url, IReadOnlyList<string>? WaitingNames = null) : IMailFacts
{
    public MailContent ToMail() => new(
        Text.Of("ApprovalSeenSubject"),
        Text.Of("ApprovalSeenPreview"),
        OrganizationName,
        To(ReaderName),
        Text.Of(WaitingNames is null ? "ApprovalSeenLead" : "ApprovalSeenLeadAdministrator").Split('\n'),
        null,
        null,
        WaitingNames is { } names ? [new(Text.Of("ApprovalSeenWaiting"), names)] : [],
        new(Text.Of(WaitingNames is null ? "ApprovalSeenButton" : "ConnectionBrokenButtonOwner"), Url),
        [Text.Of("ApprovalSeenFooter")]);
}
