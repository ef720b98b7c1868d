using Hidori.Domain.Organizations;
using Hidori.Integrations;
using Hidori.Integrations.Microsoft365;
using Hidori.Integrations.OAuth;
using Hidori.Integrations.Smtp;
using Hidori.Server.Outside;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Hidori.Server.Features.MicrosoftSetup;

/// <summary>Every day: does Microsoft still take the registration, and for how long (SPEC M9); and who is reached by it.</summary>
public sealed class MicrosoftUpkeep(
    Db db, DbFactory factory, IServiceProvider services, IOptionsMonitor<Microsoft365Options> microsoft, OperatorGate gate, IClock clock) : IUpkeep
{
    private static readonly Duration Usually = Duration.FromDays(1);
    private static readonly Duration InTrouble = Duration.FromHours(1);

    /// <summary>Days before the end on which the administrators are warned.</summary>
    private static readonly int[] WarningDays = [1, 7, 14, 30, 60];

    public async Task<Instant?> RunAsync(Lease lease, CancellationToken ct)
    {
        if (await db.ApplicationAccesses.AsNoTracking().FirstOrDefaultAsync(a => a.IsOn, ct) is { } access)
            await services.GetRequiredService<ReachMailboxes>().RunAsync(access.TenantId, ct);
        else
            await services.GetRequiredService<LeaveMailboxes>().RunAsync(ct);
        var now = clock.GetCurrentInstant();
        var options = microsoft.CurrentValue;
        if (!options.IsConfigured || !await gate.IsOperatorAsync(lease.Organization, ct))
            return now + Usually;

        var letIn = (await db.Organizations.AsNoTracking().SingleAsync(ct)).MicrosoftTenants;
        var found = await services.GetRequiredService<SetupChecks>().CredentialAsync(options, letIn, ct);
        using var turn = await factory.WriterTurnAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var row = await db.Registrations.FirstOrDefaultAsync(r => r.Provider == ProviderKind.Microsoft365, ct);
        if (row is null)
            db.Registrations.Add(row = new ProviderRegistrationRow { Provider = ProviderKind.Microsoft365, Cloud = nameof(MicrosoftCloud.Global), ChangedAt = now });
        row.CredentialEndsAt = EndOf(options) ?? row.CredentialEndsAt;
        if (NoteTrouble(row, found, now))
        {
            // Where a link was met by it, ConnectionCare tells the administrators: one cause, one mail.
            if (!await db.Connections.AnyAsync(c => c.State == ConnectionState.RegistrationRefused, ct))
                await TellAsync(new RegistrationTroubleFacts(await NameAsync(ct), row.TroubleCode, PageLink), "registration-trouble", $"{now.ToUnixTimeSeconds()}", ct);
        }
        else if (DaysToWarnOf(row, now) is { } days)
        {
            row.WarnedDays = days;
            await TellAsync(
                new RegistrationEndsFacts(await NameAsync(ct), (int)Math.Ceiling((row.CredentialEndsAt!.Value - now).TotalDays), PageLink),
                "registration-ends", $"{days}-{row.CredentialEndsAt.Value.ToUnixTimeSeconds()}", ct);
        }

        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return now + (row.Trouble is null ? Usually : InTrouble);
    }

    private string PageLink => services.GetRequiredService<IOptions<ServerOptions>>().Value.Link(SetupPages.Path.TrimStart('/'));

    private async Task<string> NameAsync(CancellationToken ct) => (await db.Organizations.AsNoTracking().SingleAsync(ct)).Name;

    /// <summary>True when it is news. An answer that did not come says nothing either way.</summary>
    private static bool NoteTrouble(ProviderRegistrationRow row, (SetupProblem? Problem, int? Code) found, Instant now)
    {
        if (found.Problem is null)
            (row.Trouble, row.TroubleCode, row.TroubleSince) = (null, null, null);
        if (found.Problem is not SetupProblem.Refused || found.Code is not { } code)
            return false;
        var kind = MicrosoftIdentity.Explain(null, null, [code]);
        if (kind is not (SignInProblem.CredentialWrong or SignInProblem.AppUnknownInTenant or SignInProblem.TenantUnknown))
            return false;
        var isNews = row.Trouble is null;
        (row.Trouble, row.TroubleCode, row.TroubleSince) = (kind.ToString(), code, row.TroubleSince ?? now);
        return isNews;
    }

    /// <summary>The nearest of the warning days that has come and was not told.</summary>
    private static int? DaysToWarnOf(ProviderRegistrationRow row, Instant now)
    {
        if (row.CredentialEndsAt is not { } end || end <= now)
            return null;
        var reached = WarningDays.Where(d => end - now <= Duration.FromDays(d)).Select(d => (int?)d).FirstOrDefault();
        return reached is { } days && (row.WarnedDays is null || days < row.WarnedDays) ? days : null;
    }

    private Instant? EndOf(Microsoft365Options options) =>
        options.Certificate is null && !string.IsNullOrWhiteSpace(options.CertificateFile)
        && services.GetRequiredService<MicrosoftIdentity>().Credentials() is OAuthCredentials.Certificate file
            ? KeyPair.EndOf(file.Value)
            : KeyPair.EndOf(options);

    /// <param name="occasion">Tells one mail of this kind from the next.</param>
    private async Task TellAsync(Notifications.IMailFacts facts, string kind, string occasion, CancellationToken ct)
    {
        if (!services.GetRequiredService<IOptions<MailOptions>>().Value.IsConfigured)
            return;
        var organization = await db.Organizations.AsNoTracking().SingleAsync(ct);
        var host = services.GetRequiredService<IOptions<ServerOptions>>().Value.PublicAddress.Host;
        var administrators = await db.Members.AsNoTracking()
            .Where(m => m.State == MemberState.Active && (m.Role == MemberRole.Administrator || m.Role == MemberRole.PrincipalAdministrator)).ToListAsync(ct);
        foreach (var member in administrators)
        {
            var mail = await services.GetRequiredService<Notifications.MailRenderer>().RenderAsync(
                facts, organization.Language, $"{member.Id.Value:N}.{kind}-{occasion}@{host}", member.Mail, member.DisplayName, organization.Name, null, null);
            services.GetRequiredService<MailQueue>().Queue(organization.Id, new Notice(kind, Notice.ToMember(member.Id), mail));
        }
    }
}
