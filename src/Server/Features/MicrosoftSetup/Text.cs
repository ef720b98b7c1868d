using Hidori.Integrations;
using Hidori.Integrations.Microsoft365;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Ui;

namespace Hidori.Server.Features.MicrosoftSetup;

internal static class Text
{
    private static readonly Words Words = new(typeof(Text));

    public static string Of(string key, params object[] args) => Words.Of(key, args);

    public static string Of(RegistrationRefusal refusal) => refusal switch
    {
        RegistrationRefusal.ConfiguredOutside => Of("ConfiguredOutside"),
        RegistrationRefusal.CredentialMissing => Of("CredentialMissing"),
    };

    public static string Of(SetupStep step) => step switch
    {
        SetupStep.Tenant => Of("StepTenant"),
        SetupStep.Credential => Of("StepCredential"),
        SetupStep.SignIn => Of("StepSignIn"),
        SetupStep.Permissions => Of("StepPermissions"),
        SetupStep.Address => Of("StepAddress"),
        SetupStep.Mail => Of("StepMail"),
    };

    /// <summary>What would prove a step.</summary>
    public static string Proof(SetupStep step) => step switch
    {
        SetupStep.Tenant => Of("ProofTenant"),
        SetupStep.Credential => Of("ProofCredential"),
        SetupStep.SignIn => Of("ProofSignIn"),
        SetupStep.Permissions => Of("ProofPermissions"),
        SetupStep.Address => Of("ProofAddress"),
        SetupStep.Mail => Of("ProofMail"),
    };

    public static string Of(MicrosoftCloud cloud) => cloud switch
    {
        MicrosoftCloud.Global => Of("CloudGlobal"),
        MicrosoftCloud.UsGovernment => Of("CloudUsGovernment"),
        MicrosoftCloud.UsDefense => Of("CloudUsDefense"),
        MicrosoftCloud.China => Of("CloudChina"),
    };

    public static string Of(AccessMode? servedBy) => servedBy is not { } mode
        ? Of("ByNone")
        : mode switch
        {
            AccessMode.Delegated => Of("ByOwner"),
            AccessMode.Application => Of("ByApplication"),
        };

    public static string Of(ApplicationReach reach) => reach switch
    {
        ApplicationReach.Serves => Of("ReachServes"),
        ApplicationReach.OwnGrant => Of("ReachOwnGrant"),
        ApplicationReach.TakenBack => Of("ReachTakenBack"),
        ApplicationReach.TurnedOff => Of("ReachOff"),
        ApplicationReach.AccountUnknown => Of("ReachAccountUnknown"),
        ApplicationReach.AccountTaken => Of("ReachAccountTaken"),
        ApplicationReach.OutOfReach => Of("ReachOutOfReach"),
        ApplicationReach.MailboxMissing => Of("ReachMailboxMissing"),
        ApplicationReach.NoAnswer => Of("ReachNoAnswer"),
        ApplicationReach.Asked => Of("ReachAsked"),
    };

    public static string Cause(SetupStep step, SetupProblem problem, int? code) => problem switch
    {
        SetupProblem.Refused when step == SetupStep.Mail => Of("MailRefused"),
        SetupProblem.NoAnswer when step == SetupStep.Mail => Of("MailNoAnswer"),
        SetupProblem.Refused => CodeInWords(code),
        SetupProblem.AnotherCloud => Of("AnotherCloud"),
        SetupProblem.TenantNotNamed => Of("TenantNotNamed"),
        SetupProblem.NoAnswer => Of("NoAnswer"),
        SetupProblem.NotEntered => Of("NotEntered"),
    };

    /// <summary>Microsoft's number with the place in the portal where it is mended.</summary>
    public static string CodeInWords(int? code) => code switch
    {
        50194 => Of("Code50194"),
        90002 => Of("Code90002"),
        90038 => Of("Code90038"),
        700016 => Of("Code700016"),
        700027 => Of("Code700027"),
        7000215 => Of("Code7000215"),
        7000218 => Of("Code7000218"),
        7000222 => Of("Code7000222"),
        65001 => Of("Code65001"),
        50011 => Of("Code50011"),
        _ => Of("CodeOther"),
    };

    public static Banner? BannerFor(string? done) => done switch
    {
        "saved" => new Banner(Tone.Ok, Of("Saved"), Of("SavedNext")),
        "key-pair" => new Banner(Tone.Ok, Of("KeyPairMade")),
        "checked" => new Banner(Tone.Info, Of("Checked")),
        "mailed" => new Banner(Tone.Ok, Of("Mailed")),
        "signed-in" => new Banner(Tone.Ok, Of("SignedIn")),
        _ => null,
    };
}
