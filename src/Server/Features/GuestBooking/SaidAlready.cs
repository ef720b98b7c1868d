using Hidori.Server.Outside;
using Hidori.Server.Tenancy;
using Hidori.Server.Ui;
using NodaTime;

namespace Hidori.Server.Features.GuestBooking;

/// <summary>
/// A page of free times that was asked for like this before, where nothing has changed since: the way of most looks, which needs neither
/// a database beyond the gate nor the times themselves.
/// </summary>
public sealed class SaidAlready(PageMemory memory, BookingArrival arrival, SignedIn signedIn, IClock clock)
{
    private const int LongestQuery = 200;

    /// <summary>The answer as it was; null where it has to be found.</summary>
    public IResult? Find(HttpContext http)
    {
        var now = clock.GetCurrentInstant();
        return arrival.Visit is { } visit && KeyOf(http) is { } asked
            ? memory.Find(visit.Page, visit.Stamp, now)?.Said.Find<IResult>(asked, now)
            : null;
    }

    /// <param name="now">For which the answer was found.</param>
    public IResult Keep(HttpContext http, PageBook book, Instant now, IResult answer)
    {
        if (KeyOf(http) is { } asked)
            book.Said.Keep(asked, now, answer);
        return answer;
    }

    /// <summary>All that decides besides the page and the time; null where somebody in particular looks, or by a one-time URL.</summary>
    private string? KeyOf(HttpContext http) =>
        signedIn.IsKnown || arrival.Visit?.OneTime is not null || http.Request.QueryString.Value is { Length: > LongestQuery }
            ? null
            // A zone that is asked for is kept in this browser, whatever other browsers have asked for.
            : $"{http.Request.PathBase}{http.Request.Path}{http.Request.QueryString} {ChosenZone.Of(http, "")} {Languages.Current}";
}
