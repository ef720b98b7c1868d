using Hidori.Server.Storage.Rows;
using Hidori.Server.Ui;

namespace Hidori.Server.Features.Connections;

internal static class Text
{
    private static readonly Words Words = new(typeof(Text));

    public static string Of(string key, params object[] args) => Words.Of(key, args);

    /// <summary>The name of a permission, what it is used for, and what it is not used for.</summary>
    public static string OfScope(string scope, string what) => Of($"Scope.{scope}.{what}");

    public static string Of(ConsentOutcome outcome) => outcome switch
    {
        ConsentOutcome.NotYetConfirmed => Of("ConsentNotYetConfirmed"),
        ConsentOutcome.Declined => Of("ConsentDeclined"),
        ConsentOutcome.NoAdministrator => Of("ConsentNoAdministrator"),
        ConsentOutcome.Failed => Of("ConsentFailed"),
        ConsentOutcome.LinkOver => Of("ConsentLinkOver"),
    };

    public static string OfBody(ConsentOutcome outcome) => outcome switch
    {
        ConsentOutcome.NotYetConfirmed => Of("ConsentNotYetConfirmedBody"),
        ConsentOutcome.Declined => Of("ConsentDeclinedBody"),
        ConsentOutcome.NoAdministrator => Of("ConsentNoAdministratorBody"),
        ConsentOutcome.Failed => Of("ConsentFailedBody"),
        ConsentOutcome.LinkOver => Of("ConsentLinkOverBody"),
    };

    public static string Of(LinkState state) => state switch
    {
        LinkState.NotConnected => Of("StateNotConnected"),
        LinkState.Connected => Of("StateConnected"),
        LinkState.NeedsReconnection => Of("StateNeedsReconnection"),
        LinkState.PermissionLost => Of("StatePermissionLost"),
        LinkState.MailboxMissing => Of("StateMailboxMissing"),
        LinkState.Throttled => Of("StateThrottled"),
        LinkState.RegistrationRefused => Of("StateRegistrationRefused"),
    };

    /// <summary>Why the application's access does not serve a member who is not connected, and the next step.</summary>
    public static string Of(ApplicationReach reach) => reach switch
    {
        ApplicationReach.TakenBack => Of("ReachTakenBack"),
        ApplicationReach.AccountUnknown => Of("ReachAccountUnknown"),
        ApplicationReach.AccountTaken => Of("ReachAccountTaken"),
        ApplicationReach.OutOfReach => Of("ReachOutOfReach"),
        ApplicationReach.MailboxMissing => Of("ReachMailboxMissing"),
        ApplicationReach.NoAnswer or ApplicationReach.Asked or ApplicationReach.TurnedOff
            or ApplicationReach.Serves or ApplicationReach.OwnGrant => Of("ReachAsked"),
    };

    public static string Of(LinkPartKind kind) => kind switch
    {
        LinkPartKind.Licence => Of("Licences"),
        LinkPartKind.Mailbox => Of("HasMailbox"),
        LinkPartKind.JoinLinks => Of("HasTeams"),
        LinkPartKind.Permissions => Of("HasGraph"),
    };

    public static string Of(PartMark mark) => mark switch
    {
        PartMark.There => Of("DiagnosisYes"),
        PartMark.Missing => Of("DiagnosisNo"),
        PartMark.NotYetKnown => Of("DiagnosisNotYet"),
    };

    public static string Of(PartFinding finding, string named) => finding switch
    {
        PartFinding.Licensed => named,
        PartFinding.LicencesUnread => Of("LicencesUnread"),
        PartFinding.NoLicence => Of("NoLicence"),
        PartFinding.MailboxAnswers => Of("MailboxAnswers"),
        PartFinding.MailboxObstacle or PartFinding.MailboxUnexplained => Of("MailboxMissing"),
        PartFinding.LinksIssued => Of("TeamsLinksYes"),
        PartFinding.NoLinks => Of("TeamsLinksNo"),
        PartFinding.NoMailboxToAsk => Of("NoMailboxToAsk"),
        PartFinding.Granted => Of("ScopesGranted", named),
        PartFinding.GrantedToApplication => Of("GrantedToApplication"),
        PartFinding.ScopesMissing => Of("ScopesMissing", named),
        PartFinding.AccessRefused => Of("AccessRefused"),
        PartFinding.NotAnsweredYet => Of("NotAnsweredYet"),
        PartFinding.LinkBroken => Of("PartOfBrokenLink"),
    };
}
