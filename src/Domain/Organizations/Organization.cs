using NodaTime;

namespace Hidori.Domain.Organizations;

/// <summary>会社: the tenant.</summary>
public sealed class Organization
{
    private Organization() { }

    public Organization(string name, string zoneId, string language, Instant now)
    {
        Id = OrganizationId.New();
        Slug = Id.ToString()[^12..];
        Name = name;
        ZoneId = zoneId;
        Language = language;
        CreatedAt = now;
    }

    public OrganizationId Id { get; private set; }
    public string Name { get; private set; } = "";

    /// <summary>Its place in the addresses of its booking pages: a–z, 0–9 and hyphens; unique among all organizations.</summary>
    public string Slug { get; private set; } = "";

    /// <summary>IANA zone of the organization's own wall clocks.</summary>
    public string ZoneId { get; private set; } = "Asia/Tokyo";

    /// <summary>Two-letter language of its calendar entries.</summary>
    public string Language { get; private set; } = "ja";

    /// <summary>
    /// The Microsoft tenants whose accounts are let in, by id. Only their sign-ins may be matched to members by address:
    /// addresses of other tenants prove nothing (anybody can set them). Empty: no tenant was named.
    /// </summary>
    public IReadOnlyList<string> MicrosoftTenants { get; private set; } = [];

    public Instant CreatedAt { get; private set; }

    /// <summary>Addresses that were handed out before lead nowhere from now on.</summary>
    /// <param name="slug">Fit to stand in an address.</param>
    public void MovesTo(string slug) => Slug = slug;

    /// <summary>From now on accounts of these tenants are let in, and of no other.</summary>
    /// <param name="tenantIds">GUIDs in lower case; empty names none, and then an invitation's link is the only proof.</param>
    public void TrustMicrosoftTenants(params IReadOnlyList<string> tenantIds) => MicrosoftTenants = tenantIds;

    /// <summary>Whether an account of this tenant may be connected here.</summary>
    public bool LetsIn(string tenantId) =>
        MicrosoftTenants.Count == 0 || MicrosoftTenants.Contains(tenantId, StringComparer.OrdinalIgnoreCase);
}
