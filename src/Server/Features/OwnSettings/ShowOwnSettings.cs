using Hidori.Server.Features.Members;
using Hidori.Server.Storage;
using Hidori.Server.Tenancy;
using Hidori.Server.Ui;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Features.OwnSettings;

/// <summary>Reads 個人設定.</summary>
public sealed class ShowOwnSettings(Db db, SignedIn signedIn, ShowShell shell, IHttpContextAccessor accessor, IClock clock)
{
    public async Task<OwnSettingsView> RunAsync(FormState form, Banner? banner, CancellationToken ct)
    {
        var (frame, _) = await shell.RunAsync(accessor.HttpContext!, Section.None, banner, ct);
        var organization = await db.Organizations.AsNoTracking().SingleAsync(ct);
        return new OwnSettingsView(frame, form, signedIn.Member.Mail, organization.Language, organization.ZoneId, clock.GetCurrentInstant());
    }
}

/// <param name="Form">Fields: name, reading, language, zone, works1…7, opens1…7, closes1…7, days, format, signature.</param>
/// <param name="OrganizationLanguage">What an empty choice means.</param>
/// <param name="OrganizationZone">What an empty choice means.</param>
public sealed record OwnSettingsView(
    ShellView Shell, FormState Form, string Mail, string OrganizationLanguage, string OrganizationZone, Instant Now);
