using Hidori.Domain.BookingPages;
using Hidori.Domain.Organizations;
using Hidori.Server.Outside;
using Hidori.Server.Storage;
using Hidori.Server.Tenancy;
using Hidori.Server.Ui;
using Microsoft.EntityFrameworkCore;

namespace Hidori.Server.Features.GuestBooking;

/// <summary>What every step on a booking page begins with: the page, who is there, and whether they may go on.</summary>
public sealed class EnterPage(Db db, PageLooks looks, PageBooks books, PageBorders borders, BookingArrival arrival, SignedIn signedIn)
{
    /// <param name="attempt">Of a form that is sent. One that was booked already is let in: its answer stays the same.</param>
    public async Task<EnteredPage> RunAsync(HttpContext http, Guid? attempt, CancellationToken ct)
    {
        var visit = arrival.Visit!;
        var book = await books.OpenAsync(visit.Page, visit.Stamp, ct);
        var page = book.Page;
        borders.Are(http, page.Settings);
        var onBehalf = signedIn.IsKnown && IsOnBehalf(http) ? signedIn.Member : null;
        var closed = WhyClosed(page, visit, onBehalf);
        if (closed is not null && attempt is { } sent && await db.Attempts.AsNoTracking().AnyAsync(a => a.Attempt == sent, ct))
            closed = null;
        return new EnteredPage(
            book,
            GuestFrame.Of(http, book.Shared.Name),
            $"{GuestBookingRoutes.Pages}/{http.GetRouteValue("organization")}/{http.GetRouteValue("page")}",
            SlotChoices.Of(http, page.Settings.Hours.ZoneId, page.Settings.Meeting.Minutes, onBehalf is not null),
            onBehalf,
            closed,
            visit)
        {
            IsPreview = closed == BookingClosed.Paused && page.Hosts.Count > 0 && signedIn.IsKnown && page.MayBeChangedBy(signedIn.Member),
        };
    }

    /// <summary>The same with the page as it stands now: what was opened before somebody was quicker does not know of them.</summary>
    public async Task<EnteredPage> AgainAsync(EnteredPage entered, CancellationToken ct)
    {
        var now = await looks.FindAsync(new PageAddress.Id(entered.Page.Id), entered.Book.Whole, ct);
        return now is null or { News: null } ? entered : entered with { Book = await books.OpenAsync(now.Page, PageStamp.Of(now), ct) };
    }

    private static BookingClosed? WhyClosed(BookingPage page, BookingVisit visit, Member? onBehalf)
    {
        if (visit.OneTime is { } oneTime)
            return oneTime.IsOpen && page.Hosts.Count > 0 ? null : BookingClosed.LinkUsed;
        var isPublic = page.State == BookingPageState.Public
            || (onBehalf is { } member && page.Concerns(member));
        return isPublic && page.Hosts.Count > 0 ? null : BookingClosed.Paused;
    }

    private static bool IsOnBehalf(HttpContext http) =>
        http.Request.Query["behalf"] == "1" || (http.Request.HasFormContentType && http.Request.Form["behalf"] == "1");
}

/// <param name="Base">The page's address without its last step.</param>
/// <param name="OnBehalf">A member of this organization who books for somebody else; null for a guest.</param>
/// <param name="Closed">Why nobody can book here now; null when one can.</param>
public sealed record EnteredPage(PageBook Book, GuestFrame Frame, string Base, SlotChoice Choice, Member? OnBehalf, BookingClosed? Closed, BookingVisit Visit)
{
    public BookingPage Page => Book.Page;

    /// <summary>The page is paused, and whoever may change it looks at it as guests will. Nothing can be booked or sent.</summary>
    public bool IsPreview { get; init; }

    /// <summary>Why not even its times are shown; null where they are.</summary>
    public BookingClosed? Hidden => IsPreview ? null : Closed;

    /// <summary>What the page is about.</summary>
    public PageFacts Facts => PageFacts.Of(Page, Base, Book.Hosts.ToDictionary(h => h.Key, h => h.Value.Name)) with { IsPreview = IsPreview };
}
