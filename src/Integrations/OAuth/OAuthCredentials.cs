using System.Security.Cryptography.X509Certificates;

namespace Hidori.Integrations.OAuth;

/// <summary>How this installation proves itself to a token endpoint.</summary>
/// <param name="ClientId">The application's id at the vendor.</param>
public abstract record OAuthCredentials(string ClientId)
{
    /// <summary>client_secret_post (RFC 6749 §2.3.1).</summary>
    public sealed record Secret(string ClientId, string Value) : OAuthCredentials(ClientId)
    {
        public override string ToString() => $"secret of {ClientId}";
    }

    /// <summary>private_key_jwt (RFC 7523 §2.2) with a certificate's RSA key.</summary>
    public sealed record Certificate(string ClientId, X509Certificate2 Value) : OAuthCredentials(ClientId)
    {
        public override string ToString() => $"certificate of {ClientId}";
    }
}
