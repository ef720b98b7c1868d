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

/// <summary>To the member who asked: the approval was seen (SPEC M8).</summary>
public sealed record ApprovalSeenFacts(string OrganizationName, string MemberName, string Url) : IMailFacts
{
    public MailContent ToMail() => new(
        Text.Of("ApprovalSeenSubject"),
        Text.Of("ApprovalSeenPreview"),
        OrganizationName,
        To(MemberName),
        Text.Of("ApprovalSeenLead").Split('\n'),
        null,
        null,
        [],
        new(Text.Of("ApprovalSeenButton"), Url),
        [Text.Of("ApprovalSeenFooter")]);
}
