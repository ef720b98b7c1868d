using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Hidori.Simulator.Microsoft365.Identity;

/// <summary>The RS256 key of the identity platform, kept in the snapshot so that sign-ins survive a restart.</summary>
internal static class SigningKey
{
    /// <summary>Making one is slow, and all worlds of one process may share it.</summary>
    private static readonly Lazy<string> Fresh = new(() =>
    {
        using var rsa = RSA.Create(2048);
        return rsa.ExportPkcs8PrivateKeyPem();
    });

    public static JsonObject Published(WorldState state)
    {
        using var rsa = Open(state);
        var key = rsa.ExportParameters(includePrivateParameters: false);
        return new JsonObject
        {
            ["kty"] = "RSA", ["use"] = "sig", ["alg"] = "RS256", ["kid"] = Id(rsa),
            ["n"] = Encode(key.Modulus!), ["e"] = Encode(key.Exponent!),
        };
    }

    public static string Sign(WorldState state, JsonObject claims)
    {
        using var rsa = Open(state);
        var header = new JsonObject { ["typ"] = "JWT", ["alg"] = "RS256", ["kid"] = Id(rsa) };
        var content = $"{Encode(Encoding.UTF8.GetBytes(header.ToJsonString()))}.{Encode(Encoding.UTF8.GetBytes(claims.ToJsonString()))}";
        return $"{content}.{Encode(rsa.SignData(Encoding.ASCII.GetBytes(content), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    public static string Encode(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    private static RSA Open(WorldState state)
    {
        state.SigningKey ??= Fresh.Value;
        var rsa = RSA.Create();
        rsa.ImportFromPem(state.SigningKey);
        return rsa;
    }

    private static string Id(RSA rsa) => Encode(SHA256.HashData(rsa.ExportSubjectPublicKeyInfo()))[..27];
}
