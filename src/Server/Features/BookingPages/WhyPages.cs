using System.Globalization;
using Hidori.Domain;
using Hidori.Domain.BookingPages;
using Hidori.Domain.Organizations;
using Hidori.Domain.Time;
using Hidori.Server.Features.Members;
using Hidori.Server.Storage;
using Hidori.Server.Tenancy;
using Hidori.Server.Ui;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;

namespace Hidori.Server.Features.BookingPages;

/// <summary>この時間はなぜ?: for those who see to the page, and those who take part.</summary>
public sealed class WhyPages(Db db, ShowWhy show, ReadAnew readAnew, ShowShell shell, SignedIn signedIn, IHttpContextAccessor accessor)
{
    private static readonly LocalTimePattern Clock = LocalTimePattern.CreateWithInvariantCulture("H:mm");

    /// <summary>The year 5138: whatever stands in the address is an instant.</summary>
    private const long LastInstant = 100_000_000_000_000;

    private Member Member => signedIn.Member;

    private IResult NotFound => Page.Message(accessor.HttpContext!, MessageKind.NotFound);

    public async Task<IResult> ShowAsync(BookingPageId id, WhyQuery query, CancellationToken ct)
    {
        if (Guid.TryParse(query.Page, out var other) && new BookingPageId(other) != id)
            return Results.Redirect(PathOf(new BookingPageId(other), AskedBy(query)));
        if (await FindAsync(id, ct) is not { } page)
            return NotFound;
        var (frame, _) = await shell.RunAsync(accessor.HttpContext!, Section.BookingPages, null, ct);
        return await show.RunAsync(frame, Member, page, AskedBy(query), ct) is { } view
            ? Page.Of<WhyPage>(view, view.Skipped is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity)
            : Results.Redirect("/booking-pages");
    }

    /// <summary>Back at the same time, with what the calendars say now.</summary>
    public async Task<IResult> ReadAnewAsync(BookingPageId id, IFormCollection form, CancellationToken ct)
    {
        if (await FindAsync(id, ct) is not { } page)
            return NotFound;
        var asked = AskedBy(new WhyQuery(Page: null, form["date"], form["start"], form["offset"], form["minutes"], Read: null));
        if (asked is not { Date: { } date, Start: { } start })
            return Results.Redirect($"/booking-pages/{id}/why");
        var at = await readAnew.RunAsync(page, Dates.ZoneOf(page.Settings.Hours.ZoneId).InstantOf(date + start, asked.Offset), ct);
        return Results.Redirect(WhyView.Path(id.ToString(), date, asked.Minutes, start, asked.Offset) + $"&read={at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)}");
    }

    private async Task<BookingPage?> FindAsync(BookingPageId id, CancellationToken ct) =>
        await db.BookingPages.AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, ct) is { } page
            && page.Concerns(Member)
            ? page : null;

    /// <summary>The same time of another page; a length that it does not have is not asked for there.</summary>
    private static string PathOf(BookingPageId page, WhyAsked asked) =>
        asked.Date is { } date ? WhyView.Path(page.ToString(), date, asked.Minutes, asked.Start, asked.Offset) : $"/booking-pages/{page}/why";

    private static WhyAsked AskedBy(WhyQuery query) => new(
        Forms.DateOf(query.Date),
        Clock.Parse(query.Start ?? "") is { Success: true } time ? time.Value : null,
        WhyView.Passes.Parse(query.Offset ?? "") is { Success: true } offset ? offset.Value : null,
        Forms.NumberOf(query.Minutes),
        long.TryParse(query.Read, NumberStyles.None, CultureInfo.InvariantCulture, out var read) && read < LastInstant
            ? Instant.FromUnixTimeMilliseconds(read) : null);
}

/// <summary>What an address asks for.</summary>
/// <param name="Page">Another page's id, where that was chosen.</param>
/// <param name="Offset">Which of two, where the clock shows the start twice.</param>
/// <param name="Read">When the calendars were asked anew, in milliseconds since 1970; null when they were not.</param>
public sealed record WhyQuery(string? Page, string? Date, string? Start, string? Offset, string? Minutes, string? Read);
