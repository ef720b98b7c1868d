using Hidori.Domain;
using Hidori.Domain.Organizations;
using Hidori.Integrations;
using Hidori.Integrations.Microsoft365;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Ui;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Hidori.Server.Features.MicrosoftSetup;

/// <summary>Reads which access serves whom, and why.</summary>
public sealed class ShowApplicationAccess(Db db, IOptionsMonitor<Microsoft365Options> microsoft, IClock clock)
{
    public async Task<ApplicationAccessView> RunAsync(ShellView shell, string zone, FormState? form, CancellationToken ct)
    {
        var access = await db.ApplicationAccesses.AsNoTracking().FirstOrDefaultAsync(ct);
        var reaches = await db.ApplicationReaches.AsNoTracking().ToDictionaryAsync(r => r.Member, ct);
        var links = await db.Connections.AsNoTracking().Where(c => c.State != ConnectionState.Disconnected).ToDictionaryAsync(c => c.Member, ct);
        var members = await db.Members.AsNoTracking().Where(m => m.State != MemberState.Suspended).ToListAsync(ct);
        List<AgendaId> served = [.. links.Values.Where(c => c.AccessMode == AccessMode.Application).Select(c => AgendaId.Of(c.Member))];
        var now = clock.GetCurrentInstant();
        var touched = await db.TakenTimes.Where(t => served.Contains(t.Whose) && t.End > now).Select(t => t.Appointment).Distinct().CountAsync(ct);
        return new ApplicationAccessView(
            shell, zone, now, access?.IsOn ?? false, microsoft.CurrentValue.IsConfigured, microsoft.CurrentValue.ClientId ?? "",
            access is { GroupAddress.Length: > 0 } ? access.GroupAddress : "hidori-mailboxes@example.com",
            touched,
            form ?? FormState.Of(new Dictionary<string, string> { ["group"] = access?.GroupAddress ?? "" }),
            [
                .. members.OrderBy(m => m.DisplayName, StringComparer.Ordinal).Select(m => new MemberAccessView(
                    m.Id.ToString(), m.DisplayName, m.Mail, links.GetValueOrDefault(m.Id)?.AccessMode,
                    access is { IsOn: true } ? reaches.GetValueOrDefault(m.Id)?.Reach ?? ApplicationReach.Asked : null)),
            ]);
    }
}

/// <param name="TouchedAppointments">Ahead, of members whom the application serves.</param>
/// <param name="Form">Fields: group.</param>
public sealed record ApplicationAccessView(
    ShellView Shell,
    string Zone,
    Instant Now,
    bool IsOn,
    bool IsRegistered,
    string ClientId,
    string Group,
    int TouchedAppointments,
    FormState Form,
    IReadOnlyList<MemberAccessView> Members);

/// <param name="ServedBy">Which access connects the member now; null when none does.</param>
/// <param name="Reach">What the application's access came to; null while it is off.</param>
public sealed record MemberAccessView(string Id, string Name, string Email, AccessMode? ServedBy, ApplicationReach? Reach);
