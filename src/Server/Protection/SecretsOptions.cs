namespace Hidori.Server.Protection;

/// <summary>The operator's own secret, which wraps the keys that encrypt tokens and links. One of the two is required.</summary>
public sealed class SecretsOptions
{
    public const string Section = "Secrets";

    /// <summary>32 random bytes in Base64. All nodes of one database need the same. Make one with `openssl rand -base64 32`.</summary>
    public string? Key { get; set; }

    /// <summary>A PKCS#12 file whose certificate wraps the keys instead of `Secrets__Key`.</summary>
    public string? CertificateFile { get; set; }

    /// <summary>The password of the certificate file, if it has one.</summary>
    public string? CertificatePassword { get; set; }
}
