using Hidori.Server.Ui;

namespace Hidori.Server.Features.SignIn;

internal static class Text
{
    private static readonly Words Words = new(typeof(Text));

    public static string Of(string key, params object[] args) => Words.Of(key, args);

    public static string Of(SignInFailure reason, string? account) => reason switch
    {
        SignInFailure.AccessDenied => Of("FailedAccessDenied"),
        SignInFailure.NotAMember => account is null ? Of("FailedNotAMember") : Of("FailedNotAMemberAccount", account),
        SignInFailure.Suspended => Of("FailedSuspended"),
        SignInFailure.AdminConsentNeeded => Of("FailedAdminConsentNeeded"),
        SignInFailure.WrongTenant => Of("FailedWrongTenant"),
        SignInFailure.AccountTaken => Of("FailedAccountTaken"),
        SignInFailure.PersonalAccount => Of("FailedPersonalAccount"),
        SignInFailure.Expired => Of("FailedExpired"),
        SignInFailure.ServerError => Of("FailedServerError"),
        SignInFailure.NotAssigned => Of("FailedNotAssigned"),
        SignInFailure.NotInTenant => Of("FailedNotInTenant"),
        SignInFailure.RegistrationRefused => Of("FailedRegistrationRefused"),
        SignInFailure.PolicyBlocks => Of("FailedPolicyBlocks"),
        SignInFailure.AccountClosed => Of("FailedAccountClosed"),
        SignInFailure.PresenceNeeded => Of("FailedPresenceNeeded"),
        SignInFailure.TooOften => Of("FailedTooOften"),
        SignInFailure.ClockDiffers => Of("FailedClockDiffers"),
    };
}
