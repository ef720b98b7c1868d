using Hidori.Domain;
using NodaTime;

namespace Hidori.Server.Storage.Rows;

/// <summary>An organization lets the application itself reach its mailboxes, beside what members grant.</summary>
public sealed class ApplicationAccessRow
{
    public OrganizationId Organization { get; set; }
    public bool IsOn { get; set; }
    public string TenantId { get; set; } = "";

    /// <summary>The group of mailboxes it is limited to, as an administrator named it; only for the commands shown.</summary>
    public string GroupAddress { get; set; } = "";

    public MemberId ChangedBy { get; set; }
    public Instant ChangedAt { get; set; }
}

/// <summary>How the application's access turned out for a member.</summary>
public enum ApplicationReach
{
    /// <summary>The application reads and writes this member's calendar.</summary>
    Serves,

    /// <summary>The member's own grant is there, and goes first.</summary>
    OwnGrant,

    /// <summary>The member took the connection back.</summary>
    TakenBack,

    /// <summary>The administrator ended the access for everybody.</summary>
    TurnedOff,

    /// <summary>The directory knows no account of this address.</summary>
    AccountUnknown,

    /// <summary>Another member has this account.</summary>
    AccountTaken,

    /// <summary>The vendor keeps this mailbox from the application: outside the group, or nothing was granted.</summary>
    OutOfReach,

    /// <summary>No mailbox in the vendor's cloud.</summary>
    MailboxMissing,

    /// <summary>No answer; it is tried again.</summary>
    NoAnswer,

    /// <summary>Is looked at next.</summary>
    Asked,
}

/// <summary>What was found for one member, by asking and never by guessing.</summary>
public sealed class ApplicationReachRow
{
    public MemberId Member { get; set; }
    public OrganizationId Organization { get; set; }
    public ApplicationReach Reach { get; set; }
    public Instant FoundAt { get; set; }
}
