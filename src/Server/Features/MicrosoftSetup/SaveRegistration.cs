using Hidori.Domain;
using Hidori.Integrations;
using Hidori.Integrations.Microsoft365;
using Hidori.Server.Protection;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Tenancy;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Features.MicrosoftSetup;

/// <summary>How the application is to prove itself from now on.</summary>
public abstract record NewCredential
{
    /// <summary>As before.</summary>
    public sealed record Unchanged : NewCredential;

    /// <param name="EndsAt">As the portal showed it; null when it was not told.</param>
    public sealed record Secret(string Value, Instant? EndsAt) : NewCredential
    {
        public override string ToString() => "secret";
    }

    /// <param name="Pkcs12">With its private key, in Base64.</param>
    public sealed record Certificate(string Pkcs12) : NewCredential
    {
        public override string ToString() => "certificate";
    }

    /// <summary>The key pair that was made here.</summary>
    public sealed record Made : NewCredential;
}

/// <param name="Tenant">A GUID, or "organizations".</param>
/// <param name="LetIn">The tenants whose accounts this organization takes.</param>
public sealed record NewRegistration(
    MicrosoftCloud Cloud, string Tenant, IReadOnlyList<string> LetIn, string ClientId, NewCredential Credential);

public enum RegistrationRefusal
{
    /// <summary>The configuration gives the registration; it wins.</summary>
    ConfiguredOutside,

    /// <summary>Nothing to keep, or no key pair was made.</summary>
    CredentialMissing,
}

/// <summary>Keeps the registration an administrator entered, sealed, and puts it in force (SPEC M10).</summary>
public sealed class SaveRegistration(
    Db db, DbFactory factory, SealedText sealedText, RegistrationInForce inForce, SignedIn signedIn, IClock clock)
{
    public async Task<Result<Instant, RegistrationRefusal>> RunAsync(NewRegistration form, CancellationToken ct)
    {
        if (inForce.IsConfiguredOutside)
            return RegistrationRefusal.ConfiguredOutside;
        // Sealed before the transaction: sealing may have to write a new key, and would wait for our own lock.
        var secret = form.Credential is NewCredential.Secret typed ? sealedText.Seal(SealedText.Registration, typed.Value) : null;
        var certificate = form.Credential is NewCredential.Certificate brought ? sealedText.Seal(SealedText.Registration, brought.Pkcs12) : null;
        var now = clock.GetCurrentInstant();
        using (await factory.WriterTurnAsync(ct))
        {
            var row = await FindOrMakeAsync(ct);
            if (form.Credential is NewCredential.Unchanged && row is { ProtectedSecret: null, ProtectedCertificate: null }
                || form.Credential is NewCredential.Made && row.ProtectedNextCertificate is null)
                return RegistrationRefusal.CredentialMissing;

            (row.Cloud, row.Tenant, row.ClientId) = (form.Cloud.ToString(), form.Tenant, form.ClientId);
            Take(row, form.Credential, secret, certificate);
            (row.Stamp, row.ChangedAt, row.ChangedBy) = (Guid.CreateVersion7(), now, signedIn.Member.Id);
            (await db.Organizations.SingleAsync(ct)).TrustMicrosoftTenants(form.LetIn);
            await db.SaveChangesAsync(ct);
        }

        await inForce.LoadAsync(ct);
        return now;
    }

    /// <summary>Makes a key pair; its public half is then to be uploaded at Microsoft. The one in use stays in use.</summary>
    public async Task MakeKeyPairAsync(CancellationToken ct)
    {
        var pair = sealedText.Seal(SealedText.Registration, KeyPair.Make(clock.GetCurrentInstant()));
        using var turn = await factory.WriterTurnAsync(ct);
        (await FindOrMakeAsync(ct)).ProtectedNextCertificate = pair;
        await db.SaveChangesAsync(ct);
    }

    private async Task<ProviderRegistrationRow> FindOrMakeAsync(CancellationToken ct)
    {
        if (await db.Registrations.FirstOrDefaultAsync(r => r.Provider == ProviderKind.Microsoft365, ct) is { } row)
            return row;
        row = new ProviderRegistrationRow { Provider = ProviderKind.Microsoft365, Cloud = nameof(MicrosoftCloud.Global), ChangedAt = clock.GetCurrentInstant() };
        db.Registrations.Add(row);
        return row;
    }

    private void Take(ProviderRegistrationRow row, NewCredential credential, string? secret, string? certificate)
    {
        if (credential is NewCredential.Unchanged)
            return;
        (row.ProtectedSecret, row.ProtectedCertificate) = (secret, certificate);
        if (credential is NewCredential.Made)
            (row.ProtectedCertificate, row.ProtectedNextCertificate) = (row.ProtectedNextCertificate, null);
        row.CredentialEndsAt = credential is NewCredential.Secret typed ? typed.EndsAt : EndOf(row.ProtectedCertificate!);
        (row.WarnedDays, row.Trouble, row.TroubleCode, row.TroubleSince) = (null, null, null, null);
    }

    private Instant EndOf(string protectedCertificate)
    {
        using var certificate = KeyPair.Open(sealedText.Open(SealedText.Registration, protectedCertificate));
        return KeyPair.EndOf(certificate);
    }
}
