using Hidori.Domain;
using Hidori.Server.Protection;
using Hidori.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hidori.Server.Tenancy;

/// <summary>Who came by a guest link.</summary>
/// <param name="Language">In which they are written to.</param>
public sealed record GuestVisit(AppointmentId Appointment, GuestId Guest, string Language);

/// <summary>The guest behind the request, once the gate has let them in.</summary>
public sealed class GuestArrival
{
    public GuestVisit? Visit { get; internal set; }
}

/// <summary>A guest's way in: the secret of their link. Whoever holds no link goes on without an organization.</summary>
public static class GuestGate
{
    /// <param name="pages">Where guest links lead: the segment before the secret.</param>
    public static IApplicationBuilder UseGuestGate(this IApplicationBuilder app, PathString pages) => app.Use(async (http, next) =>
    {
        if (http.Request.Path.StartsWithSegments(pages, StringComparison.Ordinal, out var rest)
            && rest.Value?.Split('/') is [_, { Length: > 0 } secret, ..])
            await LetAsync(http, secret);
        await next(http);
    });

    private static async Task LetAsync(HttpContext http, string secret)
    {
        var hash = LinkHash.Of(secret);
        await using var db = http.RequestServices.GetRequiredService<DbFactory>().OpenOutsideOrganizations();
        var found = await db.Appointments.IgnoreQueryFilters([Db.OrganizationFilter]).IgnoreAutoIncludes().AsNoTracking()
            .SelectMany(a => a.Guests, (a, g) => new { a.Organization, a.Page, Appointment = a.Id, Guest = g.Id, g.Language, g.LinkHash, g.RemovedAt })
            .FirstOrDefaultAsync(x => x.LinkHash == hash && x.RemovedAt == null, http.RequestAborted);
        if (found is null)
            return;
        http.RequestServices.GetRequiredService<Admission>().Let(new CurrentOrganization(found.Organization));
        http.RequestServices.GetRequiredService<GuestArrival>().Visit = new GuestVisit(found.Appointment, found.Guest, found.Language);
        // What was booked in a frame is moved and cancelled in it.
        if (found.Page is { } page && await db.BookingPages.IgnoreQueryFilters([Db.OrganizationFilter]).IgnoreAutoIncludes().AsNoTracking()
                .Where(p => p.Id == page).Select(p => p.Settings).FirstOrDefaultAsync(http.RequestAborted) is { } settings)
            http.RequestServices.GetRequiredService<PageBorders>().Are(http, settings);
    }
}
