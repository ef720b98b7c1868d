using System.Collections.Concurrent;
using Hidori.Domain;
using Hidori.Integrations;
using Hidori.Integrations.Microsoft365;
using Hidori.Integrations.OAuth;

namespace Hidori.Server.Tests.Contracts;

/// <summary>Keeps tokens in memory, renewed with the real OAuth client.</summary>
public sealed class ContractTokens(OAuthClient oauth, MicrosoftIdentity identity) : IAccessTokens
{
    private readonly ConcurrentDictionary<ConnectionId, (string Access, string Refresh)> _kept = [];
    private int _asked;
    private int _renewals;

    /// <summary>Every call asks, right before it queues up for its mailbox.</summary>
    public int Asked => _asked;

    public int Renewals => _renewals;

    public void Keep(Connection who, string access, string refresh) => _kept[who.Id] = (access, refresh);

    public Task<string> GetAsync(Connection via, CancellationToken ct)
    {
        Interlocked.Increment(ref _asked);
        return Task.FromResult(_kept[via.Id].Access);
    }

    public async Task<string> RenewAsync(Connection via, string rejected, CancellationToken ct)
    {
        Interlocked.Increment(ref _renewals);
        try
        {
            var answer = await oauth.RefreshAsync(
                identity.TokenEndpoint(via.TenantId), identity.Credentials(), _kept[via.Id].Refresh, MicrosoftIdentity.Scopes, ct);
            Keep(via, answer.AccessToken, answer.RefreshToken ?? _kept[via.Id].Refresh);
            return answer.AccessToken;
        }
        catch (TokenRefusedException e) when (e.Refusal == TokenRefusal.GrantDead)
        {
            throw new ConnectionBrokenException("The grant is dead.", e);
        }
    }
}
