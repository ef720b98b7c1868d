using Hidori.Domain;
using NodaTime;

namespace Hidori.Server.Storage.Rows;

/// <summary>How far a member's request for an administrator's approval has come (SPEC M8). Nothing in it proves a grant.</summary>
public sealed class ConsentRequestRow
{
    public MemberId Member { get; set; }

    /// <summary>What is asked for beyond the minimum; empty for the minimum alone.</summary>
    public string Feature { get; set; } = "";

    public OrganizationId Organization { get; set; }
    public Instant AskedAt { get; set; }

    /// <summary>When somebody first opened the link; a scanner of mails may have.</summary>
    public Instant? OpenedAt { get; set; }

    /// <summary>When a browser last came back with the link, saying that it was done; anybody's browser can say so.</summary>
    public Instant? ReturnedAt { get; set; }

    /// <summary>The administrator's address to which the link was last mailed from here.</summary>
    public string? MailedTo { get; set; }

    public Instant? MailedAt { get; set; }

    /// <summary>When the approval was seen, and the member told of it unless they had found out by themselves.</summary>
    public Instant? ToldAt { get; set; }
}
