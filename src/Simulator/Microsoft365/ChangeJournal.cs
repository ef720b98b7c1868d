using NodaTime;

namespace Hidori.Simulator.Microsoft365;

internal enum ChangeKind { Created, Updated, Deleted }

/// <summary>One change of one entry, in the order they happened: what delta tokens count from.</summary>
internal sealed class JournalEntry
{
    public long Number { get; set; }
    public Instant At { get; set; }
    public required string Account { get; set; }
    public required string Calendar { get; set; }
    public required string Key { get; set; }
    public int Moves { get; set; }
    public ChangeKind Kind { get; set; }
}

/// <summary>Tells a client that something of a mailbox changed (change-notifications-overview.md).</summary>
internal sealed class Subscription
{
    public required string Id { get; set; }
    public required string ClientId { get; set; }
    /// <summary>Who asked; null is the application itself.</summary>
    public string? Creator { get; set; }
    public required string Tenant { get; set; }
    /// <summary>As it was sent.</summary>
    public required string Resource { get; set; }
    public required string Owner { get; set; }
    public List<ChangeKind> Kinds { get; set; } = [];
    public required string NotificationUrl { get; set; }
    public string? LifecycleUrl { get; set; }
    public string? ClientState { get; set; }
    public bool WantsImmutableIds { get; set; }
    public Instant Expires { get; set; }
    /// <summary>Still answers as if it lived, but nothing comes any more.</summary>
    public bool IsDead { get; set; }
    public bool WasAskedToReauthorize { get; set; }

    public bool Hears(ChangeKind kind, Instant now) => !IsDead && Expires > now && Kinds.Contains(kind);
}

/// <summary>One item of a delivery that is still to come: a change, or an event in the life of the subscription.</summary>
internal sealed class PendingNotice
{
    public required string Url { get; set; }
    public required string Subscription { get; set; }
    /// <summary>The item as it goes over the wire, as text.</summary>
    public required string Json { get; set; }
    public Instant Due { get; set; }
    public Instant Since { get; set; }
    public int Attempts { get; set; }
}
