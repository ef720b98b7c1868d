namespace Hidori.Simulator.Microsoft365.Identity;

/// <summary>What keeps an account out, at the pages and at the token endpoint (reference-error-codes.md).</summary>
internal static class SignInBlocks
{
    public static AadstsError? AtThePage(Account account, AppRegistration app) => account.SignIn switch
    {
        SignInBlock.NotAssigned => NotAssigned(account, app.ClientId),
        SignInBlock.ConditionalAccess => Blocked(),
        SignInBlock.Disabled => Disabled(),
        SignInBlock.PasswordExpired => new("invalid_grant", 50055, "The password is expired."),
        SignInBlock.None or SignInBlock.SecondFactorNeeded => null,
    };

    public static AadstsError? AtARefresh(Account account, string clientId) => account.SignIn switch
    {
        SignInBlock.NotAssigned => NotAssigned(account, clientId),
        SignInBlock.ConditionalAccess => Blocked(),
        SignInBlock.SecondFactorNeeded => new("invalid_grant", 50076, "Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access '00000003-0000-0000-c000-000000000000'.", "basic_action"),
        SignInBlock.Disabled => Disabled(),
        // An expired password leaves the tokens of confidential clients alive (refresh-tokens.md).
        SignInBlock.None or SignInBlock.PasswordExpired => null,
    };

    private static AadstsError NotAssigned(Account account, string clientId) => new("invalid_grant", 50105,
        $"Your administrator has configured the application ('{clientId}') to block users unless they are specifically granted ('assigned') access to the application. The signed in user '{account.UserPrincipalName}' is blocked because they are not a direct member of a group with access.");

    private static AadstsError Blocked() => new("invalid_grant", 53003,
        "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.", "message_only");

    private static AadstsError Disabled() => new("invalid_grant", 50057, "The user account is disabled.");
}
