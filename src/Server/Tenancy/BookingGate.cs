using Hidori.Domain;
using Hidori.Domain.BookingPages;
using Hidori.Server.Outside;
using Hidori.Server.Protection;
using Hidori.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hidori.Server.Tenancy;

/// <summary>The booking page somebody came to, and the one-time URL they came by.</summary>
/// <param name="OneTime">Null for the page's own address.</param>
/// <param name="Stamp">How everything stood that decides what the page offers, when the gate looked.</param>
public sealed record BookingVisit(BookingPageId Page, OneTimeVisit? OneTime, PageStamp Stamp);

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
        var memory = http.RequestServices.GetRequiredService<PageMemory>();
        PageAddress address = organization == OneTime ? new PageAddress.Secret(LinkHash.Of(page)) : new PageAddress.Slugs(organization, page);
        var found = await http.RequestServices.GetRequiredService<PageLooks>().FindAsync(address, memory.FindAt(address)?.Whole, http.RequestAborted);
        if (found is null)
            return;
        memory.IsAt(address, found.Page);
        await LetAsync(http, found.Organization, new BookingVisit(found.Page, found.OneTime, PageStamp.Of(found)));
    }

    private static IQueryable<BookingPage> Pages(Db db) =>
        db.BookingPages.IgnoreQueryFilters([Db.OrganizationFilter]).IgnoreAutoIncludes().AsNoTracking();

    private static async Task LetAsync(HttpContext http, OrganizationId organization, BookingVisit visit)
    {
        http.RequestServices.GetRequiredService<Admission>().Let(new CurrentOrganization(organization));
        http.RequestServices.GetRequiredService<BookingArrival>().Visit = visit;
        if (await SettingsAsync(http, visit) is { } settings)
            http.RequestServices.GetRequiredService<PageBorders>().Are(http, settings);
    }

    /// <summary>A form's token is judged by them, so they are exact there. Otherwise they are as remembered: the page says them anew.</summary>
    private static async Task<BookingPageSettings?> SettingsAsync(HttpContext http, BookingVisit visit)
    {
        var book = http.RequestServices.GetRequiredService<PageMemory>().Find(visit.Page);
        if (book?.Whole == visit.Stamp.Whole || HttpMethods.IsGet(http.Request.Method))
            return book?.Page.Settings;
        await using var db = http.RequestServices.GetRequiredService<DbFactory>().OpenOutsideOrganizations();
        return await Pages(db).Where(p => p.Id == visit.Page).Select(p => p.Settings).FirstAsync(http.RequestAborted);
    }
}
