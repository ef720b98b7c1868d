using System.Security.Cryptography;
using System.Text.Json;
using Hidori.Domain;
using Hidori.Domain.Organizations;
using Hidori.Integrations.Microsoft365;
using Hidori.Server.Outside;
using Hidori.Server.Protection;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Hidori.Server.Features.Connections;

/// <summary>Who asks the Microsoft 365 administrator, and for what. Nothing in it opens anything.</summary>
/// <param name="EndsAtMilliseconds">Unix time after which the link is no longer shown.</param>
public sealed record ConsentRequest(
    string? OrganizationName, MemberId? Member, string? MemberName, string? MemberMail, string Tenant, OptionalFeature? Feature, long EndsAtMilliseconds)
{
    public Instant EndsAt => Instant.FromUnixTimeMilliseconds(EndsAtMilliseconds);
}

/// <summary>
/// Links for the Microsoft 365 administrator, who needs no account here (SPEC M8): signed by us and expiring, so that a
/// page of ours never asks for what nobody here has asked for.
/// </summary>
public sealed class ConsentLinks(
    SealedText sealedText, MicrosoftIdentity microsoft, IOptionsMonitor<Microsoft365Options> options, IOptions<ServerOptions> server, IClock clock) : IApprovalLinks
{
    /// <summary>Microsoft sends the administrator back here: the one address that is registered for sign-in too.</summary>
    private const string ReturnPath = "sign-in/microsoft/callback";

    private static readonly Duration Life = Duration.FromDays(7);

    /// <param name="organization">Null before anybody is signed in, when we do not know whose page it is.</param>
    public string Make(Organization? organization, Member? member, OptionalFeature? feature)
    {
        var request = new ConsentRequest(
            organization?.Name, member?.Id, member?.DisplayName, member?.Mail, TenantOf(organization), feature,
            (clock.GetCurrentInstant() + Life).ToUnixTimeMilliseconds());
        return server.Value.Link($"consent/{sealedText.Seal(SealedText.Consent, JsonSerializer.Serialize(request))}");
    }

    /// <summary>Where the approval has to be given; one of Microsoft's shared names while it is not known.</summary>
    public string TenantOf(Organization? organization) =>
        organization is { MicrosoftTenants: [var only] } ? only : options.CurrentValue.Tenant;

    string IApprovalLinks.Make(Organization organization, Member asks) => Make(organization, asks, feature: null);

    /// <summary>Null when we did not make it, or its time is over.</summary>
    public ConsentRequest? Open(string? token)
    {
        try
        {
            var request = JsonSerializer.Deserialize<ConsentRequest>(sealedText.Open(SealedText.Consent, token ?? ""))!;
            return request.EndsAt > clock.GetCurrentInstant() ? request : null;
        }
        catch (Exception e) when (e is CryptographicException or FormatException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Microsoft's own page, where the administrator grants or does not.</summary>
    public Uri AtMicrosoft(string token, ConsentRequest request) =>
        microsoft.AdminConsentAddress(
            request.Tenant == "common" ? "organizations" : request.Tenant,
            new Uri(server.Value.Link(ReturnPath)), token, request.Feature is { } feature ? OptionalScopes.Of(feature) : []);

    public static IReadOnlyList<string> ScopesOf(OptionalFeature? feature) =>
        [.. MicrosoftIdentity.Scopes.Where(s => s.Contains('.', StringComparison.Ordinal)), .. feature is { } more ? OptionalScopes.Of(more) : []];
}
