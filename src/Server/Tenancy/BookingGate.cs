using Hidori.Domain;
using Hidori.Domain.BookingPages;
using Hidori.Server.Outside;
using Hidori.Server.Protection;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hidori.Server.Tenancy;

/// <summary>The booking page somebody came to, and the one-time URL they came by.</summary>
/// <param name="Version">Of everything that decides what the organization's pages offer, as it was when the gate looked.</param>
public sealed record BookingVisit(BookingPageId Page, Guid? OneTimeLink, long Version);

/// <summary>The page behind the request, once the gate has let it in.</summary>
public sealed class BookingArrival
{
    public BookingVisit? Visit { get; internal set; }
}

/// <summary>The public's way in: the address of a booking page, or the secret of a one-time URL.</summary>
/// <remarks>Which part of an address was wrong is not said: whoever has no page goes on without an organization.</remarks>
public static class BookingGate
{
    /// <summary>In place of the organization: what follows is the secret of a one-time URL. No organization can be called so.</summary>
    public const string OneTime = "-";

    /// <param name="pages">The segment before the organization's.</param>
    public static IApplicationBuilder UseBookingGate(this IApplicationBuilder app, PathString pages) => app.Use(async (http, next) =>
    {
        if (http.Request.Path.StartsWithSegments(pages, StringComparison.Ordinal, out var rest)
            && rest.Value?.Split('/') is [_, { Length: > 0 } organization, { Length: > 0 } page, ..])
            await LetAsync(http, organization, page);
        await next(http);
    });

    private static async Task LetAsync(HttpContext http, string organization, string page)
    {
        await using var db = http.RequestServices.GetRequiredService<DbFactory>().OpenOutsideOrganizations();
        if (organization == OneTime)
        {
            var hash = LinkHash.Of(page);
            var link = await (from l in db.OneTimeLinks.IgnoreQueryFilters([Db.OrganizationFilter]).AsNoTracking()
                              where l.SecretHash == hash
                              join v in Versions(db) on l.Organization equals v.Organization into versions
                              from version in versions.DefaultIfEmpty()
                              select new { l.Id, l.Organization, l.Page, Version = (long?)version!.Version }).FirstOrDefaultAsync(http.RequestAborted);
            if (link is not null)
                await LetAsync(http, db, link.Organization, new BookingVisit(link.Page, link.Id, link.Version ?? 0));
            return;
        }

        var found = await (from o in db.Organizations.IgnoreQueryFilters([Db.OrganizationFilter]).AsNoTracking()
                           where o.Slug == organization
                           join p in db.BookingPages.IgnoreQueryFilters([Db.OrganizationFilter]).IgnoreAutoIncludes().AsNoTracking() on o.Id equals p.Organization
                           where p.Slug == page
                           join v in Versions(db) on o.Id equals v.Organization into versions
                           from version in versions.DefaultIfEmpty()
                           select new { o.Id, Page = p.Id, Version = (long?)version!.Version }).FirstOrDefaultAsync(http.RequestAborted);
        if (found is not null)
            await LetAsync(http, db, found.Id, new BookingVisit(found.Page, OneTimeLink: null, found.Version ?? 0));
    }

    private static IQueryable<AvailabilityVersionRow> Versions(Db db) =>
        db.AvailabilityVersions.IgnoreQueryFilters([Db.OrganizationFilter]).AsNoTracking().Where(v => v.Subject == AvailabilityVersionRow.Whole);

    private static async Task LetAsync(HttpContext http, Db db, OrganizationId organization, BookingVisit visit)
    {
        http.RequestServices.GetRequiredService<Admission>().Let(new CurrentOrganization(organization));
        http.RequestServices.GetRequiredService<BookingArrival>().Visit = visit;
        if (await SettingsAsync(http, db, visit) is { } settings)
            http.RequestServices.GetRequiredService<PageBorders>().Are(http, settings);
    }

    /// <summary>A form's token is judged by them, so they are exact there. Otherwise they are as remembered: the page says them anew.</summary>
    private static async Task<BookingPageSettings?> SettingsAsync(HttpContext http, Db db, BookingVisit visit) =>
        http.RequestServices.GetRequiredService<PageMemory>().Find(visit.Page) is var book
            && (book?.Whole == visit.Version || HttpMethods.IsGet(http.Request.Method))
            ? book?.Page.Settings
            : await db.BookingPages.IgnoreQueryFilters([Db.OrganizationFilter]).IgnoreAutoIncludes().AsNoTracking()
                .Where(p => p.Id == visit.Page).Select(p => p.Settings).FirstAsync(http.RequestAborted);
}
