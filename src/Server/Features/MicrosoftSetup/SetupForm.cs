using Hidori.Integrations;
using Hidori.Integrations.Microsoft365;
using Hidori.Server.Ui;
using NodaTime;

namespace Hidori.Server.Features.MicrosoftSetup;

/// <summary>Reads what an administrator typed, and asks Microsoft which tenants are meant.</summary>
public sealed class SetupForm(TenantDiscovery tenants)
{
    private const int LargestFile = 64 * 1024;
    private const int LongestSecret = 500;
    private const int MostTenants = 50;

    /// <summary>Null when something is wrong; the messages are then at the fields.</summary>
    /// <param name="login">Where tenants are looked up; null where the cloud decides.</param>
    public async Task<NewRegistration?> ReadAsync(Forms typed, IFormFile? file, string zone, Uri? login, CancellationToken ct)
    {
        var cloud = Forms.WordOf<MicrosoftCloud>(typed.Text("cloud")) ?? MicrosoftCloud.Global;
        var at = login ?? MicrosoftCloudAddresses.Of(cloud).Login;
        var clientId = typed.RequiredText("clientId", 100, Text.Of("ClientIdMissing"));
        if (clientId.Length > 0 && !Guid.TryParseExact(clientId, "D", out _))
            typed.Refuse("clientId", Text.Of("ClientIdMalformed"));

        string tenant;
        IReadOnlyList<string> letIn;
        if (typed.Text("audience") == "many")
        {
            letIn = await TenantsAsync(typed, at, ct);
            tenant = "organizations";
        }
        else
        {
            var name = typed.RequiredText("tenant", 253, Text.Of("TenantMissing"));
            tenant = name.Length > 0 ? await TenantAsync(typed, "tenant", name, at, ct) ?? "" : "";
            letIn = [tenant];
        }

        var credential = await CredentialAsync(typed, file, zone, ct);
        return typed.IsValid ? new NewRegistration(cloud, tenant, letIn, clientId.ToLowerInvariant(), credential) : null;
    }

    private async Task<IReadOnlyList<string>> TenantsAsync(Forms typed, Uri login, CancellationToken ct)
    {
        var found = new List<string>();
        foreach (var name in typed.Text("letIn", 10_000).Split(['\n', ',', ' ', '、'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(MostTenants))
        {
            if (await TenantAsync(typed, "letIn", name, login, ct) is { } id && !found.Contains(id))
                found.Add(id);
        }

        if (found.Count == 0)
            typed.Refuse("letIn", Text.Of("LetInMissing"));
        return found;
    }

    /// <summary>The tenant's id; a domain is looked up.</summary>
    private async Task<string?> TenantAsync(Forms typed, string field, string name, Uri login, CancellationToken ct)
    {
        var isId = Guid.TryParseExact(name, "D", out _);
        if (!isId && (Uri.CheckHostName(name) != UriHostNameType.Dns || !name.Contains('.')))
        {
            typed.Refuse(field, Text.Of("TenantMalformed", name));
            return null;
        }

        try
        {
            var found = await tenants.FindAsync(name, login, ct);
            if (found.Id is null)
                typed.Refuse(field, Text.Of("TenantUnknown", name));
            return found.Id;
        }
        catch (ProviderException) when (isId)
        {
            // It can be kept; the check of the step will say whether there is such a tenant.
            return name.ToLowerInvariant();
        }
        catch (ProviderException)
        {
            typed.Refuse(field, Text.Of("TenantNotLookedUp", name));
            return null;
        }
    }

    private static async Task<NewCredential> CredentialAsync(Forms typed, IFormFile? file, string zone, CancellationToken ct)
    {
        switch (typed.Text("credential"))
        {
            case "secret":
                var secret = typed.RequiredText("secret", LongestSecret, Text.Of("SecretMissing"));
                if (Guid.TryParseExact(secret, "D", out _))
                    typed.Refuse("secret", Text.Of("SecretIsItsId"));
                var day = Forms.DateOf(typed.Text("secretEndsOn"));
                if (day is null && typed.Text("secretEndsOn").Length > 0)
                    typed.Refuse("secretEndsOn", Text.Of("DateMalformed"));
                return new NewCredential.Secret(secret, day is { } last ? last.AtStartOfDayInZone(DateTimeZoneProviders.Tzdb[zone]).ToInstant() : null);
            case "certificate":
                if (file is null or { Length: 0 })
                {
                    typed.Refuse("certificate", Text.Of("CertificateMissing"));
                    return new NewCredential.Unchanged();
                }

                using (var bytes = new MemoryStream())
                {
                    if (file.Length <= LargestFile)
                        await file.CopyToAsync(bytes, ct);
                    if (KeyPair.Read(bytes.ToArray(), typed.Text("certificatePassword")) is { } pair)
                        return new NewCredential.Certificate(pair);
                }

                typed.Refuse("certificate", Text.Of("CertificateUnreadable"));
                return new NewCredential.Unchanged();
            case "made":
                return new NewCredential.Made();
            default:
                // Nothing typed is lost: a new secret that would not be taken is asked about.
                if (typed.Text("secret").Length > 0)
                    typed.Refuse("credential", Text.Of("SecretNotChosen"));
                return new NewCredential.Unchanged();
        }
    }
}
