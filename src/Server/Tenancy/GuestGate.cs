using Hidori.Domain;
using Hidori.Server.Protection;
using Hidori.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hidori.Server.Tenancy;

/// <summary>Who came by a guest link.</summary>
public sealed record GuestVisit(AppointmentId Appointment, GuestId Guest);

/// <summary>A guest's way in: the secret of their link.</summary>
public sealed class GuestGate(DbFactory factory, Admission admission)
{
    /// <summary>Lets the link's holder into its organization; null, without a further hint, when there is no such link.</summary>
    public async Task<GuestVisit?> LetAsync(string secret, CancellationToken ct)
    {
        var hash = LinkHash.Of(secret);
        await using var db = factory.OpenOutsideOrganizations();
        var found = await db.Appointments.IgnoreQueryFilters([Db.OrganizationFilter]).IgnoreAutoIncludes().AsNoTracking()
            .SelectMany(a => a.Guests, (a, g) => new { a.Organization, Appointment = a.Id, Guest = g.Id, g.LinkHash })
            .FirstOrDefaultAsync(x => x.LinkHash == hash, ct);
        if (found is null)
            return null;
        admission.Let(new CurrentOrganization(found.Organization));
        return new GuestVisit(found.Appointment, found.Guest);
    }
}
