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

    /// <summary>The member took the grant back. Kept, because entries remember it.</summary>
    Disconnected,
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

    public bool IssuesJoinLinks { get; set; }
    public bool MadeBySignIn { get; set; }
    public ConnectionState State { get; set; }
    public string? ProtectedRefreshToken { get; set; }
    public string? ProtectedAccessToken { get; set; }
    public Instant? AccessTokenEndsAt { get; set; }
    public string Scopes { get; set; } = "";
    public Instant ConnectedAt { get; set; }
    public Instant? LastUsedAt { get; set; }
    public Instant? BrokenAt { get; set; }
    public Instant? NotBefore { get; set; }

    /// <summary>Serialises refreshes over all nodes.</summary>
    public Instant? RefreshLockedUntil { get; set; }

    /// <summary>The vendor asked not to be called before a time that is still to come.</summary>
    public bool IsThrottledAt(Instant now) => State == ConnectionState.Throttled && NotBefore > now;

    public Connection ForAdapters() => new(Id, Provider, TenantId, AccountId, AccessMode);
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
