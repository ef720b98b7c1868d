using Hidori.Server.Protection;
using Hidori.Server.Storage.Rows;
using NodaTime;

namespace Hidori.Server.Features.Connections;

/// <summary>What Microsoft's sign-in gave: who it is, and the grant.</summary>
public sealed record MicrosoftGrant(
    string TenantId, string AccountId, string Address, string AccessToken, string RefreshToken, Duration ExpiresIn,
    string Scopes, bool BySignIn)
{
    /// <summary>Outside any transaction: sealing may have to write a new key, and would wait for the transaction's own lock.</summary>
    public SealedGrant Seal(SealedText sealedText, Instant now) => new(
        TenantId, AccountId, Address.ToLowerInvariant(), sealedText.Seal(SealedText.Token, AccessToken),
        sealedText.Seal(SealedText.Token, RefreshToken), now + ExpiresIn, Scopes, BySignIn);
}

/// <summary>A grant as the database may keep it.</summary>
public sealed record SealedGrant(
    string TenantId, string AccountId, string Address, string ProtectedAccessToken, string ProtectedRefreshToken,
    Instant AccessTokenEndsAt, string Scopes, bool BySignIn)
{
    public static SealedGrant Of(AccountSwitchRow asked) => new(
        asked.TenantId, asked.AccountId, asked.Address, asked.ProtectedAccessToken, asked.ProtectedRefreshToken,
        asked.AccessTokenEndsAt, asked.Scopes, BySignIn: false);

    /// <summary>By the ids: addresses change (SPEC M4).</summary>
    public bool IsFor(ConnectionRow connection) => connection.TenantId == TenantId && connection.AccountId == AccountId;
}
