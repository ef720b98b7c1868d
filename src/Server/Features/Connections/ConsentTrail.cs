using Hidori.Integrations.Microsoft365;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Tenancy;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Features.Connections;

/// <summary>What is noted of somebody who holds a link of ours and has no account here: the link names whose request it is.</summary>
public sealed class ConsentTrail(DbFactory factory, IClock clock)
{
    public Task NoteOpenedAsync(ConsentRequest request, CancellationToken ct) =>
        NoteAsync(request, (rows, now) => rows.Where(r => r.OpenedAt == null).ExecuteUpdateAsync(s => s.SetProperty(r => r.OpenedAt, now), ct));

    public Task NoteReturnedAsync(ConsentRequest request, CancellationToken ct) =>
        NoteAsync(request, (rows, now) => rows.ExecuteUpdateAsync(s => s.SetProperty(r => r.ReturnedAt, now), ct));

    private async Task NoteAsync(ConsentRequest request, Func<IQueryable<ConsentRequestRow>, Instant?, Task<int>> note)
    {
        if (request.Member is not { } member)
            return;
        var name = NameOf(request.Feature);
        await using var all = factory.OpenOutsideOrganizations();
        await note(SignInGate.AllConsentRequests(all).Where(r => r.Member == member && r.Feature == name), clock.GetCurrentInstant());
    }

    /// <summary>How a request is kept: one for each member and feature.</summary>
    public static string NameOf(OptionalFeature? feature) => feature?.ToString() ?? "";
}
