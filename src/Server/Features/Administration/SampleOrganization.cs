using Hidori.Domain.Organizations;
using Hidori.Domain.Rooms;
using Hidori.Server.Outside;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Features.Administration;

/// <summary>One person of the sample.</summary>
public sealed record SampleMember(string Name, string Mail);

/// <summary>One room of the sample, as the directory of places would name it.</summary>
/// <param name="Address">In lower case.</param>
public sealed record SampleRoom(string Address, RoomFacts Facts);

/// <summary>The organization that dev.cs shows. Made once; a second start keeps it.</summary>
public sealed class SampleOrganization(DbFactory factory, CreateOrganization create, IClock clock)
{
    /// <summary>By then somebody has connected a calendar, through which rooms can be read.</summary>
    private static readonly Duration FirstLookAtRooms = Duration.FromHours(1);

    /// <param name="tenantId">The simulated tenant, whose sign-ins are matched to members by address.</param>
    /// <param name="members">The first becomes the principal administrator.</param>
    /// <param name="rooms">What the directory of places would name.</param>
    public async Task MakeAsync(
        string name, string tenantId, IReadOnlyList<SampleMember> members, IReadOnlyList<SampleRoom> rooms, CancellationToken ct)
    {
        var first = members[0];
        var made = await create.RunAsync(new NewOrganization(name, first.Name, first.Mail, Password: null), ct);
        if (!made.Succeeded(out var administrator))
            return;

        using var turn = await factory.WriterTurnAsync(ct);
        await using var db = factory.OpenOutsideOrganizations();
        var organization = await db.Organizations.IgnoreQueryFilters([Db.OrganizationFilter])
            .SingleAsync(o => o.Id == administrator.Organization, ct);
        organization.TrustMicrosoftTenants(tenantId);
        foreach (var person in members.Skip(1))
        {
            var member = new Member(organization.Id, person.Mail, person.Name, MemberRole.Member, clock.GetCurrentInstant());
            db.Members.Add(member);
            db.Agendas.Add(new Agenda { Organization = organization.Id, Whose = member.Id });
        }

        foreach (var place in rooms)
        {
            var room = new Room(organization.Id, place.Address, place.Facts, RoomSource.Directory, clock.GetCurrentInstant());
            db.Rooms.Add(room);
            db.Agendas.Add(new Agenda { Organization = organization.Id, Whose = room.Id });
        }

        if (rooms.Count > 0)
            Outbox.Open(db, SubjectKind.Rooms, organization.Id.Value, organization.Id, clock.GetCurrentInstant() + FirstLookAtRooms);

        await db.SaveChangesAsync(ct);
    }
}
