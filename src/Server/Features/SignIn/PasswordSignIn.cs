using Hidori.Domain.Organizations;
using Hidori.Server.Protection;
using Hidori.Server.Storage;
using Hidori.Server.Tenancy;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Features.SignIn;

/// <summary>Sign-in by mail and password, and the first one by an invitation's link.</summary>
public sealed class PasswordSignIn(DbFactory factory, IPasswordHasher<Member> passwords, IClock clock)
{
    public const int ShortestPassword = 12;
    public const int LongestPassword = 200;

    /// <summary>The member, or null: which of the two was wrong is not said.</summary>
    public async Task<Member?> RunAsync(string mail, string password, CancellationToken ct)
    {
        await using var db = factory.OpenOutsideOrganizations();
        var member = await SignInGate.AllMembers(db)
            .Where(m => m.Mail == mail && m.PasswordHash != null && m.State == MemberState.Active)
            .FirstOrDefaultAsync(ct);
        if (member is null)
        {
            // Hash something all the same, so that the time taken does not tell who has an account.
            passwords.HashPassword(null!, password);
            return null;
        }

        return passwords.VerifyHashedPassword(member, member.PasswordHash!, password) == PasswordVerificationResult.Failed
            ? null
            : member;
    }

    /// <summary>The member an invitation is for, while it is good.</summary>
    public async Task<(Member Member, Organization Organization)?> FindInvitedAsync(string secret, CancellationToken ct)
    {
        await using var db = factory.OpenOutsideOrganizations();
        var hash = LinkHash.Of(secret);
        var member = await SignInGate.AllMembers(db).AsNoTracking().FirstOrDefaultAsync(m => m.InvitationHash == hash, ct);
        if (member is null || member.InvitationEndsAt <= clock.GetCurrentInstant())
            return null;
        var organization = await SignInGate.AllOrganizations(db).AsNoTracking().SingleAsync(o => o.Id == member.Organization, ct);
        return (member, organization);
    }

    public async Task<Member?> AcceptAsync(string secret, string name, string password, CancellationToken ct)
    {
        using var turn = await factory.WriterTurnAsync(ct);
        await using var db = factory.OpenOutsideOrganizations();
        var hash = LinkHash.Of(secret);
        var member = await SignInGate.AllMembers(db).FirstOrDefaultAsync(m => m.InvitationHash == hash, ct);
        if (member is null || member.InvitationEndsAt <= clock.GetCurrentInstant())
            return null;
        member.Accept(name, passwords.HashPassword(member, password));
        await db.SaveChangesAsync(ct);
        return member;
    }
}
