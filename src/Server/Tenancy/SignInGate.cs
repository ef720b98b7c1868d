using Hidori.Domain.Organizations;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hidori.Server.Tenancy;

/// <summary>The gate of sign-in: before it nobody knows the organization, so it may look at members of all.</summary>
internal static class SignInGate
{
    public static IQueryable<Member> AllMembers(Db db) => db.Members.IgnoreQueryFilters([Db.OrganizationFilter]);

    public static IQueryable<ConnectionRow> AllConnections(Db db) => db.Connections.IgnoreQueryFilters([Db.OrganizationFilter]);

    public static IQueryable<Organization> AllOrganizations(Db db) =>
        db.Organizations.IgnoreQueryFilters([Db.OrganizationFilter]);

    /// <summary>For whoever holds a link that we sealed: it names the member, and the administrator who opens it has no account here.</summary>
    public static IQueryable<ConsentRequestRow> AllConsentRequests(Db db) =>
        db.ConsentRequests.IgnoreQueryFilters([Db.OrganizationFilter]);

    public static void Let(Admission admission, Member member) =>
        admission.Let(new CurrentOrganization(member.Organization));
}
