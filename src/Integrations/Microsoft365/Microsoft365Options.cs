using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography.X509Certificates;
using NodaTime;

namespace Hidori.Integrations.Microsoft365;

/// <summary>The app registration in Microsoft Entra ID that connections use, and where Microsoft's services are.</summary>
/// <remarks>
/// All of it may be absent: then an administrator fills it in on a page, and it is kept sealed in the database. What
/// stands here wins over that page.
/// </remarks>
public sealed class Microsoft365Options : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Microsoft365";

    /// <summary>Base of the sign-in service; national clouds have their own.</summary>
    [Required]
    public Uri LoginAddress { get; set; } = new("https://login.microsoftonline.com/");

    /// <summary>Base of Microsoft Graph, version included; national clouds have their own.</summary>
    [Required]
    public Uri GraphAddress { get; set; } = new("https://graph.microsoft.com/v1.0/");

    /// <summary>
    /// Who may connect: a tenant's GUID or verified domain, or "organizations" for every work account. A registration
    /// for one tenant only needs that tenant here (AADSTS50194).
    /// </summary>
    [Required]
    [RegularExpression("^[A-Za-z0-9.-]+$")]
    public string Tenant { get; set; } = "organizations";

    /// <summary>Application (client) ID of the registration.</summary>
    public string? ClientId { get; set; }

    /// <summary>Client secret of the registration. A certificate is the better choice; one of the two is needed.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>
    /// Day on which the secret runs out, as the portal shows it (2028-04-01): administrators are warned before it.
    /// Microsoft does not tell it to the application.
    /// </summary>
    public LocalDate? ClientSecretEndsOn { get; set; }

    /// <summary>File of the certificate with its private key (PKCS#12, or PEM with both parts).</summary>
    public string? CertificateFile { get; set; }

    /// <summary>Password of <see cref="CertificateFile"/>, if it has one.</summary>
    public string? CertificatePassword { get; set; }

    /// <summary>The certificate itself, where it does not come from a file. Not a setting.</summary>
    public X509Certificate2? Certificate { get; private set; }

    /// <summary>Whether there is enough to let people connect.</summary>
    public bool IsConfigured => !string.IsNullOrWhiteSpace(ClientId) && HasCredential;

    private bool HasCredential =>
        !string.IsNullOrWhiteSpace(ClientSecret) || !string.IsNullOrWhiteSpace(CertificateFile) || Certificate is not null;

    /// <summary>Whether the addresses are Microsoft's worldwide ones, which nobody had to configure.</summary>
    public bool HasUsualAddresses => MicrosoftCloudAddresses.CloudOf(LoginAddress, GraphAddress) == MicrosoftCloud.Global;

    /// <summary>Proves the application with this certificate and its private key.</summary>
    public void Use(X509Certificate2 certificate) => Certificate = certificate;

    /// <summary>What is malformed, with the key's name (SPEC X5).</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsWebAddress(LoginAddress))
            yield return Wrong(nameof(LoginAddress), "must be an absolute http(s) address");
        if (!IsWebAddress(GraphAddress))
            yield return Wrong(nameof(GraphAddress), "must be an absolute http(s) address");
        if (!string.IsNullOrWhiteSpace(ClientId) && !HasCredential)
            yield return Wrong(nameof(ClientSecret), $"or {Section}:{nameof(CertificateFile)} is needed beside the client id");
        if (string.IsNullOrWhiteSpace(ClientId) && HasCredential)
            yield return Wrong(nameof(ClientId), "is needed beside the secret or certificate");
        if (!string.IsNullOrWhiteSpace(CertificateFile) && !File.Exists(CertificateFile))
            yield return Wrong(nameof(CertificateFile), "names a file that does not exist");
    }

    private static bool IsWebAddress(Uri? address) =>
        address is { IsAbsoluteUri: true } && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp);

    private static ValidationResult Wrong(string key, string what) => new($"{Section}:{key} {what}.", [key]);
}
