using Hidori.Integrations.OAuth;

namespace Hidori.Integrations.Microsoft365;

/// <summary>Turns what Microsoft's token endpoint refuses into the words of <see cref="ProviderException"/> (reference/graph.md §1.6).</summary>
public static class TokenRefusals
{
    /// <summary>AADSTS7000222: the secret was right and has run out. AADSTS7000215 is a wrong one.</summary>
    private const int SecretExpired = 7000222;

    public static ProviderException Translate(TokenRefusedException refused)
    {
        var problem = ProblemOf(refused);
        if (problem.IsOperators())
            return new RegistrationRefusedException(problem, "The application's own registration is refused.", refused);
        return problem == GrantProblem.ConsentMissing
            ? new PermissionLostException("The consent is missing.", refused, problem)
            : new ConnectionBrokenException("The grant does not work.", refused, problem);
    }

    private static GrantProblem ProblemOf(TokenRefusedException refused) =>
        MicrosoftIdentity.Explain(refused.Error, null, refused.VendorCodes) switch
        {
            SignInProblem.GrantDead or SignInProblem.StartAgain or SignInProblem.WrongAccount => GrantProblem.Dead,
            SignInProblem.PresenceNeeded => GrantProblem.PresenceNeeded,
            SignInProblem.ConditionalAccess or SignInProblem.TenantRestricted => GrantProblem.PolicyBlocks,
            SignInProblem.AccountClosed => GrantProblem.AccountClosed,
            SignInProblem.ConsentMissing or SignInProblem.AdminApprovalNeeded or SignInProblem.NotAssigned
                or SignInProblem.Declined => GrantProblem.ConsentMissing,
            SignInProblem.CredentialWrong => refused.VendorCodes.Contains(SecretExpired)
                ? GrantProblem.CredentialExpired
                : GrantProblem.CredentialWrong,
            SignInProblem.RegistrationWrong or SignInProblem.AppUnknownInTenant or SignInProblem.TenantUnknown =>
                GrantProblem.RegistrationWrong,
            SignInProblem.Looping => GrantProblem.Looping,
            SignInProblem.Other => refused.Refusal == TokenRefusal.GrantDead ? GrantProblem.Dead : GrantProblem.RegistrationWrong,
        };
}
