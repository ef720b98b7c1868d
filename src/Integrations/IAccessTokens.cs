namespace Hidori.Integrations;

/// <summary>Keeps the tokens of connections. Declared here, kept by the server: adapters never touch storage.</summary>
public interface IAccessTokens
{
    /// <summary>A token that is good for at least the next minutes, refreshed under the connection's lock if need be.</summary>
    /// <exception cref="ConnectionBrokenException">The grant is dead.</exception>
    Task<string> GetAsync(Connection via, CancellationToken ct);

    /// <summary>The vendor refused a token: forget it and get another, once.</summary>
    /// <param name="rejected">The token that was refused; a newer one kept meanwhile is simply returned.</param>
    /// <exception cref="ConnectionBrokenException">The grant is dead.</exception>
    Task<string> RenewAsync(Connection via, string rejected, CancellationToken ct);
}
