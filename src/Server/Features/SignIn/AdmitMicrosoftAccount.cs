using System.Security.Claims;
using Hidori.Domain;
using Hidori.Domain.Organizations;
using Hidori.Integrations.Microsoft365;
using Hidori.Server.Features.Connections;
using Hidori.Server.Protection;
using Hidori.Server.Storage;
using Hidori.Server.Tenancy;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Hidori.Server.Features.SignIn;

/// <summary>Decides which member a Microsoft account is, and connects its calendar (SPEC M2, M4).</summary>
public sealed class AdmitMicrosoftAccount(
    DbFactory factory, Admission admission, IServiceProvider scope, IOptionsMonitor<Microsoft365Options> microsoft, IClock clock)
{
    public async Task<Result<Admitted, SignInFailure>> RunAsync(
        MicrosoftAccount account, string? connectingMember, string? invitation, CancellationToken ct)
    {
        if (account.TenantId == MicrosoftIdentity.PersonalAccountsTenant)
            return SignInFailure.PersonalAccount;
        if (account.TenantId.Length == 0 || account.AccountId.Length == 0 || account.RefreshToken.Length == 0)
            return SignInFailure.ServerError;

        var found = await FindAsync(account, connectingMember, invitation, ct);
        if (!found.Succeeded(out var member))
            return found.Refusal!.Value;

        if (!admission.IsDecided)
            SignInGate.Let(admission, member);
        var outcome = await scope.GetRequiredService<ConnectMicrosoft365>().RunAsync(
            member,
            new MicrosoftGrant(
                account.TenantId, account.AccountId, account.Address, account.AccessToken, account.RefreshToken,
                Duration.FromSeconds(account.ExpiresInSeconds), account.Scopes, BySignIn: connectingMember is null),
            ct);
        return new Admitted(
            MemberGate.Principal(member, byMicrosoft: connectingMember is null, CookieAuthenticationDefaults.AuthenticationScheme), outcome);
    }

    private async Task<Result<Member, SignInFailure>> FindAsync(
        MicrosoftAccount account, string? connectingMember, string? invitation, CancellationToken ct)
    {
        using var turn = await factory.WriterTurnAsync(ct);
        await using var db = factory.OpenOutsideOrganizations();
        var members = SignInGate.AllMembers(db);

        var bound = await members.FirstOrDefaultAsync(
            m => m.MicrosoftTenantId == account.TenantId && m.MicrosoftAccountId == account.AccountId, ct);
        if (connectingMember is not null)
        {
            var self = await members.FirstAsync(m => m.Id == new MemberId(Guid.Parse(connectingMember)), ct);
            // Somebody else signs in with this account: two members must not write into one calendar.
            var isTaken = (bound is not null && bound.Id != self.Id) || await SignInGate.AllConnections(db).AnyAsync(
                c => c.Member != self.Id && c.TenantId == account.TenantId && c.AccountId == account.AccountId
                    && c.State != Storage.Rows.ConnectionState.Disconnected, ct);
            return isTaken ? SignInFailure.AccountTaken
                : await IsLetInAsync(db, self, account, ct) ? self
                : SignInFailure.WrongTenant;
        }

        var member = bound ?? await InvitedAsync(db, members, account, invitation, ct);
        if (member is null)
            return SignInFailure.NotAMember;
        if (member.State == MemberState.Suspended)
            return SignInFailure.Suspended;
        if (!await IsLetInAsync(db, member, account, ct))
            return SignInFailure.WrongTenant;
        if (bound is null)
        {
            member.BindMicrosoft(account.TenantId, account.AccountId, account.Name);
            await db.SaveChangesAsync(ct);
        }

        return member;
    }

    /// <summary>An organization may name the tenants whose accounts it takes; a registration for many tenants lets all of them sign in.</summary>
    private static async Task<bool> IsLetInAsync(Db db, Member member, MicrosoftAccount account, CancellationToken ct) =>
        (await SignInGate.AllOrganizations(db).AsNoTracking().SingleAsync(o => o.Id == member.Organization, ct)).LetsIn(account.TenantId);

    /// <summary>
    /// First sign-in. The invitation's secret proves who it is; without it an address counts only inside the tenant
    /// that the operator or the organization names, because elsewhere anybody can set it (reference: id token claims).
    /// </summary>
    private async Task<Member?> InvitedAsync(
        Db db, IQueryable<Member> members, MicrosoftAccount account, string? invitation, CancellationToken ct)
    {
        if (invitation is not null)
        {
            var hash = LinkHash.Of(invitation);
            var invited = await members.FirstOrDefaultAsync(m => m.InvitationHash == hash, ct);
            return invited?.InvitationEndsAt > clock.GetCurrentInstant() ? invited : null;
        }

        var organizations = await SignInGate.AllOrganizations(db).AsNoTracking().ToListAsync(ct);
        var trusting = organizations
            .Where(o => o.MicrosoftTenants.Count > 0 ? o.LetsIn(account.TenantId) : microsoft.CurrentValue.Tenant == account.TenantId)
            .Select(o => o.Id)
            .ToList();
        return await members.FirstOrDefaultAsync(
            m => trusting.Contains(m.Organization) && m.Mail == account.Address && m.MicrosoftAccountId == null, ct);
    }
}

/// <summary>Whom a Microsoft account let in, and what became of its grant.</summary>
public sealed record Admitted(ClaimsPrincipal Principal, ConnectOutcome Outcome);
