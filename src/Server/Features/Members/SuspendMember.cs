using Hidori.Domain;
using Hidori.Domain.Organizations;
using Hidori.Server.Outside;
using Hidori.Server.Storage;
using Hidori.Server.Tenancy;
using Hidori.Server.Ui;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Features.Members;

/// <summary>利用を停止 and 再開 (SPEC M7): what is open is shown first, and stays as it is.</summary>
public sealed class SuspendMember(Db db, DbFactory factory, SignedIn signedIn, IClock clock)
{
    /// <summary>What it would touch; null for whoever cannot be suspended.</summary>
    public async Task<SuspendView?> ShowAsync(MemberId id, ShellView shell, CancellationToken ct) =>
        await FindAsync(id, ct) is { } member && member.State != MemberState.Suspended
            ? new SuspendView(shell, id.ToString(), member.DisplayName, await OpenWork.CountAsync(db, id, clock.GetCurrentInstant(), ct))
            : null;

    /// <returns>False for oneself, the principal administrator, and nobody.</returns>
    public async Task<bool> RunAsync(MemberId id, bool suspends, CancellationToken ct)
    {
        using var turn = await factory.WriterTurnAsync(ct);
        if (await FindAsync(id, ct) is not { } member)
            return false;
        if (suspends)
            member.Suspend();
        else if (member.State == MemberState.Suspended)
            member.Restore();
        await db.SaveChangesAsync(ct);
        return true;
    }

    /// <summary>Nobody locks themselves out, and nobody the one who can let everybody in again.</summary>
    private Task<Member?> FindAsync(MemberId id, CancellationToken ct) => db.Members.FirstOrDefaultAsync(
        m => m.Id == id && m.Id != signedIn.Member.Id && m.Role != MemberRole.PrincipalAdministrator, ct);
}

/// <param name="Open">What stays open although its host is away.</param>
public sealed record SuspendView(ShellView Shell, string Id, string Name, OpenWork Open);
