using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using NodaTime;

namespace Hidori.Integrations.OAuth;

/// <summary>A signed statement of who we are, in place of a client secret (RFC 7523 §2.2).</summary>
public static class ClientAssertion
{
    public const string Type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static readonly Duration Life = Duration.FromMinutes(5);

    /// <param name="audience">The token endpoint it is meant for.</param>
    /// <exception cref="InvalidOperationException">The certificate has no RSA key of its own.</exception>
    public static string Create(OAuthCredentials.Certificate credentials, Uri audience, Instant now)
    {
        using var key = credentials.Value.GetRSAPrivateKey()
            ?? throw new InvalidOperationException("The certificate has no private RSA key.");
        // PS256 with the SHA-256 thumbprint is what Microsoft asks for now; RS256 with SHA-1 was before.
        // https://learn.microsoft.com/entra/identity-platform/certificate-credentials
        var header = Part(new Dictionary<string, object>
        {
            ["alg"] = "PS256",
            ["typ"] = "JWT",
            ["x5t#S256"] = Base64Url.EncodeToString(credentials.Value.GetCertHash(HashAlgorithmName.SHA256)),
        });
        var claims = Part(new Dictionary<string, object>
        {
            ["aud"] = audience.AbsoluteUri,
            ["iss"] = credentials.ClientId,
            ["sub"] = credentials.ClientId,
            ["jti"] = Guid.CreateVersion7().ToString(),
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + Life).ToUnixTimeSeconds(),
        });
        var signed = $"{header}.{claims}";
        var signature = key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Part(Dictionary<string, object> members) =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(members));
}
