using Hidori.Domain;
using Hidori.Integrations;
using NodaTime;

namespace Hidori.Server.Storage.Rows;

/// <summary>How a connection is doing (SPEC M9).</summary>
public enum ConnectionState
{
    Connected,
    NeedsReconnection,
    PermissionLost,
    MailboxMissing,
    Throttled,

    /// <summary>This installation's own registration is refused: the operator mends it, and the link works again by itself.</summary>
    RegistrationRefused,

    /// <summary>The member took the grant back. Kept, because entries remember it.</summary>
    Disconnected,
}

/// <summary>What a disconnected connection is still good for.</summary>
public enum ConnectionClosing
{
    /// <summary>Nothing: its tokens are forgotten.</summary>
    Over,

    /// <summary>Its holds are being removed; then its tokens are forgotten.</summary>
    Drains,

    /// <summary>Another account took its place; what was written with it can still be changed there (SPEC M7).</summary>
    KeepsEntries,

    /// <summary>As <see cref="KeepsEntries"/>, but its holds go to the account that took its place.</summary>
    MovesHolds,
}

/// <summary>One member's link to an outside account, with its tokens encrypted.</summary>
public sealed class ConnectionRow
{
    public ConnectionId Id { get; set; }
    public OrganizationId Organization { get; set; }
    public MemberId Member { get; set; }
    public ProviderKind Provider { get; set; }
    public string TenantId { get; set; } = "";
    public string AccountId { get; set; } = "";

    /// <summary>By whose consent: an application's connection keeps no tokens of its own.</summary>
    public AccessMode AccessMode { get; set; }

    /// <summary>The mailbox's own primary address.</summary>
    public string Address { get; set; } = "";

    /// <summary>The registered mail that its owner keeps although it is not <see cref="Address"/> (SPEC M4).</summary>
    public string? AcceptedMail { get; set; }

    /// <summary>As of <see cref="ProbedAt"/>: says nothing while that is null.</summary>
    public bool IssuesJoinLinks { get; set; }

    /// <summary>When the account last told what it has (SPEC M3); null when it has not yet since the grant was given.</summary>
    public Instant? ProbedAt { get; set; }

    /// <summary>The account's products by name, as last seen; null when they could not be read.</summary>
    public string? Licences { get; set; }

    /// <summary>What explains a missing mailbox; looked at when it is missing.</summary>
    public MailboxObstacle? Obstacle { get; set; }
    public bool MadeBySignIn { get; set; }
    public ConnectionState State { get; set; }
    public string? ProtectedRefreshToken { get; set; }
    public string? ProtectedAccessToken { get; set; }
    public Instant? AccessTokenEndsAt { get; set; }
    public string Scopes { get; set; } = "";
    public Instant ConnectedAt { get; set; }
    public Instant? LastUsedAt { get; set; }
    public Instant? BrokenAt { get; set; }

    /// <summary>The mailbox is not called, and the token endpoint not asked, before this instant.</summary>
    public Instant? NotBefore { get; set; }

    /// <summary>Why the token endpoint refuses the grant; null while it does not.</summary>
    public GrantProblem? Problem { get; set; }

    /// <summary>When owner and administrators were told of the present break: once.</summary>
    public Instant? ToldAt { get; set; }

    /// <summary>For a connection that is <see cref="ConnectionState.Disconnected"/>.</summary>
    public ConnectionClosing Closing { get; set; }

    /// <summary>Replaced by another account, and still used for what was written with it.</summary>
    public bool IsKept => State == ConnectionState.Disconnected && Closing is (ConnectionClosing.KeepsEntries or ConnectionClosing.MovesHolds);

    /// <summary>Serialises refreshes over all nodes.</summary>
    public Instant? RefreshLockedUntil { get; set; }

    /// <summary>The vendor asked not to be called before a time that is still to come.</summary>
    public bool IsThrottledAt(Instant now) => State == ConnectionState.Throttled && NotBefore > now;

    /// <summary>Broken, and somebody has to do something: being throttled passes by itself.</summary>
    public bool IsBroken => State is ConnectionState.NeedsReconnection or ConnectionState.PermissionLost
        or ConnectionState.MailboxMissing or ConnectionState.RegistrationRefused;

    /// <summary>Whether it may work again without its owner, so that looking again is worth it.</summary>
    public bool MayHeal => IsBroken && (Problem?.MayHeal() ?? State != ConnectionState.NeedsReconnection);

    public Connection ForAdapters() => new(Id, Provider, TenantId, AccountId, AccessMode);
}

/// <summary>
/// Another account of a member, granted at Microsoft while one is connected: kept until the member has said what becomes
/// of what is open (SPEC M7). One a member.
/// </summary>
public sealed class AccountSwitchRow
{
    public MemberId Member { get; set; }
    public OrganizationId Organization { get; set; }

    /// <summary>Names this grant on the page that asks: an older page answers for another account.</summary>
    public Guid Id { get; set; }

    public string TenantId { get; set; } = "";
    public string AccountId { get; set; } = "";
    public string Address { get; set; } = "";
    public string ProtectedAccessToken { get; set; } = "";
    public string ProtectedRefreshToken { get; set; } = "";
    public Instant AccessTokenEndsAt { get; set; }
    public string Scopes { get; set; } = "";

    /// <summary>After it nothing is switched any more, and the tokens are forgotten.</summary>
    public Instant EndsAt { get; set; }
}

/// <summary>The version of one host's or room's agenda: whoever takes or frees time locks and raises it.</summary>
public sealed class Agenda
{
    public OrganizationId Organization { get; set; }
    public AgendaId Whose { get; set; }
    public long Version { get; set; }
}

/// <summary>One key of ASP.NET Data Protection, wrapped by the operator's own secret.</summary>
public sealed class ProtectionKeyRow
{
    public string Name { get; set; } = "";
    public string Xml { get; set; } = "";
}

/// <summary>A compose page that was sent already: the same page sent again means the same proposal.</summary>
public sealed class AttemptRow
{
    public Guid Attempt { get; set; }
    public OrganizationId Organization { get; set; }
    public AppointmentId Appointment { get; set; }
}
