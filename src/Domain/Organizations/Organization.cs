using NodaTime;

namespace Hidori.Domain.Organizations;

/// <summary>会社: the tenant.</summary>
public sealed class Organization
{
    private Organization() { }

    public Organization(string name, string zoneId, string language, Instant now)
    {
        Id = OrganizationId.New();
        Name = name;
        ZoneId = zoneId;
        Language = language;
        CreatedAt = now;
    }

    public OrganizationId Id { get; private set; }
    public string Name { get; private set; } = "";

    /// <summary>IANA zone of the organization's own wall clocks.</summary>
    public string ZoneId { get; private set; } = "Asia/Tokyo";

    /// <summary>Two-letter language of its calendar entries.</summary>
    public string Language { get; private set; } = "ja";

    /// <summary>
    /// The Microsoft tenant whose sign-ins may be matched to members by address; null until an administrator's first
    /// Microsoft sign-in from the configured tenant. Addresses of other tenants prove nothing (anybody can set them).
    /// </summary>
    public string? MicrosoftTenantId { get; private set; }

    public Instant CreatedAt { get; private set; }

    public void TrustMicrosoftTenant(string tenantId) => MicrosoftTenantId = tenantId;
}
