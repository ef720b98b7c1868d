using Hidori.Integrations;
using Hidori.Integrations.Microsoft365;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Ui;

namespace Hidori.Server.Features.Connections;

/// <summary>What a link to Microsoft 365 needs, each looked at on its own (SPEC M3).</summary>
public enum LinkPartKind { Licence, Mailbox, JoinLinks, Permissions }

public enum PartMark { There, Missing, NotYetKnown }

/// <summary>What was seen of a part, or why nothing was.</summary>
public enum PartFinding
{
    Licensed,
    LicencesUnread,
    NoLicence,
    MailboxAnswers,

    /// <summary>Said in the words of <see cref="LinkPart.Obstacle"/>.</summary>
    MailboxObstacle,
    MailboxUnexplained,
    LinksIssued,
    NoLinks,
    NoMailboxToAsk,
    Granted,
    GrantedToApplication,
    ScopesMissing,
    AccessRefused,
    NotAnsweredYet,
    LinkBroken,
}

/// <summary>What can be done about a part here.</summary>
public enum PartStep { None, CheckAgain, AskApproval }

/// <param name="Named">The products or permissions that the finding names.</param>
public sealed record LinkPart(
    LinkPartKind Kind, PartMark Mark, PartFinding Finding, PartStep Step = PartStep.None, string Named = "", MailboxObstacle? Obstacle = null)
{
    /// <remarks>Nothing is there because a link is: what was not seen is not known yet.</remarks>
    public static IReadOnlyList<LinkPart> Of(ConnectionRow row) => [LicenceOf(row), MailboxOf(row), JoinLinksOf(row), PermissionsOf(row)];

    public Tone Tone => Mark switch
    {
        PartMark.There => Tone.Ok,
        PartMark.Missing => Tone.Bad,
        PartMark.NotYetKnown => Tone.Off,
    };

    private static LinkPart LicenceOf(ConnectionRow row) => row switch
    {
        { Licences: null } => new(LinkPartKind.Licence, PartMark.NotYetKnown, PartFinding.LicencesUnread, PartStep.CheckAgain),
        { Licences: "" } => new(LinkPartKind.Licence, PartMark.Missing, PartFinding.NoLicence, PartStep.CheckAgain),
        { Licences: { } names } => new(LinkPartKind.Licence, PartMark.There, PartFinding.Licensed, Named: names),
    };

    private static LinkPart MailboxOf(ConnectionRow row) => row switch
    {
        { State: ConnectionState.MailboxMissing, Obstacle: MailboxObstacle.BeingMade } =>
            new(LinkPartKind.Mailbox, PartMark.NotYetKnown, PartFinding.MailboxObstacle, PartStep.CheckAgain, row.Licences ?? "", row.Obstacle),
        { State: ConnectionState.MailboxMissing, Obstacle: not null } =>
            new(LinkPartKind.Mailbox, PartMark.Missing, PartFinding.MailboxObstacle, PartStep.CheckAgain, row.Licences ?? "", row.Obstacle),
        { State: ConnectionState.MailboxMissing } =>
            new(LinkPartKind.Mailbox, PartMark.Missing, PartFinding.MailboxUnexplained, PartStep.CheckAgain),
        _ => NotSeen(row, LinkPartKind.Mailbox) ?? new(LinkPartKind.Mailbox, PartMark.There, PartFinding.MailboxAnswers),
    };

    private static LinkPart JoinLinksOf(ConnectionRow row) =>
        row.State == ConnectionState.MailboxMissing ? new(LinkPartKind.JoinLinks, PartMark.NotYetKnown, PartFinding.NoMailboxToAsk)
        : NotSeen(row, LinkPartKind.JoinLinks)
            ?? (row.IssuesJoinLinks ? new(LinkPartKind.JoinLinks, PartMark.There, PartFinding.LinksIssued)
            : new(LinkPartKind.JoinLinks, PartMark.Missing, PartFinding.NoLinks, PartStep.CheckAgain));

    private static LinkPart PermissionsOf(ConnectionRow row) => row switch
    {
        { State: ConnectionState.PermissionLost } =>
            new(LinkPartKind.Permissions, PartMark.Missing, PartFinding.AccessRefused, PartStep.AskApproval),
        { State: ConnectionState.NeedsReconnection or ConnectionState.RegistrationRefused } =>
            new(LinkPartKind.Permissions, PartMark.NotYetKnown, PartFinding.LinkBroken),
        { AccessMode: AccessMode.Application } => NotSeen(row, LinkPartKind.Permissions)
            ?? new(LinkPartKind.Permissions, PartMark.There, PartFinding.GrantedToApplication),
        _ when OptionalScopes.MissingFor(row.Scopes) is { Count: > 0 } missing =>
            new(LinkPartKind.Permissions, PartMark.Missing, PartFinding.ScopesMissing, PartStep.AskApproval, string.Join(", ", missing)),
        _ => new(LinkPartKind.Permissions, PartMark.There, PartFinding.Granted, Named: string.Join(", ", OptionalScopes.AtGraph(row.Scopes))),
    };

    /// <summary>For what only the mailbox can tell: why it has not; null when it has.</summary>
    private static LinkPart? NotSeen(ConnectionRow row, LinkPartKind kind) =>
        row.IsBroken ? new(kind, PartMark.NotYetKnown, PartFinding.LinkBroken)
        : row.ProbedAt is null ? new(kind, PartMark.NotYetKnown, PartFinding.NotAnsweredYet, PartStep.CheckAgain)
        : null;
}
