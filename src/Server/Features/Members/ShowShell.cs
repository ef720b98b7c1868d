using Hidori.Domain.Organizations;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Tenancy;
using Hidori.Server.Ui;
using Microsoft.EntityFrameworkCore;

namespace Hidori.Server.Features.Members;

/// <summary>Reads what surrounds every page of the signed-in member.</summary>
public sealed class ShowShell(Db db, SignedIn signedIn)
{
    /// <returns>The frame, and the organization's zone.</returns>
    public async Task<(ShellView Shell, string Zone)> RunAsync(
        HttpContext http, Section section, Banner? banner, CancellationToken ct)
    {
        var member = signedIn.Member;
        var organization = await db.Organizations.AsNoTracking().SingleAsync(ct);
        var states = await db.Connections.AsNoTracking()
            .Where(c => c.Member == member.Id && c.State != ConnectionState.Disconnected)
            .Select(c => c.State)
            .ToListAsync(ct);
        var shell = new ShellView(
            organization.Name, member.DisplayName, member.Mail, RoleOf(member.Role), HealthOf(states), section,
            Languages.OtherUrl(http), banner);
        return (shell, organization.ZoneId);
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
