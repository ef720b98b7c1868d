using Hidori.Domain;
using Hidori.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hidori.Server.Tenancy;

/// <summary>What belongs to the whole installation is for the organization that its console's link made: the first one.</summary>
public sealed class OperatorGate(DbFactory factory)
{
    public async Task<bool> IsOperatorAsync(OrganizationId organization, CancellationToken ct)
    {
        await using var db = factory.OpenOutsideOrganizations();
        var first = await db.Organizations.IgnoreQueryFilters([Db.OrganizationFilter]).AsNoTracking()
            .OrderBy(o => o.CreatedAt).ThenBy(o => o.Id).Select(o => o.Id).FirstAsync(ct);
        return first == organization;
    }
}
