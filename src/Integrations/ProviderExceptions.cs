using NodaTime;

namespace Hidori.Integrations;

/// <summary>The vendor said no, or nothing. Caught where a person asks live, and by the worker; nowhere else.</summary>
public abstract class ProviderException(string message, Exception? inner) : Exception(message, inner)
{
    /// <summary>What is wrong with the grant, where that is the reason.</summary>
    public virtual GrantProblem? Problem => null;

    /// <summary>The call failed while it was still looking: whatever stood before stands as it did.</summary>
    public bool NothingWasWritten { get; internal set; }
}

/// <summary>No answer, a fault of the vendor's, or an answer we cannot read. Worth trying again.</summary>
public sealed class ProviderUnavailableException(string message, Exception? inner = null)
    : ProviderException(message, inner);

/// <summary>The vendor asks to wait.</summary>
/// <param name="until">Not before this instant (Retry-After); null when it named no time.</param>
public sealed class ThrottledException(Instant? until, string message, Exception? inner = null)
    : ProviderException(message, inner)
{
    public Instant? Until { get; } = until;
}

/// <summary>The grant does not work: as a rule only the owner's sign-in mends it.</summary>
/// <param name="problem">Why; it says also whether it may heal without the owner.</param>
public sealed class ConnectionBrokenException(
    string message, Exception? inner = null, GrantProblem problem = GrantProblem.Dead)
    : ProviderException(message, inner)
{
    public override GrantProblem? Problem => problem;
}

/// <summary>This installation's own registration or credential is refused: the operator has to mend it, not the owner.</summary>
public sealed class RegistrationRefusedException(GrantProblem problem, string message, Exception? inner = null)
    : ProviderException(message, inner)
{
    public override GrantProblem? Problem => problem;
}

/// <summary>The grant lives, but does not cover this call (Graph: 403), or consent was taken back.</summary>
/// <param name="problem"><see cref="GrantProblem.ConsentMissing"/> when the token endpoint itself said so.</param>
public sealed class PermissionLostException(string message, Exception? inner = null, GrantProblem? problem = null)
    : ProviderException(message, inner)
{
    public override GrantProblem? Problem => problem;
}

/// <summary>The account has no mailbox this product can use (Graph: MailboxNotEnabledForRESTAPI).</summary>
public sealed class MailboxMissingException(string message, Exception? inner = null)
    : ProviderException(message, inner);

/// <summary>The entry is not there any more, or its idempotency key is spent.</summary>
public sealed class EntryGoneException(string message, Exception? inner = null) : ProviderException(message, inner);

/// <summary>Somebody moved the entry since we wrote it; it was left as it is (SPEC M19).</summary>
/// <param name="to">Where it stands now, half-open; null when it became an all-day entry.</param>
public sealed class EntryMovedException(Interval? to, string message) : ProviderException(message, null)
{
    public Interval? To { get; } = to;
}

/// <summary>The vendor understood and refuses: trying the same again will not help.</summary>
/// <param name="code">The vendor's own error code, for the person on call.</param>
public sealed class ProviderRefusedException(string code, string message, Exception? inner = null)
    : ProviderException(message, inner)
{
    public string Code { get; } = code;
}
