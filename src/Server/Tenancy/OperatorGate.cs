using System.Runtime.CompilerServices;
using Hidori.Domain;
using Hidori.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hidori.Server.Tenancy;

/// <summary>What belongs to the whole installation is for the organization that its console's link made: the first one.</summary>
public sealed class OperatorGate(DbFactory factory)
{
    // A reference, which is read whole or not at all, whoever writes it meanwhile.
    private StrongBox<OrganizationId>? _first;

    public async Task<bool> IsOperatorAsync(OrganizationId organization, CancellationToken ct) =>
        // Asked for every page of an administrator; the first organization stays the first.
        (_first ??= new(await FirstAsync(ct))).Value == organization;

    private async Task<OrganizationId> FirstAsync(CancellationToken ct)
    {
        await using var db = factory.OpenOutsideOrganizations();
        return await db.Organizations.IgnoreQueryFilters([Db.OrganizationFilter]).AsNoTracking()
            .OrderBy(o => o.CreatedAt).ThenBy(o => o.Id).Select(o => o.Id).FirstAsync(ct);
    }
}
