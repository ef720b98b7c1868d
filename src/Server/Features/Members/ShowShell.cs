using Hidori.Domain.Organizations;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Tenancy;
using Hidori.Server.Ui;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Features.Members;

/// <summary>Reads what surrounds every page of the signed-in member.</summary>
public sealed class ShowShell(Db db, SignedIn signedIn, OperatorGate gate, IClock clock)
{
    /// <summary>So many days before its end a credential is everywhere on an administrator's pages.</summary>
    private const int AlarmDays = 30;

    /// <returns>The frame, and the zone of the member's wall clock.</returns>
    public async Task<(ShellView Shell, string Zone)> RunAsync(
        HttpContext http, Section section, Banner? banner, CancellationToken ct)
    {
        var member = signedIn.Member;
        var organization = await db.Organizations.AsNoTracking().SingleAsync(ct);
        var states = await db.Connections.AsNoTracking()
            .Where(c => c.Member == member.Id && c.State != ConnectionState.Disconnected)
            .Select(c => c.State)
            .ToListAsync(ct);
        var isOperator = member.IsAdministrator && await gate.IsOperatorAsync(organization.Id, ct);
        var shell = new ShellView(
            organization.Name, member.DisplayName, member.Mail, RoleOf(member.Role), HealthOf(states), section,
            Languages.OtherUrl(http), banner, isOperator ? await AlarmAsync(ct) : null, isOperator);
        return (shell, member.ZoneIn(organization));
    }

    /// <summary>For those who can mend it: the registration is refused, or its credential runs out (SPEC M9).</summary>
    private async Task<RegistrationAlarm?> AlarmAsync(CancellationToken ct)
    {
        var rows = await db.Registrations.AsNoTracking().Select(r => new { r.Trouble, r.CredentialEndsAt }).ToListAsync(ct);
        var isRefused = rows.Exists(r => r.Trouble is not null);
        var left = rows.Min(r => r.CredentialEndsAt) - clock.GetCurrentInstant();
        var endsSoon = left <= Duration.FromDays(AlarmDays);
        return isRefused || endsSoon
            ? new RegistrationAlarm(isRefused, endsSoon ? Math.Max(0, (int)Math.Ceiling(left!.Value.TotalDays)) : null)
            : null;
    }

    public static HealthMark HealthOf(IReadOnlyCollection<ConnectionState> states) =>
        states.Count == 0 ? HealthMark.None
        : states.All(s => s is ConnectionState.Connected or ConnectionState.Throttled) ? HealthMark.Ok
        : HealthMark.Attention;

    public static ViewRole RoleOf(MemberRole role) => role switch
    {
        MemberRole.PrincipalAdministrator => ViewRole.MainAdministrator,
        MemberRole.Administrator => ViewRole.Administrator,
        MemberRole.AppointmentManager => ViewRole.AppointmentManager,
        MemberRole.Member => ViewRole.Member,
    };
}
