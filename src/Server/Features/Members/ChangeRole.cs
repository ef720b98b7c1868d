using Hidori.Domain;
using Hidori.Domain.Organizations;
using Hidori.Server.Storage;
using Hidori.Server.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Hidori.Server.Features.Members;

public enum RoleRefusal
{
    /// <summary>No such member, oneself, or the principal administrator, whose role is handed over and not taken.</summary>
    NotChangeable,
}

/// <summary>Gives a member another role. Their sign-ins end, so that nothing is done with the old one.</summary>
public sealed class ChangeRole(Db db, DbFactory factory, SignedIn signedIn)
{
    public async Task<Result<Done, RoleRefusal>> RunAsync(MemberId id, MemberRole role, CancellationToken ct)
    {
        using var turn = await factory.WriterTurnAsync(ct);
        var member = await db.Members.FirstOrDefaultAsync(m => m.Id == id, ct);
        if (member is null || member.Id == signedIn.Member.Id || member.Role == MemberRole.PrincipalAdministrator
            || role == MemberRole.PrincipalAdministrator)
            return RoleRefusal.NotChangeable;
        member.ChangeRole(role);
        await db.SaveChangesAsync(ct);
        return Done.Value;
    }
}
