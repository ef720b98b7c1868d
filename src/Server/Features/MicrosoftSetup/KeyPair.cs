using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Hidori.Integrations.Microsoft365;
using NodaTime;

namespace Hidori.Server.Features.MicrosoftSetup;

/// <summary>Certificates with which the application proves itself: made here or brought along.</summary>
/// <remarks>https://learn.microsoft.com/entra/identity-platform/certificate-credentials: RSA, at least 2,048 bits.</remarks>
internal static class KeyPair
{
    private const int Bits = 2048;
    private static readonly TimeSpan Life = TimeSpan.FromDays(730);

    /// <summary>A new one, signed by itself: Microsoft compares the certificate, and asks no authority.</summary>
    public static string Make(Instant now)
    {
        using var key = RSA.Create(Bits);
        var request = new CertificateRequest("CN=Hidori", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var from = now.ToDateTimeOffset();
        using var certificate = request.CreateSelfSigned(from.AddMinutes(-10), from + Life);
        return Convert.ToBase64String(certificate.Export(X509ContentType.Pkcs12));
    }

    /// <summary>What <see cref="Make"/> or <see cref="Read"/> gave, after it was kept.</summary>
    public static X509Certificate2 Open(string pkcs12) =>
        X509CertificateLoader.LoadPkcs12(Convert.FromBase64String(pkcs12), null, X509KeyStorageFlags.Exportable);

    /// <summary>A file that an administrator brought: PKCS#12, or PEM with certificate and key. Null when it is neither.</summary>
    public static string? Read(byte[] file, string password)
    {
        try
        {
            using var certificate = Load(file, password.Length == 0 ? null : password);
            using var key = certificate.GetRSAPrivateKey();
            return key is { KeySize: >= Bits } ? Convert.ToBase64String(certificate.Export(X509ContentType.Pkcs12)) : null;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The half that is uploaded at Microsoft: DER, as .cer.</summary>
    public static byte[] PublicHalf(X509Certificate2 certificate) => certificate.Export(X509ContentType.Cert);

    /// <summary>As the portal shows it.</summary>
    public static string Thumbprint(X509Certificate2 certificate) => certificate.Thumbprint;

    /// <summary>When what the options hold runs out, as far as they tell: the certificate, or else the day that was set for the secret.</summary>
    public static Instant? EndOf(Microsoft365Options options) => options.Certificate is { } certificate
        ? EndOf(certificate)
        : options.ClientSecretEndsOn?.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();

    public static Instant EndOf(X509Certificate2 certificate) => Instant.FromDateTimeUtc(certificate.NotAfter.ToUniversalTime());

    private static X509Certificate2 Load(byte[] file, string? password)
    {
        var text = Encoding.ASCII.GetString(file);
        if (!text.Contains("-----BEGIN", StringComparison.Ordinal))
            return X509CertificateLoader.LoadPkcs12(file, password, X509KeyStorageFlags.Exportable);
        return password is null ? X509Certificate2.CreateFromPem(text, text) : X509Certificate2.CreateFromEncryptedPem(text, text, password);
    }
}
