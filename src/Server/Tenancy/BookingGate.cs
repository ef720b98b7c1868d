using Hidori.Domain;
using Hidori.Domain.BookingPages;
using Hidori.Server.Protection;
using Hidori.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hidori.Server.Tenancy;

/// <summary>The booking page somebody came to, and the one-time URL they came by.</summary>
public sealed record BookingVisit(BookingPageId Page, Guid? OneTimeLink);

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
            var link = await db.OneTimeLinks.IgnoreQueryFilters([Db.OrganizationFilter]).AsNoTracking()
                .FirstOrDefaultAsync(l => l.SecretHash == hash, http.RequestAborted);
            if (link is not null)
            {
                var settings = await db.BookingPages.IgnoreQueryFilters([Db.OrganizationFilter]).IgnoreAutoIncludes().AsNoTracking()
                    .Where(p => p.Id == link.Page).Select(p => p.Settings).FirstAsync(http.RequestAborted);
                Let(http, link.Organization, new BookingVisit(link.Page, link.Id), settings);
            }

            return;
        }

        var found = await (from o in db.Organizations.IgnoreQueryFilters([Db.OrganizationFilter]).AsNoTracking()
                           where o.Slug == organization
                           join p in db.BookingPages.IgnoreQueryFilters([Db.OrganizationFilter]).IgnoreAutoIncludes().AsNoTracking() on o.Id equals p.Organization
                           where p.Slug == page
                           select new { o.Id, Page = p.Id, p.Settings }).FirstOrDefaultAsync(http.RequestAborted);
        if (found is not null)
            Let(http, found.Id, new BookingVisit(found.Page, OneTimeLink: null), found.Settings);
    }

    private static void Let(HttpContext http, OrganizationId organization, BookingVisit visit, BookingPageSettings settings)
    {
        http.RequestServices.GetRequiredService<Admission>().Let(new CurrentOrganization(organization));
        http.RequestServices.GetRequiredService<BookingArrival>().Visit = visit;
        // Who books for somebody else is a member at work: no other site may hold that.
        if (http.Request.Query["behalf"].Count == 0)
            http.RequestServices.GetRequiredService<PageBorders>().Are(settings);
    }
}
