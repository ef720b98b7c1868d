using Hidori.Domain.Appointments;
using Hidori.Domain.BookingPages;
using Hidori.Server.Outside;
using Hidori.Server.Storage;
using Hidori.Server.Tenancy;
using Hidori.Server.Ui;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;

namespace Hidori.Server.Features.GuestBooking;

/// <summary>Which page a guest's request to move a booking ends on. What is no longer possible ends on the link's own page (SPEC P9).</summary>
public sealed class MovePages(Db db, GuestArrival arrival, ShowSlots show, MoveBooking move, IHttpContextAccessor accessor, IClock clock)
{
    private HttpContext Http => accessor.HttpContext!;

    public async Task<IResult> ShowAsync(string secret, CancellationToken ct)
    {
        if (await EnterAsync(secret, ct) is not { } entered)
            return Back(secret);
        var (page, appointment, facts, frame, choice) = entered;
        if (BookingForm.StartOf(Http.Request.Query["start"]) is { } start)
            return Ask(secret, entered, start, FormState.Empty, StatusCodes.Status200OK);
        return BookingForm.StartOf(Http.Request.Query["lost"]) is { } lost
            ? await LostAsync(entered, lost, new Refused(BookingRefusal.SlotTaken), StatusCodes.Status200OK, ct)
            : Page.Of<SlotsPage>(show.Show(
                await show.FindToMoveAsync(page, appointment, lost: null, ct), facts, frame, choice, facts.Base, Forms.DateOf(Http.Request.Query["from"])));
    }

    public async Task<IResult> MoveAsync(string secret, IFormCollection posted, CancellationToken ct)
    {
        if (BookingForm.StartOf(posted["start"]) is not { } start || await EnterAsync(secret, ct) is not { } entered)
            return Back(secret);
        if (Forms.IsShownAgain(posted))
            return Ask(secret, entered, start, FormState.Empty, StatusCodes.Status200OK);
        var refused = await move.RunAsync(arrival.Visit!, start, ct);
        switch (refused?.Refusal)
        {
            case null or BookingRefusal.PageClosed or BookingRefusal.LinkUsed or BookingRefusal.HostNotConnected:
                return Back(secret);
            case BookingRefusal.SlotTaken or BookingRefusal.NotOffered:
                // The page as it is now, too: what was entered is what it was before.
                return await EnterAsync(secret, ct) is { } now
                    ? await LostAsync(now, start, refused!, StatusCodes.Status409Conflict, ct)
                    : Back(secret);
            default:
                return Ask(
                    secret, entered, start, new FormState(FormState.Empty.Values, new Dictionary<string, string> { [""] = Text.Of(refused!.Refusal) }),
                    StatusCodes.Status503ServiceUnavailable);
        }
    }

    /// <summary>Other times than one that was lost. Nothing is typed here: the other language tells it again at an address of its own.</summary>
    private async Task<IResult> LostAsync(Entered entered, Instant lost, Refused refused, int status, CancellationToken ct)
    {
        var (page, appointment, facts, frame, choice) = entered;
        var other = $"{facts.Base}{(choice with { Language = Languages.Other }).Query()}&lost={InstantPattern.ExtendedIso.Format(lost)}";
        var found = await show.FindToMoveAsync(page, appointment, (lost, refused), ct);
        return Page.Of<SlotsPage>(
            show.Show(found, facts, frame with { OtherLanguageUrl = other }, choice, facts.Base, from: null) with { Notice = Text.Of("TakenLead") }, status);
    }

    private IResult Back(string secret) => Results.Redirect(GuestFrame.Of(Http, "").Keeping($"/p/{secret}"));

    private static IResult Ask(string secret, Entered entered, Instant start, FormState form, int status)
    {
        var now = entered.Appointment.Chosen!.Time;
        return Page.Of<MovePage>(
            new MoveView(entered.Frame, entered.Facts, entered.Choice, secret, now, new Interval(start, start + now.Duration), form), status);
    }

    private async Task<Entered?> EnterAsync(string secret, CancellationToken ct)
    {
        var visit = arrival.Visit!;
        var appointment = await db.Appointments.AsNoTracking().SingleAsync(a => a.Id == visit.Appointment, ct);
        if (!appointment.GuestCanMove(clock.GetCurrentInstant())
            || await OpenPages.ForMovingAsync(db, appointment, ct) is not { } page)
            return null;
        var guest = appointment.Guests.Single(g => g.Id == visit.Guest);
        var name = await db.Organizations.AsNoTracking().Select(o => o.Name).SingleAsync(ct);
        var minutes = (int)appointment.Chosen!.Time.Duration.TotalMinutes;
        var hosts = page.Hosts;
        var names = await db.Members.AsNoTracking().Where(m => hosts.Contains(m.Id)).ToDictionaryAsync(m => m.Id, m => m.Name, ct);
        var facts = PageFacts.Of(page, $"/p/{secret}/move", names) with { Lengths = [minutes], TakesWishes = false };
        return new Entered(
            page, appointment, facts, GuestFrame.Of(Http, name),
            SlotChoices.Of(Http, appointment.ZoneOf(guest), [minutes], behalf: false));
    }

    private sealed record Entered(BookingPage Page, Appointment Appointment, PageFacts Facts, GuestFrame Frame, SlotChoice Choice);
}
