using Hidori.Server.Ui;

namespace Hidori.Server.Features.SignIn;

/// <param name="OrganizationName">Known once the first administrator exists; null shows only the product.</param>
/// <param name="ReturnUrl">Where to go afterwards, already checked to be ours.</param>
/// <param name="Form">Fields: email, password. The error "" stands above the form.</param>
public sealed record SignInView(
    string? OrganizationName,
    bool MicrosoftAvailable,
    string ReturnUrl,
    FormState Form,
    string OtherLanguageUrl,
    bool SignedOut = false);

/// <param name="Token">The console token, posted back as token.</param>
/// <param name="Form">Fields: organizationName, name, email, password.</param>
public sealed record FirstRunView(string Token, FormState Form, string OtherLanguageUrl);

/// <param name="Form">Fields: name, password.</param>
public sealed record AcceptInvitationView(
    string OrganizationName,
    string InviterName,
    string Email,
    string Token,
    bool MicrosoftAvailable,
    FormState Form,
    string OtherLanguageUrl);

/// <param name="Account">The Microsoft account that was used, where known.</param>
/// <param name="AdminConsentUrl">A link for the Microsoft 365 administrator, for <see cref="SignInFailure.AdminConsentNeeded"/>.</param>
/// <param name="Code">Microsoft's own code, shown last and small.</param>
public sealed record SignInFailedView(
    SignInFailure Reason,
    string OtherLanguageUrl,
    string? Account = null,
    string? AdminConsentUrl = null,
    string? Code = null,
    bool WasConnecting = false);

public enum SignInFailure
{
    AccessDenied,
    NotAMember,
    Suspended,
    AdminConsentNeeded,
    WrongTenant,
    AccountTaken,
    PersonalAccount,
    Expired,
    ServerError,
    NotAssigned,

    /// <summary>The application does not exist in the account's tenant, or not at that sign-in address.</summary>
    NotInTenant,

    /// <summary>Our own registration: only its operator can mend it.</summary>
    RegistrationRefused,
    PolicyBlocks,
    AccountClosed,
    PresenceNeeded,
    TooOften,

    /// <summary>Our clock and Microsoft's differ by more than may be: only the operator can mend it.</summary>
    ClockDiffers,
}
