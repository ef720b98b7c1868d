using Hidori.Domain.Organizations;

namespace Hidori.Server.Outside;

/// <summary>
/// Links that ask a vendor's administrator to approve (SPEC M8). Declared here and made by Features/Connections, which knows the vendor.
/// </summary>
public interface IApprovalLinks
{
    /// <param name="asks">The member on whose behalf it asks.</param>
    string Make(Organization organization, Member asks);
}
