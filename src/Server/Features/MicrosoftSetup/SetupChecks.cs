using System.Security.Cryptography;
using System.Text;
using Hidori.Integrations;
using Hidori.Integrations.Microsoft365;
using Hidori.Integrations.OAuth;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Features.MicrosoftSetup;

/// <summary>The steps of the set-up that can be proven by asking somebody.</summary>
public enum SetupStep
{
    Tenant,
    Credential,
    SignIn,
    Permissions,
    Address,
    Mail,
}

/// <summary>What is wrong with a step, beyond what Microsoft's numbers say.</summary>
public enum SetupProblem
{
    /// <summary>Microsoft refused; its number says why.</summary>
    Refused,

    /// <summary>The tenant lives in another of Microsoft's clouds.</summary>
    AnotherCloud,

    /// <summary>No tenant is named, and a registration for many tenants can only be tried in one.</summary>
    TenantNotNamed,

    /// <summary>No answer. Says nothing about the registration.</summary>
    NoAnswer,

    /// <summary>Nothing is entered yet.</summary>
    NotEntered,
}

/// <summary>Asks Microsoft about each step and keeps the answer (SPEC M10): what was not proven is not shown as done.</summary>
public sealed class SetupChecks(
    Db db, DbFactory factory, MicrosoftIdentity identity, TenantDiscovery tenants, OAuthClient oauth, IClock clock)
{
    /// <summary>Asks about the tenant, then about the credential.</summary>
    public async Task RunAsync(Microsoft365Options options, CancellationToken ct)
    {
        var letIn = (await db.Organizations.AsNoTracking().SingleAsync(ct)).MicrosoftTenants;
        await KeepAsync(SetupStep.Tenant, MarkOf(options), await TenantAsync(options, letIn, ct), ct);
        await KeepAsync(SetupStep.Credential, MarkOf(options), await CredentialAsync(options, letIn, ct), ct);
    }

    public async Task KeepAsync(SetupStep step, string mark, (SetupProblem? Problem, int? Code) found, CancellationToken ct)
    {
        using var turn = await factory.WriterTurnAsync(ct);
        var row = await db.SetupFindings.FirstOrDefaultAsync(f => f.Step == step.ToString(), ct);
        if (row is null)
            db.SetupFindings.Add(row = new SetupFindingRow { Step = step.ToString() });
        (row.Mark, row.Problem, row.Code, row.FoundAt) = (mark, found.Problem?.ToString(), found.Code, clock.GetCurrentInstant());
        await db.SaveChangesAsync(ct);
    }

    /// <summary>Names a registration without telling it: what was found of another one proves nothing.</summary>
    public static string MarkOf(Microsoft365Options options) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(
        '\n', options.LoginAddress, options.GraphAddress, options.Tenant, options.ClientId, options.ClientSecret,
        options.Certificate?.Thumbprint, options.CertificateFile))));

    /// <summary>The tenant in which the application can be tried.</summary>
    public static string? TenantToTry(Microsoft365Options options, IReadOnlyList<string> letIn) =>
        options.Tenant is "organizations" or "common" ? (letIn.Count > 0 ? letIn[0] : null) : options.Tenant;

    /// <summary>Whether Microsoft takes the application's credential in that tenant.</summary>
    public Task<(SetupProblem? Problem, int? Code)> CredentialAsync(
        Microsoft365Options options, IReadOnlyList<string> letIn, CancellationToken ct) =>
        TryAsync(options, letIn, async tenant =>
        {
            try
            {
                await oauth.ApplicationTokenAsync(identity.TokenEndpoint(tenant), identity.Credentials(), identity.ApplicationScope, ct);
                return (null, null);
            }
            catch (TokenRefusedException refused)
            {
                return (SetupProblem.Refused, refused.VendorCodes.Count > 0 ? refused.VendorCodes[0] : null);
            }
        });

    private Task<(SetupProblem? Problem, int? Code)> TenantAsync(
        Microsoft365Options options, IReadOnlyList<string> letIn, CancellationToken ct) =>
        TryAsync(options, letIn, async tenant =>
        {
            var found = await tenants.FindAsync(tenant, login: null, ct);
            if (found.Id is null)
                return (SetupProblem.Refused, found.Code);
            // A tenant of another cloud is known to the worldwide sign-in service too, with the address of its own Graph.
            return found.GraphHost is { } host && host != options.GraphAddress.Host
                ? (SetupProblem.AnotherCloud, null)
                : (null, null);
        });

    /// <summary>Nothing is proven without a registration, a tenant to try it in, and an answer.</summary>
    private static async Task<(SetupProblem? Problem, int? Code)> TryAsync(
        Microsoft365Options options, IReadOnlyList<string> letIn, Func<string, Task<(SetupProblem? Problem, int? Code)>> ask)
    {
        if (!options.IsConfigured)
            return (SetupProblem.NotEntered, null);
        if (TenantToTry(options, letIn) is not { } tenant)
            return (SetupProblem.TenantNotNamed, null);
        try
        {
            return await ask(tenant);
        }
        catch (ProviderException)
        {
            return (SetupProblem.NoAnswer, null);
        }
    }
}
