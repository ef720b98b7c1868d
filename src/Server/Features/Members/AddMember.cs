using Hidori.Domain;
using Hidori.Domain.Organizations;
using Hidori.Server.Features.Notifications;
using Hidori.Server.Outside;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Tenancy;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Features.Members;

public enum AdditionRefusal
{
    /// <summary>There is a member with this address.</summary>
    MailTaken,

    /// <summary>No such member, or one who has signed in already.</summary>
    NotInvited,
}

/// <summary>Adds a member by mail, and invites again (SPEC E3). The link is shown too, where no mail can be sent.</summary>
public sealed class AddMember(
    Db db, DbFactory factory, SignedIn signedIn, MemberInvitations invitations, Bell bell, IClock clock)
{
    /// <returns>The invitation's link.</returns>
    public async Task<Result<string, AdditionRefusal>> RunAsync(string mail, string name, MemberRole role, CancellationToken ct)
    {
        if (await db.Members.AnyAsync(m => m.Mail == mail, ct))
            return AdditionRefusal.MailTaken;

        var member = new Member(signedIn.Member.Organization, mail, name, role, clock.GetCurrentInstant());
        db.Members.Add(member);
        db.Agendas.Add(new Agenda { Organization = member.Organization, Whose = member.Id });
        var link = await InviteAsync(member, ct);
        using var turn = await factory.WriterTurnAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        try
        {
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        }
        catch (DbUpdateException failure) when (db.IsDuplicate(failure))
        {
            db.ChangeTracker.Clear();
            return AdditionRefusal.MailTaken;
        }

        bell.Ring();
        return link;
    }

    /// <summary>
    /// A new link; the old one dies. Also for a member who has forgotten the password, but not for an administrator: whoever
    /// sends the link sees it, and could take the account over.
    /// </summary>
    public async Task<Result<string, AdditionRefusal>> AgainAsync(MemberId id, CancellationToken ct)
    {
        if (await Invitable(id).FirstOrDefaultAsync(ct) is not { } member)
            return AdditionRefusal.NotInvited;

        var link = await InviteAsync(member, ct);
        using var turn = await factory.WriterTurnAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // The old link may have been followed meanwhile.
        if (!await Invitable(id).AnyAsync(ct))
        {
            db.ChangeTracker.Clear();
            return AdditionRefusal.NotInvited;
        }

        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        bell.Ring();
        return link;
    }

    private IQueryable<Member> Invitable(MemberId id) => db.Members.Where(m => m.Id == id
        && (m.State == MemberState.Invited
            || (m.State == MemberState.Active && (m.Role == MemberRole.Member || m.Role == MemberRole.AppointmentManager))));

    /// <remarks>
    /// Before the transaction: the mail is sealed here, and sealing may have to write a new key, which would wait for
    /// our own lock.
    /// </remarks>
    private async Task<string> InviteAsync(Member member, CancellationToken ct)
    {
        var organization = await db.Organizations.AsNoTracking().SingleAsync(ct);
        var link = await invitations.InviteAsync(organization, signedIn.Member, member);
        return link;
    }
}
