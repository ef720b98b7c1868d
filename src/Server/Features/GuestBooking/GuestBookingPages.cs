using Hidori.Domain.BookingPages;
using Hidori.Domain.Organizations;
using Hidori.Server.Storage;
using Hidori.Server.Tenancy;
using Hidori.Server.Ui;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Features.GuestBooking;

/// <summary>Which page a request to a booking page ends on.</summary>
public sealed class GuestBookingPages(
    Db db, BookingArrival arrival, SignedIn signedIn, ShowSlots show, ConfirmBooking confirm, IHttpContextAccessor accessor)
{
    private HttpContext Http => accessor.HttpContext!;
    private BookingVisit Visit => arrival.Visit!;

    /// <summary>The address without its last step.</summary>
    private string Base => $"{GuestBookingRoutes.Pages}/{Http.GetRouteValue("organization")}/{Http.GetRouteValue("page")}";

    private Instant Now => Http.RequestServices.GetRequiredService<IClock>().GetCurrentInstant();

    /// <summary>A member of this organization who books for somebody else; null for a guest.</summary>
    private Member? OnBehalf =>
        signedIn.IsKnown && (Http.Request.Query["behalf"] == "1" || (Http.Request.HasFormContentType && Http.Request.Form["behalf"] == "1"))
            ? signedIn.Member
            : null;

    public async Task<IResult> ShowAsync(CancellationToken ct)
    {
        var (page, frame, closed) = await EnterAsync(ct);
        if (closed is not null)
            return closed;
        var facts = await show.FactsAsync(page, Base, ct);
        return Page.Of<SlotsPage>(await show.RunAsync(
            page, facts, frame, ChoiceOf(page), Base + "/details", Forms.DateOf(Http.Request.Query["from"]), moving: null, ct));
    }

    public async Task<IResult> ShowFormAsync(CancellationToken ct)
    {
        var (page, frame, closed) = await EnterAsync(ct);
        if (closed is not null)
            return closed;
        return BookingForm.StartOf(Http.Request.Query["start"]) is { } start
            ? Form(frame, await show.FactsAsync(page, Base, ct), page, start, Prefilled(page), BookingForm.NewAttempt(Now))
            : Results.Redirect(Base + ChoiceOf(page).Query());
    }

    /// <summary>Another time for what was typed already.</summary>
    public async Task<IResult> KeepFormAsync(IFormCollection posted, CancellationToken ct)
    {
        var (page, frame, closed) = await EnterAsync(ct);
        if (closed is not null)
            return closed;
        var start = BookingForm.StartOf(posted["start"]);
        return start is null
            ? Results.Redirect(Base + ChoiceOf(page).Query())
            : Form(frame, await show.FactsAsync(page, Base, ct), page, start.Value, new Forms(posted).State, BookingForm.NewAttempt(Now));
    }

    public async Task<IResult> ConfirmAsync(IFormCollection posted, CancellationToken ct)
    {
        var (page, frame, closed) = await EnterAsync(ct);
        // The same form pressed twice: its one-time URL is used by then, and the answer stays the same.
        if (closed is not null && !await IsKnownAsync(posted, ct))
            return closed;
        var form = new BookingForm(posted, page.Settings.Form, OnBehalf is not null, Now);
        var facts = await show.FactsAsync(page, Base, ct);
        if (form.Start is not { } start)
            return Results.Redirect(Base + ChoiceOf(page).Query());
        if (!form.IsValid)
            return Form(frame, facts, page, start, form.State, posted["attempt"].ToString(), StatusCodes.Status422UnprocessableEntity);

        var choice = ChoiceOf(page);
        var booked = await confirm.RunAsync(Visit, form, start, choice.Zone, OnBehalf, ct);
        if (booked.Succeeded(out var secret))
            return Results.Redirect(page.Settings.ThankYouAddress is { Length: > 0 } thanks && OnBehalf is null ? thanks : $"/p/{secret}");
        switch (booked.Refusal!.Value)
        {
            case BookingRefusal.SlotTaken or BookingRefusal.NotOffered:
                return Page.Of<SlotTakenPage>(
                    new SlotTakenView(frame, facts, choice, start, await show.NearAsync(page, choice, start, moving: null, ct), form.State.Values, booked.Refusal.Value),
                    StatusCodes.Status409Conflict);
            case BookingRefusal.PageClosed or BookingRefusal.LinkUsed:
                return Closed(frame, page, booked.Refusal == BookingRefusal.LinkUsed ? BookingClosed.LinkUsed : BookingClosed.Paused);
            default:
                form.Refuse("", Text.Of(booked.Refusal.Value));
                return Form(frame, facts, page, start, form.State, posted["attempt"].ToString(), StatusCodes.Status503ServiceUnavailable);
        }
    }

    private async Task<bool> IsKnownAsync(IFormCollection posted, CancellationToken ct) =>
        Guid.TryParse(posted["attempt"], out var attempt) && await db.Attempts.AsNoTracking().AnyAsync(a => a.Attempt == attempt, ct);

    private IResult Form(GuestFrame frame, PageFacts facts, BookingPage page, Instant start, FormState typed, string attempt, int status = StatusCodes.Status200OK)
    {
        var choice = ChoiceOf(page);
        return Page.Of<BookingFormPage>(
            new BookingFormView(frame, facts, choice, page.Settings.Form, start, start + Duration.FromMinutes(choice.Minutes), typed, attempt), status);
    }

    /// <summary>Links may bring what is known already: ?company=…&amp;name=…&amp;mail=…&amp;phone=…&amp;q_key=….</summary>
    private FormState Prefilled(BookingPage page)
    {
        string[] names = ["company", "name", "mail", "phone", .. page.Settings.Form.Questions.Select(q => "q_" + q.Key)];
        return FormState.Of(names.Where(n => Http.Request.Query[n].Count > 0)
            .ToDictionary(n => n, n => LongestPart(Http.Request.Query[n].ToString()), StringComparer.Ordinal));
    }

    private static string LongestPart(string text) => Hidori.Domain.Appointments.LongText.Cut(text, GuestForm.LongestAnswer);

    private async Task<(BookingPage Page, GuestFrame Frame, IResult? Closed)> EnterAsync(CancellationToken ct)
    {
        var page = await db.BookingPages.AsNoTracking().SingleAsync(p => p.Id == Visit.Page, ct);
        var name = await db.Organizations.AsNoTracking().Select(o => o.Name).SingleAsync(ct);
        var frame = new GuestFrame(name, Languages.OtherUrl(Http));
        if (Visit.OneTimeLink is { } id)
        {
            var now = Now;
            var isOpen = await db.OneTimeLinks.AsNoTracking().AnyAsync(l => l.Id == id && l.Appointment == null && l.EndsAt > now, ct);
            return (page, frame, isOpen && page.Hosts.Count > 0 ? null : Closed(frame, page, BookingClosed.LinkUsed));
        }

        var isPublic = page.State == BookingPageState.Public || OnBehalf is not null;
        return (page, frame, isPublic && page.Hosts.Count > 0 ? null : Closed(frame, page, BookingClosed.Paused));
    }

    private static IResult Closed(GuestFrame frame, BookingPage page, BookingClosed reason) =>
        Page.Of<BookingClosedPage>(new BookingClosedView(frame, reason, page.Settings.Contact), StatusCodes.Status410Gone);

    private SlotChoice ChoiceOf(BookingPage page) => SlotChoices.Of(
        Http, page.Settings.Hours.ZoneId, page.Settings.Meeting.Minutes, OnBehalf is not null);
}
