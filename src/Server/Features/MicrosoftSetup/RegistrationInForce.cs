using System.Security.Cryptography.X509Certificates;
using Hidori.Integrations;
using Hidori.Integrations.Microsoft365;
using Hidori.Server.Features.Connections;
using Hidori.Server.Protection;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Hidori.Server.Features.MicrosoftSetup;

/// <summary>
/// Lets the registration of the database stand where the configuration gives none (SPEC M10). Whoever reads the options
/// sees a change at once on the node that made it, and within a minute on the others.
/// </summary>
public sealed class RegistrationInForce(
    DbFactory factory, SealedText sealedText, IOptionsMonitorCache<OpenIdConnectOptions> signIn, IConfiguration configuration)
    : IPostConfigureOptions<Microsoft365Options>, IOptionsChangeTokenSource<Microsoft365Options>, IDisposable
{
    private static readonly string[] Deciding = ["ClientId", "ClientSecret", "CertificateFile"];

    private volatile Kept? _kept;
    private CancellationTokenSource _change = new();

    /// <summary>The registration comes from the configuration, and the page cannot change it.</summary>
    public bool IsConfiguredOutside =>
        Deciding.Any(key => !string.IsNullOrWhiteSpace(configuration[$"{Microsoft365Options.Section}:{key}"]));

    public string? Name => Options.DefaultName;

    public IChangeToken GetChangeToken() => new CancellationChangeToken(_change.Token);

    public void PostConfigure(string? name, Microsoft365Options options)
    {
        if (_kept is not { } kept || IsConfiguredOutside)
            return;
        if (options.HasUsualAddresses)
        {
            var addresses = MicrosoftCloudAddresses.Of(kept.Cloud);
            (options.LoginAddress, options.GraphAddress) = (addresses.Login, addresses.Graph);
        }

        (options.Tenant, options.ClientId, options.ClientSecret) = (kept.Tenant, kept.ClientId, kept.Secret);
        if (kept.Certificate is { } certificate)
            options.Use(certificate);
    }

    /// <summary>Looks whether another registration is in the database by now.</summary>
    public async Task LoadAsync(CancellationToken ct)
    {
        await using var db = factory.OpenOutsideOrganizations();
        var row = await db.Registrations.AsNoTracking().FirstOrDefaultAsync(r => r.Provider == ProviderKind.Microsoft365, ct);
        if (row?.Stamp == _kept?.Stamp || row is null or { ClientId: "" })
            return;
        _kept = Open(row);
        await Interlocked.Exchange(ref _change, new CancellationTokenSource()).CancelAsync();
        // After the options themselves, of which the handler's are made.
        signIn.TryRemove(MicrosoftChallenge.Scheme);
    }

    public void Dispose() => _change.Dispose();

    private Kept Open(ProviderRegistrationRow row) => new(
        row.Stamp, Enum.Parse<MicrosoftCloud>(row.Cloud), row.Tenant, row.ClientId,
        row.ProtectedSecret is { } secret ? sealedText.Open(SealedText.Registration, secret) : null,
        row.ProtectedCertificate is { } certificate ? KeyPair.Open(sealedText.Open(SealedText.Registration, certificate)) : null);

    private sealed record Kept(
        Guid Stamp, MicrosoftCloud Cloud, string Tenant, string ClientId, string? Secret, X509Certificate2? Certificate);
}

/// <summary>Notices what an administrator entered on another node.</summary>
internal sealed partial class RegistrationReload(RegistrationInForce registration, TimeProvider time, ILogger<RegistrationReload> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // From look to look: a machine that slept for a month has one to make up for, not one for every pause.
            while (true)
            {
                await Task.Delay(Pause, time, stoppingToken);
                await LookAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private async Task LookAsync(CancellationToken ct)
    {
        try
        {
            await registration.LoadAsync(ct);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            // The database is away, or goes while the server stops; the registration of before serves on.
            Unread();
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The registration could not be looked up")]
    private partial void Unread();
}
