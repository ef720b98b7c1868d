using Hidori.Domain;
using Hidori.Domain.Availability;
using NodaTime;

namespace Hidori.Server.Storage.Rows;

/// <summary>The copy of one linked mailbox's busy times: how far it reaches, how old it is, how it is kept (SPEC M22).</summary>
public sealed class MailboxRow
{
    public ConnectionId Connection { get; set; }
    public OrganizationId Organization { get; set; }

    /// <summary>The copy says nothing of time outside. Null until the first reading.</summary>
    public Instant? WindowStartsAt { get; set; }

    public Instant? WindowEndsAt { get; set; }

    /// <summary>Where the vendor's list of changes was left; changes only in one transaction with the entries.</summary>
    public string? Mark { get; set; }

    /// <summary>The copy is what the mailbox held at this instant or later.</summary>
    public Instant? ReadAt { get; set; }

    /// <summary>When everything was last read, not only what had changed.</summary>
    public Instant? RereadAt { get; set; }

    /// <summary>The vendor's id of its promise to tell us; null when we ask by ourselves.</summary>
    public string? Subscription { get; set; }

    /// <summary>Hash of the secret that comes with every notification.</summary>
    public string? SubscriptionSecretHash { get; set; }

    public Instant? SubscriptionEndsAt { get; set; }

    /// <summary>When to renew the subscription, or to ask for one again; null is now.</summary>
    public Instant? SubscribeAgainAt { get; set; }

    /// <summary>When the vendor last said that something changed, or a host had the calendar read anew. Not before <see cref="ReadAt"/>: the copy is stale.</summary>
    public Instant? NotifiedAt { get; set; }

    /// <summary>When a page last wanted to show it, to within some minutes: such mailboxes are asked more often.</summary>
    public Instant? LookedAt { get; set; }

    public int Failures { get; set; }

    /// <summary>When the ledger was last compared with what stands here (SPEC P8).</summary>
    public Instant? SweptAt { get; set; }

    /// <summary>Entries of ours that stood as recorded.</summary>
    public int SweptStanding { get; set; }

    /// <summary>Recorded and not found, or found and not recorded any more: being seen to since.</summary>
    public int SweptAmiss { get; set; }

    /// <summary>Entries under our mark that we know nothing of.</summary>
    public int SweptStrays { get; set; }

    /// <summary>Why the last reading failed; null when it did not.</summary>
    public UnknownReason? Reason { get; set; }
}

/// <summary>What a copied mailbox holds, all of it in one row: a page that shows many hosts reads a row of each.</summary>
public sealed class BusyCopyRow
{
    public ConnectionId Connection { get; set; }
    public OrganizationId Organization { get; set; }

    /// <summary>Encrypted: a copy of the database shows nobody what people do, nor when.</summary>
    public byte[] ProtectedEntries { get; set; } = [];
}
