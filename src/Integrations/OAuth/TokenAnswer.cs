using NodaTime;

namespace Hidori.Integrations.OAuth;

/// <summary>What a token endpoint gave (RFC 6749 §5.1).</summary>
/// <param name="AccessToken">For the vendor's API. A secret; opaque to us.</param>
/// <param name="RefreshToken">Replaces the one that was used; null when that one stays good. A secret.</param>
/// <param name="ExpiresIn">How long the access token lives, counted from the answer.</param>
/// <param name="Scopes">What was granted; empty when the endpoint left it out, which means what was asked for.</param>
public sealed record TokenAnswer(
    string AccessToken, string? RefreshToken, Duration ExpiresIn, IReadOnlyList<string> Scopes)
{
    /// <summary>Without the secrets, so that no log can hold them.</summary>
    public override string ToString() => $"token for {ExpiresIn}";
}

/// <summary>What a refused request for a token means for us.</summary>
public enum TokenRefusal
{
    /// <summary>The grant is dead, or wants its owner's presence: only a new sign-in helps.</summary>
    GrantDead,

    /// <summary>The application's registration or credential is wrong: the administrator has to mend it.</summary>
    OperatorMistake,
}

/// <summary>The token endpoint said no.</summary>
/// <param name="refusal">What it means.</param>
/// <param name="error">The OAuth error code (RFC 6749 §5.2).</param>
/// <param name="vendorCodes">The vendor's own numbers, for the person on call (Microsoft: AADSTS numbers).</param>
public sealed class TokenRefusedException(TokenRefusal refusal, string error, IReadOnlyList<int> vendorCodes)
    : ProviderException($"The token endpoint refused: {error} {string.Join(' ', vendorCodes)}.", null)
{
    public TokenRefusal Refusal { get; } = refusal;
    public string Error { get; } = error;
    public IReadOnlyList<int> VendorCodes { get; } = vendorCodes;
}
