using Hidori.Domain.BookingPages;
using Hidori.Domain.Organizations;
using Hidori.Server.Outside;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Features.Administration;

/// <summary>Why the first organization cannot be created.</summary>
public enum CreationRefusal
{
    /// <summary>There is one already: the console's link has done its work.</summary>
    AlreadyExists,
}

/// <summary>What the first page asks for.</summary>
public sealed record NewOrganization(string Name, string AdministratorName, string Mail, string? Password);

/// <summary>The first start: the organization and its principal administrator (SPEC E1).</summary>
public sealed class CreateOrganization(DbFactory factory, IPasswordHasher<Member> passwords, IClock clock)
{
    private static readonly Duration FirstUpkeep = Duration.FromDays(1);

    public async Task<Hidori.Domain.Result<Member, CreationRefusal>> RunAsync(NewOrganization form, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        using var turn = await factory.WriterTurnAsync(ct);
        await using var db = factory.OpenOutsideOrganizations();
        await using var transaction = await db.Database.BeginTransactionAsync(System.Data.IsolationLevel.Serializable, ct);
        if (await db.Organizations.IgnoreQueryFilters([Db.OrganizationFilter]).AnyAsync(ct))
            return CreationRefusal.AlreadyExists;

        var organization = new Organization(form.Name, "Asia/Tokyo", "ja", now);
        // akebono.example → akebono: what people would type for it.
        if (form.Mail.Split('@')[^1].Split('.')[0] is { } domain && BookingPage.IsSlug(domain))
            organization.MovesTo(domain);
        var member = new Member(organization.Id, form.Mail, form.AdministratorName, MemberRole.PrincipalAdministrator, now);
        if (form.Password is { } password)
            member.Accept(form.AdministratorName, passwords.HashPassword(member, password));
        db.Organizations.Add(organization);
        db.Members.Add(member);
        db.Agendas.Add(new Agenda { Organization = organization.Id, Whose = member.Id });
        Outbox.Open(db, SubjectKind.Upkeep, organization.Id.Value, organization.Id, now + FirstUpkeep);
        try
        {
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        }
        catch (Exception failure) when (db.IsPassing(failure))
        {
            return CreationRefusal.AlreadyExists;
        }

        return member;
    }
}
