using Hidori.Domain.Organizations;
using Hidori.Integrations;
using Hidori.Integrations.Microsoft365;
using Hidori.Integrations.Smtp;
using Hidori.Server.Protection;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Ui;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Hidori.Server.Features.MicrosoftSetup;

/// <summary>Reads 「Microsoft 365 の設定」 for the operator's administrators.</summary>
public sealed class ShowSetup(
    Db db, RegistrationInForce inForce, SealedText sealedText, IOptionsMonitor<Microsoft365Options> microsoft, IClock clock)
{
    /// <param name="reached">How this page itself was reached: scheme and host.</param>
    public async Task<SetupView> RunAsync(
        ShellView shell, string zone, FormState? form, Uri reached, ServerOptions server, MailOptions mail, CancellationToken ct)
    {
        var options = microsoft.CurrentValue;
        var organization = await db.Organizations.AsNoTracking().SingleAsync(ct);
        var row = await db.Registrations.AsNoTracking().FirstOrDefaultAsync(r => r.Provider == ProviderKind.Microsoft365, ct);
        var cloud = MicrosoftCloudAddresses.CloudOf(options.LoginAddress, options.GraphAddress);
        var links = MicrosoftCloudAddresses.Of(cloud ?? MicrosoftCloud.Global);
        var registered = options.IsConfigured
            ? new RegisteredView(options.Tenant, options.ClientId!, KindOf(options), KeyPair.EndOf(options) ?? row?.CredentialEndsAt, ThumbprintOf(options), row?.Trouble, row?.TroubleCode)
            : null;
        return new SetupView(
            shell, zone, clock.GetCurrentInstant(), inForce.IsConfiguredOutside, cloud, !CanChooseCloud(row), registered,
            NextThumbprint(row), server.Link("sign-in/microsoft/callback"), links,
            form ?? FormOf(options, row, organization),
            await StepsAsync(options, row, reached, server, mail, ct));
    }

    /// <summary>Addresses of one's own, such as a simulator's, are not replaced by a cloud's.</summary>
    private bool CanChooseCloud(ProviderRegistrationRow? row) => microsoft.CurrentValue.HasUsualAddresses
        || (row is { ClientId.Length: > 0 } && MicrosoftCloudAddresses.CloudOf(microsoft.CurrentValue.LoginAddress, microsoft.CurrentValue.GraphAddress) is not null);

    private static FormState FormOf(Microsoft365Options options, ProviderRegistrationRow? row, Organization organization)
    {
        var isForMany = options.Tenant == "organizations";
        return FormState.Of(new Dictionary<string, string>
        {
            ["audience"] = row is { ClientId.Length: > 0 } && isForMany ? "many" : "one",
            ["tenant"] = isForMany ? "" : options.Tenant,
            ["letIn"] = isForMany ? string.Join('\n', organization.MicrosoftTenants) : "",
            ["clientId"] = options.ClientId ?? "",
            ["cloud"] = row?.Cloud ?? nameof(MicrosoftCloud.Global),
            ["credential"] = options.IsConfigured ? "keep" : "secret",
        });
    }

    private async Task<IReadOnlyList<StepView>> StepsAsync(
        Microsoft365Options options, ProviderRegistrationRow? row, Uri reached, ServerOptions server, MailOptions mail, CancellationToken ct)
    {
        var mark = SetupChecks.MarkOf(options);
        var found = await db.SetupFindings.AsNoTracking().ToListAsync(ct);
        var since = inForce.IsConfiguredOutside ? Instant.MinValue : row?.ChangedAt ?? Instant.MaxValue;
        var granted = await db.Connections.AsNoTracking()
            .Where(c => c.Provider == ProviderKind.Microsoft365 && c.AccessMode == AccessMode.Delegated && c.Scopes != "")
            .OrderByDescending(c => c.ConnectedAt).Select(c => new { c.ConnectedAt, c.Scopes }).ToListAsync(ct);
        var latest = granted.Find(c => c.ConnectedAt >= since);
        return
        [
            Kept(SetupStep.Tenant, mark), Kept(SetupStep.Credential, mark),
            options.IsConfigured && latest is not null ? StepView.Done(SetupStep.SignIn, latest.ConnectedAt) : Kept(SetupStep.SignIn, mark),
            options.IsConfigured && latest is not null ? PermissionsIn(latest.Scopes, latest.ConnectedAt) : StepView.NotTried(SetupStep.Permissions),
            AddressAs(reached, server),
            mail.IsConfigured ? Kept(SetupStep.Mail, MailMark(mail)) : StepView.Failing(SetupStep.Mail, Text.Of("MailNotConfigured"), null, null),
        ];

        StepView Kept(SetupStep step, string of) => found.Find(f => f.Step == step.ToString() && f.Mark == of) is { } row
            ? row.Problem is { } problem
                ? StepView.Failing(step, Text.Cause(step, Enum.Parse<SetupProblem>(problem), row.Code), row.Code, row.FoundAt)
                : StepView.Done(step, row.FoundAt)
            : StepView.NotTried(step);
    }

    /// <summary>Another mail server has to be tried anew.</summary>
    public static string MailMark(MailOptions mail) => $"{mail.Host}:{mail.Port}/{mail.From}";

    private static StepView PermissionsIn(string scopes, Instant at)
    {
        var granted = scopes.Split(' ').Select(s => s[(s.LastIndexOf('/') + 1)..]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        string[] missing = [.. MicrosoftIdentity.Scopes.Where(s => s.Contains('.') && !granted.Contains(s))];
        return missing.Length == 0
            ? StepView.Done(SetupStep.Permissions, at)
            : StepView.Failing(SetupStep.Permissions, Text.Of("PermissionsMissing", Ui.Text.List(missing)), null, at);
    }

    private StepView AddressAs(Uri reached, ServerOptions server)
    {
        var address = server.PublicAddress;
        if (address.Scheme != Uri.UriSchemeHttps && !address.IsLoopback)
            return StepView.Failing(SetupStep.Address, Text.Of("AddressNotHttps", address), null, null);
        return reached.GetLeftPart(UriPartial.Authority) == address.GetLeftPart(UriPartial.Authority)
            ? StepView.Done(SetupStep.Address, clock.GetCurrentInstant())
            : StepView.Failing(SetupStep.Address, Text.Of("AddressDiffers", address, reached), null, null);
    }

    private static CredentialKind KindOf(Microsoft365Options options) =>
        options.Certificate is not null || !string.IsNullOrWhiteSpace(options.CertificateFile) ? CredentialKind.Certificate : CredentialKind.Secret;

    private static string? ThumbprintOf(Microsoft365Options options) =>
        options.Certificate is { } certificate ? KeyPair.Thumbprint(certificate) : null;

    private string? NextThumbprint(ProviderRegistrationRow? row)
    {
        if (row?.ProtectedNextCertificate is not { } next)
            return null;
        using var certificate = KeyPair.Open(sealedText.Open(SealedText.Registration, next));
        return KeyPair.Thumbprint(certificate);
    }

    /// <summary>The public half to upload: of the pair that waits, else of the one in use; null when there is none.</summary>
    public async Task<byte[]?> PublicHalfAsync(CancellationToken ct)
    {
        var row = await db.Registrations.AsNoTracking().FirstOrDefaultAsync(r => r.Provider == ProviderKind.Microsoft365, ct);
        if ((row?.ProtectedNextCertificate ?? row?.ProtectedCertificate) is not { } kept)
            return null;
        using var certificate = KeyPair.Open(sealedText.Open(SealedText.Registration, kept));
        return KeyPair.PublicHalf(certificate);
    }
}
