using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Hidori.Integrations.OAuth;
using Microsoft.Extensions.Options;

namespace Hidori.Integrations.Microsoft365;

/// <summary>Microsoft's identity platform: addresses, scopes, our credential, and the meaning of its errors.</summary>
public sealed partial class MicrosoftIdentity(IOptionsMonitor<Microsoft365Options> options)
{
    /// <summary>The tenant of personal accounts, which have no mailbox a company can use (SPEC M3).</summary>
    public const string PersonalAccountsTenant = "9188040d-6c67-4c5b-b112-36a304b66dad";

    /// <summary>What a connection asks for. No more is needed: see MailboxZones for the zone.</summary>
    public static readonly IReadOnlyList<string> Scopes =
        ["openid", "profile", "offline_access", "User.Read", "Calendars.ReadWrite"];

    private const string WorldwideGraph = "graph.microsoft.com";

    private Microsoft365Options Options => options.CurrentValue;

    /// <summary>The authority of the configured tenant, for the OpenID Connect handler.</summary>
    public Uri Authority => At(Options.Tenant, "v2.0");

    /// <summary>Where discovery is read from.</summary>
    public Uri MetadataAddress => At(Options.Tenant, "v2.0/.well-known/openid-configuration");

    /// <summary>Where discovery of any tenant is read, at the configured sign-in service or another.</summary>
    public Uri DiscoveryAddress(string tenant, Uri? login) => At(tenant, "v2.0/.well-known/openid-configuration", login);

    /// <summary>The permissions as this cloud names them: outside the worldwide one a short name means nothing.</summary>
    public IReadOnlyList<string> InCloud(IEnumerable<string> scopes) =>
        [.. scopes.Select(s => s.Contains('.') && Options.GraphAddress.Host != WorldwideGraph ? GraphScope(s) : s)];

    /// <summary>All that an administrator granted to the application itself (client credentials).</summary>
    public string ApplicationScope => GraphScope(".default");

    /// <summary>The configured tenant: a GUID, a domain, or "organizations".</summary>
    public string Tenant => Options.Tenant;

    public Uri AuthorizeEndpoint => At(Options.Tenant, "oauth2/v2.0/authorize");

    /// <summary>Where a connection's tokens are renewed: its own tenant's endpoint, whatever is configured for sign-in.</summary>
    public Uri TokenEndpoint(string tenantId) => At(tenantId, "oauth2/v2.0/token");

    /// <summary>The page on which an administrator grants our scopes for everybody (SPEC M8).</summary>
    /// <param name="tenant">A tenant's id or domain, or "organizations".</param>
    /// <param name="more">Scopes beside the minimum.</param>
    /// <remarks>What comes back from there proves nothing (it can be forged): only a token does.</remarks>
    public Uri AdminConsentAddress(string tenant, Uri redirect, string state, IReadOnlyList<string> more)
    {
        var scopes = Scopes.Concat(more).Select(s => s.Contains('.') ? GraphScope(s) : s);
        return new Uri($"{At(tenant, "v2.0/adminconsent")}?client_id={Escape(Options.ClientId ?? "")}" +
            $"&scope={Escape(string.Join(' ', scopes))}&redirect_uri={Escape(redirect.AbsoluteUri)}&state={Escape(state)}");
    }

    /// <summary>The issuer of id tokens of a tenant (reference/graph.md §1.8).</summary>
    public string Issuer(string tenantId) => At(tenantId, "v2.0").AbsoluteUri;

    /// <summary>How we prove ourselves at the token endpoint. The certificate file is read anew, so it may be replaced.</summary>
    /// <exception cref="InvalidOperationException">Microsoft 365 is not configured.</exception>
    public OAuthCredentials Credentials()
    {
        var now = Options;
        if (!now.IsConfigured)
            throw new InvalidOperationException("Microsoft 365 is not configured.");
        if (now.Certificate is { } certificate)
            return new OAuthCredentials.Certificate(now.ClientId!, certificate);
        return string.IsNullOrWhiteSpace(now.CertificateFile)
            ? new OAuthCredentials.Secret(now.ClientId!, now.ClientSecret!)
            : new OAuthCredentials.Certificate(now.ClientId!, Load(now.CertificateFile, now.CertificatePassword));
    }

    /// <summary>Reads Microsoft's numbers out of an error, from <c>error_codes</c> or from the description's text.</summary>
    /// <param name="error">The OAuth error: what decides when no number is known.</param>
    /// <param name="description">"AADSTSnnnnn: …", or null.</param>
    /// <param name="codes">The token endpoint's <c>error_codes</c>, or empty.</param>
    public static SignInProblem Explain(string? error, string? description, IReadOnlyList<int> codes)
    {
        var numbers = codes.Concat(Numbers().Matches(description ?? "")
            .Select(m => int.Parse(m.Groups[1].ValueSpan, CultureInfo.InvariantCulture)));
        var known = numbers.Select(ByNumber).FirstOrDefault(p => p != SignInProblem.Other);
        return known != SignInProblem.Other ? known : error switch
        {
            "access_denied" => SignInProblem.Declined,
            "consent_required" => SignInProblem.ConsentMissing,
            "interaction_required" or "login_required" => SignInProblem.PresenceNeeded,
            "invalid_grant" => SignInProblem.GrantDead,
            "invalid_client" => SignInProblem.CredentialWrong,
            "unauthorized_client" => SignInProblem.AppUnknownInTenant,
            "invalid_scope" or "invalid_resource" => SignInProblem.RegistrationWrong,
            _ => SignInProblem.Other,
        };
    }

    private static SignInProblem ByNumber(int number) => number switch
    {
        65001 => SignInProblem.ConsentMissing,
        65004 => SignInProblem.Declined,
        90093 or 90094 or 90095 or 900941 or 900981 => SignInProblem.AdminApprovalNeeded,
        50105 => SignInProblem.NotAssigned,
        700016 or 700011 or 50194 or 9001023 or 90130 => SignInProblem.AppUnknownInTenant,
        65005 or 650052 or 650056 or 650057 or 90008 or 50011 or 900971 or 500113 or 70011 =>
            SignInProblem.RegistrationWrong,
        7000215 or 7000222 or 700027 or 7000218 or 70002 => SignInProblem.CredentialWrong,
        50020 or 16000 or 16003 or 50034 or 51004 or 90072 or 500208 => SignInProblem.WrongAccount,
        500011 or 500021 or 500022 or 500212 or 500213 => SignInProblem.TenantRestricted,
        501481 or 50147 or 501491 or 54005 or 700005 => SignInProblem.StartAgain,
        70000 or 70008 or 700082 or 50173 or 50089 or 50132 or 50133 or 700084 => SignInProblem.GrantDead,
        70043 or 50076 or 50078 or 50079 or 50072 or 50074 or 50158 => SignInProblem.PresenceNeeded,
        (>= 53000 and <= 53004) or 530032 or 50131 or 50005 or 50097 => SignInProblem.ConditionalAccess,
        50057 or 50053 or 50055 or 50144 => SignInProblem.AccountClosed,
        50196 => SignInProblem.Looping,
        90002 or 90038 or 900382 => SignInProblem.TenantUnknown,
        _ => SignInProblem.Other,
    };

    private Uri At(string tenant, string path, Uri? login = null) =>
        new($"{(login ?? Options.LoginAddress).AbsoluteUri.TrimEnd('/')}/{Escape(tenant)}/{path}");

    private string GraphScope(string name) =>
        $"{Options.GraphAddress.GetLeftPart(UriPartial.Authority)}/{name}";

    private static string Escape(string text) => Uri.EscapeDataString(text);

    private static X509Certificate2 Load(string file, string? password) =>
        X509Certificate2.GetCertContentType(file) == X509ContentType.Pkcs12
            ? X509CertificateLoader.LoadPkcs12FromFile(file, password)
            : string.IsNullOrEmpty(password)
                ? X509Certificate2.CreateFromPemFile(file)
                : X509Certificate2.CreateFromEncryptedPemFile(file, password);

    [GeneratedRegex(@"AADSTS(\d{4,7})")]
    private static partial Regex Numbers();
}
