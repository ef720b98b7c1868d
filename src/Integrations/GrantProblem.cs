namespace Hidori.Integrations;

/// <summary>Why a grant does not work, in the classes people can act on. Adapters translate the vendor's numbers into these.</summary>
public enum GrantProblem
{
    /// <summary>Ran out, was revoked, or an administrator reset the password: only its owner's sign-in helps.</summary>
    Dead,

    /// <summary>The vendor's interface refuses a token that its sign-in service has just given.</summary>
    TokenRejected,

    /// <summary>The vendor wants the owner present now (second factor, sign-in frequency).</summary>
    PresenceNeeded,

    /// <summary>A policy of the tenant keeps our server out (Microsoft: Conditional Access).</summary>
    PolicyBlocks,

    /// <summary>The account is disabled, locked or deleted.</summary>
    AccountClosed,

    /// <summary>The consent was taken back, or does not cover what we ask.</summary>
    ConsentMissing,

    /// <summary>Our own secret or certificate is wrong: the operator has to mend it.</summary>
    CredentialWrong,

    /// <summary>Our own secret or certificate has run out: the operator has to renew it.</summary>
    CredentialExpired,

    /// <summary>The application's registration does not fit: the operator has to mend it.</summary>
    RegistrationWrong,

    /// <summary>The vendor says that we ask in circles: stop, and let a person look.</summary>
    Looping,
}

public static class GrantProblems
{
    /// <summary>Whether it is this installation's own registration, and so nothing that the owner can mend.</summary>
    public static bool IsOperators(this GrantProblem problem) => problem
        is GrantProblem.CredentialWrong or GrantProblem.CredentialExpired or GrantProblem.RegistrationWrong or GrantProblem.Looping;

    /// <summary>Whether the grant may work again without its owner, once somebody else has mended the cause.</summary>
    public static bool MayHeal(this GrantProblem problem) => problem != GrantProblem.Dead;
}
