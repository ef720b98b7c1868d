using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using NodaTime;

namespace Hidori.Simulator.Microsoft365.Identity;

/// <summary>Tokens of an application itself, and the assertions that prove it (v2-oauth2-client-creds-grant-flow.md, certificate-credentials.md).</summary>
internal static class ApplicationTokens
{
    public static JsonObject? Answer(Outlook outlook, string authority, AppRegistration app, IFormCollection form, out AadstsError? error)
    {
        var tenant = Authority.Tenant(outlook.State, authority);
        error = Refusal(outlook.State, authority, tenant, app, form["scope"].ToString());
        if (error is not null) return null;
        var grant = new AccessGrant
        {
            Token = TokenEndpoint.Random("EwA"), Account = null, Tenant = tenant!.Id, ClientId = app.ClientId,
            Scopes = [.. app.ApplicationPermissions.GetValueOrDefault(tenant.Id) ?? []],
            Expires = outlook.Now + Duration.FromSeconds(TokenEndpoint.LifetimeSeconds),
        };
        outlook.State.AccessGrants.Add(grant);
        return new JsonObject
        {
            ["token_type"] = "Bearer",
            ["expires_in"] = TokenEndpoint.LifetimeSeconds,
            ["ext_expires_in"] = TokenEndpoint.LifetimeSeconds,
            ["access_token"] = grant.Token,
        };
    }

    /// <summary>Null when the assertion was signed with the key of a certificate that the registration knows.</summary>
    public static AadstsError? Assertion(AppRegistration app, string assertion)
    {
        var refused = new AadstsError("invalid_client", 700027, $"The certificate with identifier used to sign the client assertion is not registered on application '{app.ClientId}'.", Status: 401);
        var parts = assertion.Split('.');
        if (parts.Length != 3) return refused;
        var header = JsonNode.Parse(Decode(parts[0]))!;
        foreach (var kept in app.Certificates)
        {
            using var certificate = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(kept));
            if (SigningKey.Encode(certificate.GetCertHash(HashAlgorithmName.SHA256)) != header["x5t#S256"]?.ToString()) continue;
            using var key = certificate.GetRSAPublicKey()!;
            return key.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Decode(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pss)
                && JsonNode.Parse(Decode(parts[1]))?["iss"]?.ToString() == app.ClientId
                ? null
                : refused;
        }
        return refused;
    }

    private static AadstsError? Refusal(WorldState state, string authority, Tenant? tenant, AppRegistration app, string scope) =>
        Authority.IsShared(authority)
            ? new("invalid_request", 53003, $"The client credentials grant cannot be used at /{authority}; a tenant has to be named.")
        : tenant is null ? new("invalid_request", 90002, $"Tenant '{authority}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.")
        : !Consents.IsPresent(state, tenant.Id, app) ? new("unauthorized_client", 700016, $"Application with identifier '{app.ClientId}' was not found in the directory '{tenant.Name}'.")
        : !scope.EndsWith("/.default", StringComparison.Ordinal) ? new("invalid_scope", 1002012, $"The provided value for scope {scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier.")
        : null;

    private static byte[] Decode(string part) => System.Buffers.Text.Base64Url.DecodeFromChars(part);
}
