using System.Text.Json;
using System.Text.RegularExpressions;
using Hidori.Integrations.OAuth;

namespace Hidori.Integrations.Microsoft365;

/// <summary>Asks the sign-in service which tenant a domain or id is. Public knowledge: no credential is needed.</summary>
/// <remarks>OpenID Connect Discovery 1.0 §4; reference/graph.md §1.1, §1.6 (90002, 90038).</remarks>
public sealed partial class TenantDiscovery(IHttpClientFactory clients, MicrosoftIdentity identity)
{
    /// <param name="tenant">A GUID or a verified domain.</param>
    /// <param name="login">The sign-in service to ask; null for the configured one.</param>
    /// <exception cref="ProviderUnavailableException">No answer, or one that cannot be read.</exception>
    public async Task<DiscoveredTenant> FindAsync(string tenant, Uri? login, CancellationToken ct)
    {
        try
        {
            using var http = clients.CreateClient(OAuthClient.Client);
            using var answer = await http.GetAsync(identity.DiscoveryAddress(tenant, login), ct);
            using var json = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(ct));
            if (!answer.IsSuccessStatusCode)
                return Refused(json.RootElement);
            var issuer = json.RootElement.GetProperty("issuer").GetString() ?? "";
            return TenantInIssuer().Match(issuer) is { Success: true } match
                ? new DiscoveredTenant(match.Groups[1].Value.ToLowerInvariant(), Text(json.RootElement, "msgraph_host"), SignInProblem.Other, null)
                : throw new ProviderUnavailableException("The sign-in service names no tenant in its issuer.");
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TimeoutException or OperationCanceledException)
        {
            throw new ProviderUnavailableException("The sign-in service does not answer.", e);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new ProviderUnavailableException("The sign-in service sent an answer that cannot be read.", e);
        }
    }

    private static DiscoveredTenant Refused(JsonElement body)
    {
        int[] codes = body.TryGetProperty("error_codes", out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Where(c => c.ValueKind == JsonValueKind.Number).Select(c => c.GetInt32())]
            : [];
        var problem = MicrosoftIdentity.Explain(Text(body, "error"), Text(body, "error_description"), codes);
        return problem == SignInProblem.Other && Text(body, "error") != "invalid_tenant"
            ? throw new ProviderUnavailableException("The sign-in service refused without saying why.")
            : new DiscoveredTenant(null, null, problem == SignInProblem.Other ? SignInProblem.TenantUnknown : problem, codes.Length > 0 ? codes[0] : null);
    }

    private static string? Text(JsonElement from, string member) =>
        from.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    [GeneratedRegex("/([0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12})/")]
    private static partial Regex TenantInIssuer();
}

/// <summary>What the sign-in service says of a tenant.</summary>
/// <param name="Id">The tenant's GUID in lower case; null when there is none here.</param>
/// <param name="GraphHost">The host of Microsoft Graph that serves the tenant, where it is told: tells the clouds apart.</param>
/// <param name="Problem">Why there is none.</param>
/// <param name="Code">Microsoft's own number.</param>
public sealed record DiscoveredTenant(string? Id, string? GraphHost, SignInProblem Problem, int? Code);
