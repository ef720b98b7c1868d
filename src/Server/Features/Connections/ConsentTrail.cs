using Hidori.Domain;
using Hidori.Integrations.Microsoft365;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Tenancy;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Features.Connections;

/// <summary>
/// Keeps how far a request for approval has come. Whoever holds a link of ours has no account here: the link names whose request it is.
/// </summary>
public sealed class ConsentTrail(DbFactory factory, IClock clock)
{
    /// <summary>The one request of a member for a feature, made when it is first looked at.</summary>
    public async Task<ConsentRequestRow> BeginAsync(OrganizationId organization, MemberId member, OptionalFeature? feature, CancellationToken ct)
    {
        await using var db = factory.OpenOutsideOrganizations();
        if (await Of(db, member, feature).AsNoTracking().FirstOrDefaultAsync(ct) is { } begun)
            return begun;
        var request = new ConsentRequestRow
        {
            Member = member, Feature = NameOf(feature), Organization = organization, AskedAt = clock.GetCurrentInstant(),
        };
        db.ConsentRequests.Add(request);
        using var turn = await factory.WriterTurnAsync(ct);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (db.IsDuplicate(e))
        {
            // The same page in another tab.
        }

        return request;
    }

    public Task NoteOpenedAsync(ConsentRequest request, CancellationToken ct) =>
        NoteAsync(request, (rows, now) => rows.Where(r => r.OpenedAt == null).ExecuteUpdateAsync(s => s.SetProperty(r => r.OpenedAt, now), ct), ct);

    public Task NoteReturnedAsync(ConsentRequest request, CancellationToken ct) =>
        NoteAsync(request, (rows, now) => rows.ExecuteUpdateAsync(s => s.SetProperty(r => r.ReturnedAt, now), ct), ct);

    private async Task NoteAsync(ConsentRequest request, Func<IQueryable<ConsentRequestRow>, Instant?, Task<int>> note, CancellationToken ct)
    {
        if (request.Member is not { } member)
            return;
        await using var db = factory.OpenOutsideOrganizations();
        using var turn = await factory.WriterTurnAsync(ct);
        await note(Of(db, member, request.Feature), clock.GetCurrentInstant());
    }

    private static IQueryable<ConsentRequestRow> Of(Db db, MemberId member, OptionalFeature? feature)
    {
        var name = NameOf(feature);
        return SignInGate.AllConsentRequests(db).Where(r => r.Member == member && r.Feature == name);
    }

    internal static string NameOf(OptionalFeature? feature) => feature?.ToString() ?? "";
}
