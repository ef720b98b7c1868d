namespace Hidori.Simulator.Microsoft365.Identity;

/// <summary>Who granted what to which app.</summary>
internal static class Consents
{
    public static List<string> Granted(WorldState state, Account account, string clientId) =>
        [.. state.Consents
            .Where(c => c.ClientId == clientId && c.Tenant == account.Tenant && (c.Account is null || c.Account == account.Id))
            .SelectMany(c => c.Scopes).Distinct(StringComparer.OrdinalIgnoreCase)];

    public static List<string> Missing(WorldState state, Account account, string clientId, IEnumerable<string> scopes) =>
        [.. scopes.Except(Granted(state, account, clientId), StringComparer.OrdinalIgnoreCase)];

    /// <summary>
    /// Whether the tenant has a service principal of the app: where it was registered, which is the first tenant for an app of
    /// many, and wherever somebody consented since.
    /// </summary>
    public static bool IsPresent(WorldState state, string tenant, AppRegistration app) =>
        app.Tenant is { } only ? only == tenant
        : tenant == state.Tenants[0].Id || app.ApplicationPermissions.ContainsKey(tenant)
            || state.Consents.Exists(c => c.Tenant == tenant && c.ClientId == app.ClientId);

    /// <remarks>Without an account it is granted for the whole tenant.</remarks>
    public static void Remember(WorldState state, string tenant, string? account, string clientId, IReadOnlyList<string> scopes)
    {
        var consent = state.Consents.Find(c => c.Tenant == tenant && c.Account == account && c.ClientId == clientId);
        if (consent is null) state.Consents.Add(consent = new() { Tenant = tenant, Account = account, ClientId = clientId });
        consent.Scopes = [.. consent.Scopes.Union(scopes, StringComparer.OrdinalIgnoreCase)];
    }
}
