namespace Hidori.Integrations.Microsoft365;

/// <summary>Why Microsoft did not let somebody in, in the classes people can act on (reference/graph.md §1.6).</summary>
public enum SignInProblem
{
    /// <summary>Nothing we know by number; the OAuth error decides.</summary>
    Other,

    /// <summary>The member has not consented yet, and may do so.</summary>
    ConsentMissing,

    /// <summary>The member declined.</summary>
    Declined,

    /// <summary>管理者の承認が必要: only an administrator of the tenant may grant this (SPEC M8).</summary>
    AdminApprovalNeeded,

    /// <summary>The app is limited to assigned members, and this one is not.</summary>
    NotAssigned,

    /// <summary>The app is not in that tenant, or does not fit that sign-in address.</summary>
    AppUnknownInTenant,

    /// <summary>The permissions asked for do not match the registration, or the redirect address does not.</summary>
    RegistrationWrong,

    /// <summary>The client secret or certificate is wrong, missing or expired.</summary>
    CredentialWrong,

    /// <summary>Not a work account of an allowed tenant: another account has to be chosen.</summary>
    WrongAccount,

    /// <summary>The tenant closes itself to this resource or application.</summary>
    TenantRestricted,

    /// <summary>Sign-in itself went astray (mixed tabs, reused code): start again.</summary>
    StartAgain,

    /// <summary>The grant is dead: sign in again.</summary>
    GrantDead,

    /// <summary>The tenant wants its owner present now (MFA, sign-in frequency).</summary>
    PresenceNeeded,

    /// <summary>Conditional Access blocks this device, place or risk; it will again from our server.</summary>
    ConditionalAccess,

    /// <summary>The account is disabled, locked, or its password ran out.</summary>
    AccountClosed,

    /// <summary>We ask too often: stop.</summary>
    Looping,

    /// <summary>The tenant does not exist here: wrong domain, or another cloud.</summary>
    TenantUnknown,
}
