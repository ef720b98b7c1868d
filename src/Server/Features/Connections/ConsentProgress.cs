using Hidori.Domain;
using Hidori.Domain.Organizations;
using Hidori.Integrations;
using Hidori.Integrations.Microsoft365;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Features.Connections;

/// <summary>What is known of an approval, and how (SPEC M8): seen here, or answered by Microsoft; never told by an address.</summary>
public sealed class ConsentProgress(Db db, ConsentTrail trail, ConsentLinks links, ApplicationTokens application, IClock clock)
{
    public async Task<ConsentState> RunAsync(Organization organization, MemberId member, OptionalFeature? feature, CancellationToken ct)
    {
        var request = await trail.BeginAsync(organization.Id, member, feature, ct);
        // The only proof of a grant: what Microsoft gave to somebody who signed in. The minimum, which a member may grant alone
        // in many organizations, only when it was given after this member was refused it.
        var granted = await db.Connections.AsNoTracking()
            .Where(c => c.State == ConnectionState.Connected && c.Member != member && (feature != null || c.ConnectedAt > request.AskedAt)).Select(c => c.Scopes).ToListAsync(ct);
        var isGranted = granted.Any(scopes => feature is not { } more || OptionalScopes.Covers(scopes, more));
        return new ConsentState(
            request.OpenedAt, request.ReturnedAt, isGranted ? true : await IsPresentAsync(links.TenantOf(organization), ct), isGranted,
            clock.GetCurrentInstant());
    }

    /// <summary>Whether the application is in the tenant; null when that cannot be asked or nobody answers.</summary>
    private async Task<bool?> IsPresentAsync(string tenant, CancellationToken ct)
    {
        if (!Guid.TryParse(tenant, out _))
            return null;
        try
        {
            await application.GetAsync(tenant, rejected: null, ct);
            return true;
        }
        catch (PermissionLostException)
        {
            return false;
        }
        catch (ProviderException)
        {
            return null;
        }
    }
}

/// <param name="OpenedAt">When the link was first opened.</param>
/// <param name="ReturnedAt">When a browser came back from Microsoft with it.</param>
/// <param name="IsPresent">Microsoft knows the application in that tenant; null when that is not known.</param>
/// <param name="IsGranted">Seen from what Microsoft granted to another member.</param>
public sealed record ConsentState(Instant? OpenedAt, Instant? ReturnedAt, bool? IsPresent, bool IsGranted, Instant SeenAt);
