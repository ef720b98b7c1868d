using NodaTime;

namespace Hidori.Simulator.Microsoft365;

/// <summary>What was granted to an app: by one account, or for the whole tenant when the account is null.</summary>
internal sealed class Consent
{
    public required string Tenant { get; set; }
    public string? Account { get; set; }
    public required string ClientId { get; set; }
    public List<string> Scopes { get; set; } = [];
}

internal sealed class AuthorizationCode
{
    public required string Code { get; set; }
    public required string Authority { get; set; }
    public required string Account { get; set; }
    public required string ClientId { get; set; }
    public required string RedirectUri { get; set; }
    public List<string> Scopes { get; set; } = [];
    public string? Nonce { get; set; }
    public string? Challenge { get; set; }
    public Instant Expires { get; set; }
    public bool IsUsed { get; set; }
}

internal sealed class AccessGrant
{
    public required string Token { get; set; }
    /// <summary>Null: the application speaks for itself.</summary>
    public string? Account { get; set; }
    public string Tenant { get; set; } = "";
    public required string ClientId { get; set; }
    public List<string> Scopes { get; set; } = [];
    public Instant Expires { get; set; }
}

internal sealed class RefreshGrant
{
    public required string Token { get; set; }
    public required string Account { get; set; }
    public required string ClientId { get; set; }
    public List<string> Scopes { get; set; } = [];
    public Instant LastUsed { get; set; }
    public int Uses { get; set; }
    public bool IsRevoked { get; set; }
    public Instant RunSince { get; set; }
    public int Run { get; set; }
}
