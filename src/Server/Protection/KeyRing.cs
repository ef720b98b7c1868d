using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Xml.Linq;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Hidori.Server.Protection;

/// <summary>Keeps ASP.NET Data Protection's keys in the database, so that all nodes share them.</summary>
public sealed class DatabaseKeys(DbFactory factory) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var db = factory.OpenOutsideOrganizations();
        return [.. db.ProtectionKeys.AsNoTracking().Select(k => k.Xml).ToList().Select(XElement.Parse)];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var db = factory.OpenOutsideOrganizations();
        db.ProtectionKeys.Add(new ProtectionKeyRow
        {
            Name = friendlyName,
            Xml = element.ToString(SaveOptions.DisableFormatting),
        });
        db.SaveChanges();
    }
}

/// <summary>Wraps keys with the operator's `Secrets__Key` (AES-256-GCM), so that a dump of the database opens nothing.</summary>
public sealed class SecretKeyWrap(byte[] key) : IXmlEncryptor
{
    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var plain = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        var sealedBytes = new byte[12 + plain.Length + 16];
        RandomNumberGenerator.Fill(sealedBytes.AsSpan(0, 12));
        using var aes = new AesGcm(key, 16);
        aes.Encrypt(sealedBytes.AsSpan(0, 12), plain, sealedBytes.AsSpan(12, plain.Length), sealedBytes.AsSpan(12 + plain.Length));
        return new EncryptedXmlInfo(new XElement("sealed", Convert.ToBase64String(sealedBytes)), typeof(SecretKeyUnwrap));
    }
}

/// <summary>Data Protection makes this by name from what <see cref="SecretKeyWrap"/> wrote.</summary>
public sealed class SecretKeyUnwrap(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement)
    {
        var key = KeyRing.KeyOf(services.GetRequiredService<IOptions<SecretsOptions>>().Value)
            ?? throw new CryptographicException("Secrets__Key is needed to open keys that were wrapped with it.");
        var sealedBytes = Convert.FromBase64String(encryptedElement.Value);
        var plain = new byte[sealedBytes.Length - 28];
        using var aes = new AesGcm(key, 16);
        aes.Decrypt(sealedBytes.AsSpan(0, 12), sealedBytes.AsSpan(12, plain.Length), sealedBytes.AsSpan(12 + plain.Length), plain);
        return XElement.Parse(Encoding.UTF8.GetString(plain));
    }
}

/// <summary>Registers the keys: kept in the database, wrapped by the operator.</summary>
public static class KeyRing
{
    public static IServiceCollection AddKeyRing(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<ISecrets, RandomSecrets>();
        services.AddSingleton<SealedText>();
        services.AddOptions<SecretsOptions>().BindConfiguration(SecretsOptions.Section)
            .Validate(
                o => o.Key is not null || o.CertificateFile is not null,
                "Secrets__Key (32 bytes in Base64) or Secrets__CertificateFile is required: without it tokens could not be kept safe.")
            .Validate(
                o => o.Key is null || KeyOf(o) is { Length: 32 },
                "Secrets__Key must be 32 bytes in Base64, such as `openssl rand -base64 32` prints.")
            .Validate(
                o => o.CertificateFile is null || File.Exists(o.CertificateFile),
                "Secrets__CertificateFile names a file that does not exist.")
            .ValidateOnStart();

        var protection = services.AddDataProtection().SetApplicationName("Hidori");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider =>
            new ConfigureOptions<KeyManagementOptions>(options =>
            {
                options.XmlRepository = new DatabaseKeys(provider.GetRequiredService<DbFactory>());
                if (KeyOf(provider.GetRequiredService<IOptions<SecretsOptions>>().Value) is { } key)
                    options.XmlEncryptor = new SecretKeyWrap(key);
            }));

        // The framework takes certificates for reading only while it is being registered.
        var secrets = configuration.GetSection(SecretsOptions.Section).Get<SecretsOptions>();
        if (secrets?.CertificateFile is { } file && File.Exists(file))
        {
            var certificate = Open(file, secrets.CertificatePassword);
            protection.UnprotectKeysWithAnyCertificate(certificate);
            if (secrets.Key is null)
                protection.ProtectKeysWithCertificate(certificate);
        }

        return services;
    }

    private static X509Certificate2 Open(string file, string? password)
    {
        try
        {
            return X509CertificateLoader.LoadPkcs12FromFile(file, password);
        }
        catch (CryptographicException)
        {
            throw new OptionsValidationException(
                SecretsOptions.Section, typeof(SecretsOptions),
                ["Secrets__CertificateFile cannot be opened with Secrets__CertificatePassword."]);
        }
    }

    /// <summary>
    /// Stops a start whose secret does not open the keys of its database: tokens and links would otherwise fail one by
    /// one, later, as faults.
    /// </summary>
    public static void CheckThatKeysOpen(this IServiceProvider services)
    {
        foreach (var key in services.GetRequiredService<IKeyManager>().GetAllKeys().Where(k => !k.IsRevoked))
        {
            try
            {
                key.CreateEncryptor();
            }
            catch (Exception failure) when (failure is CryptographicException or InvalidOperationException or FormatException)
            {
                throw new OptionsValidationException(
                    SecretsOptions.Section, typeof(SecretsOptions),
                    ["Secrets__Key (or Secrets__CertificateFile) does not open the keys of this database. Start with the one it was made with."]);
            }
        }
    }

    internal static byte[]? KeyOf(SecretsOptions options)
    {
        var bytes = new byte[64];
        return options.Key is { } text && Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }
}
