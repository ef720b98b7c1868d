using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Hidori.Server.Protection;

/// <summary>The seam of chance: whatever must not be guessed comes from here.</summary>
public interface ISecrets
{
    /// <summary>160 random bits as 27 letters that survive in an address.</summary>
    string NewLinkSecret();

    /// <summary>Six digits, each as likely as the others.</summary>
    string NewReceptionCode();
}

/// <inheritdoc />
public sealed class RandomSecrets : ISecrets
{
    public string NewLinkSecret() => WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(20));

    public string NewReceptionCode() => RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture);
}

/// <summary>Links are looked up by a hash of their secret: a copy of the database opens none of them.</summary>
public static class LinkHash
{
    /// <remarks>
    /// The look-up compares hashes, so its timing tells nothing about the secret. Secrets have 160 bits of chance, so a
    /// plain hash is enough.
    /// </remarks>
    public static string Of(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
