using Hidori.Domain;

namespace Hidori.Integrations.Microsoft365;

/// <summary>Finds accounts of a tenant by address, as the application itself.</summary>
public interface IDirectory
{
    /// <param name="tenantId">The tenant's GUID.</param>
    /// <param name="address">A mail address.</param>
    /// <returns>The account's object id; null when the directory knows none, or more than one.</returns>
    /// <exception cref="ProviderException">Graph said no, or nothing.</exception>
    Task<string?> FindAccountAsync(string tenantId, string address, CancellationToken ct);
}

/// <summary>By User.ReadBasic.All, granted to the application (reference/graph.md §1.4).</summary>
internal sealed class GraphDirectory(GraphCalls graph) : IDirectory
{
    public async Task<string?> FindAccountAsync(string tenantId, string address, CancellationToken ct)
    {
        var via = new Connection(ConnectionId.New(), ProviderKind.Microsoft365, tenantId, "directory", AccessMode.Application);
        var quoted = address.Replace("'", "''", StringComparison.Ordinal);
        return await OnlyAsync(via, $"mail eq '{quoted}'", ct)
            ?? await OnlyAsync(via, $"userPrincipalName eq '{quoted}'", ct)
            ?? await OnlyAsync(via, $"proxyAddresses/any(p:p eq 'smtp:{quoted}')", ct);
    }

    private async Task<string?> OnlyAsync(Connection via, string filter, CancellationToken ct)
    {
        var found = await graph.RunAsync(
            via,
            g => g.Users.GetAsync(
                request =>
                {
                    request.QueryParameters.Filter = filter;
                    request.QueryParameters.Select = ["id", "mail", "userPrincipalName"];
                },
                ct),
            ct);
        return found.Value is [{ Id: { } id }] ? id.ToLowerInvariant() : null;
    }
}
