using System.Collections.Concurrent;
using Hidori.Integrations;
using Hidori.Integrations.Microsoft365;
using Hidori.Integrations.OAuth;
using NodaTime;

namespace Hidori.Server.Features.Connections;

/// <summary>Tokens of the application itself, one a tenant, kept in memory: another is only a question away.</summary>
public sealed class ApplicationTokens(OAuthClient oauth, MicrosoftIdentity identity, IClock clock)
{
    /// <summary>AADSTS700016: no administrator of the tenant has let the application in.</summary>
    private const int AppNotInTenant = 700016;

    private static readonly Duration Margin = Duration.FromMinutes(5);
    private readonly ConcurrentDictionary<string, (string Token, Instant EndsAt)> _kept = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="rejected">A token that was refused, which must not be given again.</param>
    public async Task<string> GetAsync(string tenantId, string? rejected, CancellationToken ct)
    {
        var credentials = identity.Credentials();
        var key = $"{credentials.ClientId}@{tenantId}";
        var turn = _turns.GetOrAdd(key, _ => new SemaphoreSlim(1, 1));
        await turn.WaitAsync(ct);
        try
        {
            var now = clock.GetCurrentInstant();
            if (_kept.TryGetValue(key, out var kept) && kept.EndsAt > now + Margin && kept.Token != rejected)
                return kept.Token;
            var answer = await oauth.ApplicationTokenAsync(identity.TokenEndpoint(tenantId), credentials, identity.ApplicationScope, ct);
            _kept[key] = (answer.AccessToken, now + answer.ExpiresIn);
            return answer.AccessToken;
        }
        catch (TokenRefusedException refused) when (refused.VendorCodes.Contains(AppNotInTenant))
        {
            throw new PermissionLostException("The application is not in that tenant.", refused);
        }
        catch (TokenRefusedException refused)
        {
            throw new ProviderUnavailableException("The application's own registration is refused.", refused);
        }
        finally
        {
            turn.Release();
        }
    }
}

/// <summary>The right token for a connection: its owner's, or the application's.</summary>
public sealed class ConnectionTokens(AccessTokens members, ApplicationTokens application) : IAccessTokens
{
    public Task<string> GetAsync(Connection via, CancellationToken ct) => via.AccessMode switch
    {
        AccessMode.Delegated => members.GetAsync(via, ct),
        AccessMode.Application => application.GetAsync(via.TenantId, rejected: null, ct),
    };

    public Task<string> RenewAsync(Connection via, string rejected, CancellationToken ct) => via.AccessMode switch
    {
        AccessMode.Delegated => members.RenewAsync(via, rejected, ct),
        AccessMode.Application => application.GetAsync(via.TenantId, rejected, ct),
    };
}
