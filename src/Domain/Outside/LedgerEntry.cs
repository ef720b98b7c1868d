using NodaTime;

namespace Hidori.Domain.Outside;

/// <summary>What we know of one place outside.</summary>
public enum LedgerState
{
    /// <summary>A call was begun and its outcome was never recorded. Look before acting.</summary>
    InDoubt,

    /// <summary>The entry stands there with the recorded content.</summary>
    Settled,

    /// <summary>Nothing of ours stands there. Kept, because a used-up generation must not be used again.</summary>
    Gone,
}

/// <summary>Why a place is not yet as it should be.</summary>
public enum PendingReason
{
    /// <summary>On its way; nothing went wrong.</summary>
    Underway,

    /// <summary>The host has linked no calendar, so nothing can be written.</summary>
    NotConnected,

    /// <summary>The link must be renewed by its owner.</summary>
    ConnectionBroken,

    /// <summary>The vendor refuses this write for lack of permission.</summary>
    PermissionLost,

    /// <summary>The account has no mailbox (any more).</summary>
    MailboxMissing,

    /// <summary>The vendor refuses this installation's own registration: its operator has to mend it.</summary>
    RegistrationRefused,

    /// <summary>The vendor asks to wait.</summary>
    Throttled,

    /// <summary>The vendor does not answer, or has a fault.</summary>
    Unavailable,

    /// <summary>The vendor refuses the write itself; people have to look.</summary>
    Refused,

    /// <summary>The entry stands, but the meeting link has not come.</summary>
    JoinLinkMissing,

    /// <summary>The co-host's copy has not arrived.</summary>
    CopyMissing,
}

/// <summary>The ledger's word on one place, as far as planning needs it.</summary>
/// <param name="Key">The place.</param>
/// <param name="State">Settled, in doubt or gone.</param>
/// <param name="Fingerprint">Content last put, or null.</param>
/// <param name="HasJoinLink">A meeting link was seen on the entry.</param>
/// <param name="JoinLinkGivenUp">We stopped waiting for a link; the host decides.</param>
/// <param name="HasCopyRecorded">For a co-host's place: their copy of the meeting was seen.</param>
/// <param name="CopyAwaitsAnswer">For a co-host's place: the meeting moved since, and their copy is to be accepted again.</param>
/// <param name="RetryAt">Not before this instant, after a failure; null when free to act.</param>
/// <param name="IsGivenUp">Failed for so long that only a person restarts it.</param>
/// <param name="IsChangedOutside">Somebody moved or deleted it without us, and nobody has settled that yet (SPEC M19).</param>
public sealed record LedgerEntry(
    EntryKey Key,
    LedgerState State,
    string? Fingerprint,
    bool HasJoinLink = false,
    bool JoinLinkGivenUp = false,
    bool HasCopyRecorded = false,
    Instant? RetryAt = null,
    bool IsGivenUp = false,
    bool IsChangedOutside = false,
    bool CopyAwaitsAnswer = false);
