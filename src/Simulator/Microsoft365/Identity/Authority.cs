namespace Hidori.Simulator.Microsoft365.Identity;

/// <summary>The {tenant} segment: organizations, common, consumers, a GUID or a domain.</summary>
internal static class Authority
{
    public const string Consumers = "9188040d-6c67-4c5b-b112-36a304b66dad";

    public static bool IsShared(string authority) => authority is "organizations" or "common" or "consumers";

    public static Tenant? Tenant(WorldState state, string authority) =>
        state.Tenants.Find(t => t.Id.Equals(authority, StringComparison.OrdinalIgnoreCase) || t.Domain.Equals(authority, StringComparison.OrdinalIgnoreCase));

    /// <summary>Null when the account may sign in there.</summary>
    public static AadstsError? Refusal(WorldState state, string authority, Account account) => authority switch
    {
        "common" => null,
        "organizations" when account.Tenant == Consumers => new("invalid_request", 500208, "The domain is not a valid login domain for the account type."),
        "organizations" => null,
        "consumers" when account.Tenant != Consumers => new("invalid_request", 50020, "User account does not exist in tenant 'consumers'."),
        "consumers" => null,
        _ when Tenant(state, authority)?.Id == account.Tenant => null,
        _ => new("invalid_request", 50020, $"User account '{account.UserPrincipalName}' does not exist in tenant '{authority}' and cannot access the application in that tenant."),
    };
}
