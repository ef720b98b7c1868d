using Hidori.Domain.Organizations;
using Hidori.Server.Storage.Rows;

namespace Hidori.Server.Outside;

/// <summary>The mails about connections. Declared here and made by Features/Notifications, which knows languages and layout.</summary>
public interface IConnectionNotices
{
    /// <summary>To its owner, the administrators and those who see to its owner's booking pages: it broke (SPEC M9, B10). None where no mail server is configured.</summary>
    Task<IReadOnlyList<Notice>> PrepareBrokenAsync(ConnectionRow connection, CancellationToken ct);

    /// <summary>To an administrator of the vendor's, who needs no account here: please approve (SPEC M8).</summary>
    /// <param name="letter">In the member's own words.</param>
    Task<Notice> PrepareApprovalRequestAsync(Organization organization, Member asks, string address, string letter, string url);

    /// <summary>To the member who asked: it was approved (SPEC M8).</summary>
    Task<Notice> PrepareApprovalSeenAsync(Organization organization, Member asked);

    /// <summary>To an administrator here: it was approved, and who had waited for it (SPEC M8).</summary>
    Task<Notice> PrepareApprovalSeenAsync(Organization organization, Member administrator, IReadOnlyList<Member> waited);
}
