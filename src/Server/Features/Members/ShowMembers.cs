using Hidori.Domain.Organizations;
using Hidori.Integrations;
using Hidori.Server.Storage;
using Hidori.Server.Tenancy;
using Hidori.Server.Ui;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using ConnectionState = Hidori.Server.Storage.Rows.ConnectionState;

namespace Hidori.Server.Features.Members;

/// <summary>Reads 社員 for administrators.</summary>
public sealed class ShowMembers(Db db, SignedIn signedIn, IClock clock)
{
    public async Task<MembersView> RunAsync(
        ShellView shell, string zone, FormState form, NewInvitation? invitation, CancellationToken ct)
    {
        var members = await db.Members.AsNoTracking().ToListAsync(ct);
        var connections = (await db.Connections.AsNoTracking()
            .Where(c => c.State != ConnectionState.Disconnected)
            .Select(c => new { c.Member, c.State, c.BrokenAt, c.AccessMode })
            .ToListAsync(ct)).ToDictionary(c => c.Member);
        var hasApplication = await db.ApplicationAccesses.AnyAsync(a => a.IsOn, ct);
        var rows = members
            .OrderByDescending(m => m.Role).ThenBy(m => m.DisplayName, StringComparer.Ordinal)
            .Select(m => new MemberRow(
                m.Id.ToString(), m.Name, m.Mail, ShowShell.RoleOf(m.Role), StateOf(m.State),
                connections.GetValueOrDefault(m.Id)?.State, connections.GetValueOrDefault(m.Id)?.BrokenAt, m.Id == signedIn.Member.Id,
                m.Id != signedIn.Member.Id && m.Role != MemberRole.PrincipalAdministrator, m.CreatedAt,
                hasApplication ? connections.GetValueOrDefault(m.Id)?.AccessMode : null));
        return new MembersView(shell, [.. rows], form, clock.GetCurrentInstant(), zone, invitation, hasApplication);
    }

    private static MemberStanding StateOf(MemberState state) => state switch
    {
        MemberState.Invited => MemberStanding.Invited,
        MemberState.Active => MemberStanding.Active,
        MemberState.Suspended => MemberStanding.Suspended,
    };
}

/// <param name="AddForm">Fields: email, name, role (a <see cref="ViewRole"/> name).</param>
/// <param name="HasApplicationAccess">The application reaches mailboxes too; another page says whom and why.</param>
/// <param name="NewInvitation">The link of an invitation just made, to hand over where no mail can be sent.</param>
public sealed record MembersView(
    ShellView Shell,
    IReadOnlyList<MemberRow> Members,
    FormState AddForm,
    Instant Now,
    string Zone,
    NewInvitation? NewInvitation = null,
    bool HasApplicationAccess = false);

public sealed record NewInvitation(string Email, string Url, bool MailSent);

/// <param name="Connection">How the member's link is doing (SPEC M9); null when there is none.</param>
/// <param name="ServedBy">Whose access it is, where the application has one too.</param>
/// <param name="BrokenSince">Where it is not as it should be.</param>
/// <param name="Name">Empty until the person accepts, when only the mail was given.</param>
public sealed record MemberRow(
    string Id,
    string Name,
    string Email,
    ViewRole Role,
    MemberStanding State,
    ConnectionState? Connection,
    Instant? BrokenSince,
    bool IsYou,
    bool CanChangeRole,
    Instant? InvitedAt = null,
    AccessMode? ServedBy = null);

public enum MemberStanding { Invited, Active, Suspended }
