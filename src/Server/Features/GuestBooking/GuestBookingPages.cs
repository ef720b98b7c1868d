using Hidori.Domain.BookingPages;
using Hidori.Server.Ui;
using NodaTime;

namespace Hidori.Server.Features.GuestBooking;

/// <summary>Which page a request to a booking page ends on.</summary>
public sealed class GuestBookingPages(
    EnterPage enter, ShowSlots show, ConfirmBooking confirm, KeepPending pending, IHttpContextAccessor accessor, IClock clock)
{
    private HttpContext Http => accessor.HttpContext!;

    public async Task<IResult> ShowAsync(SaidAlready said, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var entered = await enter.RunAsync(Http, attempt: null, ct);
        if (entered.Hidden is { } reason)
            return Closed(entered, reason);
        // Shown for this guest alone, and by forms from here on: what the link says stands in no other address.
        if (BookingForm.HandedOnOf(Brought(entered), proof: "") is { Count: > 0 } known)
            return Times(entered, start: null, known);
        var answer = show.Answer(show.Show(
            show.Find(entered), entered.Facts, entered.Frame, entered.Choice, entered.Base + "/details", Forms.DateOf(Http.Request.Query["from"])));
        return said.Keep(Http, entered.Book, now, answer);
    }

    public async Task<IResult> ShowFormAsync(CancellationToken ct)
    {
        var entered = await enter.RunAsync(Http, attempt: null, ct);
        if (entered.Hidden is { } reason)
            return Closed(entered, reason);
        var brought = Brought(entered);
        return BookingForm.StartOf(Http.Request.Query["start"]) is { } start
            ? Form(entered, start, new Forms(brought).State, NewAttempt(), StatusCodes.Status200OK)
            : Times(entered, start: null, BookingForm.HandedOnOf(brought, proof: ""));
    }

    /// <summary>Another time, or another language, for what was typed already. Nothing is done with it.</summary>
    public async Task<IResult> KeepFormAsync(IFormCollection posted, CancellationToken ct)
    {
        var entered = await enter.RunAsync(Http, attempt: null, ct);
        if (entered.Hidden is { } reason)
            return Closed(entered, reason);
        var fields = BookingForm.FieldsOf(posted, entered.Page.Settings.Form);
        var typed = BookingForm.HandedOnOf(fields, fields[BookingForm.Proof].ToString());
        var start = BookingForm.StartOf(posted["start"]);
        if (Forms.IsShownAgain(posted) && BookingForm.StartOf(posted["lost"]) is { } lost)
            return Taken(entered, lost, new Refused(posted["refusal"] == nameof(BookingRefusal.NotOffered) ? BookingRefusal.NotOffered : BookingRefusal.SlotTaken), typed, StatusCodes.Status200OK);
        if (Forms.IsShownAgain(posted) && start is { } asked && BookingForm.StartOf(posted["until"]) is { } until)
            return Sent(entered, asked, fields["mail"].ToString(), until, typed);
        return start is { } chosen && posted["action"] != "times"
            ? Form(entered, chosen, new Forms(fields).State, BookingForm.KeptAttempt(fields, clock.GetCurrentInstant()), StatusCodes.Status200OK)
            : Times(entered, start, typed);
    }

    /// <summary>空き枠 to choose another from. With what was typed they are shown for this guest alone.</summary>
    private IResult Times(EnteredPage entered, Instant? start, IReadOnlyList<KeyValuePair<string, string>> typed)
    {
        var from = SlotChoices.From(Http) ?? start?.InZone(Dates.ZoneOf(entered.Choice.Zone)).Date;
        return typed.Count == 0
            ? Results.Redirect(entered.Base + entered.Choice.Query(from))
            : Page.Of<SlotsPage>(show.Show(show.Find(entered), entered.Facts, entered.Frame, entered.Choice, entered.Base + "/details", from) with { Typed = typed });
    }

    public async Task<IResult> ConfirmAsync(IFormCollection posted, CancellationToken ct)
    {
        var entered = await enter.RunAsync(Http, Guid.TryParse(posted["attempt"], out var sent) ? sent : null, ct);
        if (entered.Hidden is { } reason)
            return Closed(entered, reason);
        var form = new BookingForm(posted, entered.Page.Settings.Form, entered.OnBehalf is not null, clock.GetCurrentInstant());
        if (form.Start is not { } start)
            return Results.Redirect(entered.Base + entered.Choice.Query());
        if (entered.IsPreview && form.IsValid)
        {
            form.Refuse("", Text.Of("PreviewSendsNothing"));
            return Form(entered, start, form.State, form.Attempt.ToString(), StatusCodes.Status409Conflict);
        }

        return form.IsValid && pending.Asks(entered) && await WantsConfirmationAsync(entered, form, ct)
            ? await AskToConfirmAsync(entered, form, start, ct)
            : await BookAsync(entered, form, start, ct);
    }

    /// <summary>Where a form that was read ends: with the booking, or with what stands against it.</summary>
    internal async Task<IResult> BookAsync(EnteredPage entered, BookingForm form, Instant start, CancellationToken ct)
    {
        if (!form.IsValid)
            return Form(entered, start, form.State, form.Attempt.ToString(), StatusCodes.Status422UnprocessableEntity);
        var booked = await confirm.RunAsync(entered.Visit, form, start, entered.Choice.Zone, entered.OnBehalf, ct);
        if (booked.Refused is { } refused)
            return await RefusedAsync(entered, form, start, refused, ct);
        if (form.ProofTyped.Length > 0)
            await pending.NoteBookedAsync(form.ProofTyped, ct);
        var thanks = entered.Page.Settings.ThankYouAddress;
        return Results.Redirect(thanks.Length > 0 && entered.OnBehalf is null ? thanks : entered.Frame.Keeping($"/p/{booked.Secret}"));
    }

    private async Task<bool> WantsConfirmationAsync(EnteredPage entered, BookingForm form, CancellationToken ct) =>
        await confirm.FindAsync(form.Attempt, ct) is null
        && !(form.ProofTyped.Length > 0 && await pending.IsProvenAsync(entered.Page.Id, form.ProofTyped, form.Mail, ct));

    /// <summary>A time that is gone already is said now: nobody is sent to their mail for nothing.</summary>
    private async Task<IResult> AskToConfirmAsync(EnteredPage entered, BookingForm form, Instant start, CancellationToken ct)
    {
        if (await confirm.WhyNotAsync(entered.Visit, form, start, entered.Choice.Zone, ct) is { } refused)
            return await RefusedAsync(entered, form, start, refused, ct);
        if (await pending.AskAsync(entered, form, start, ct) is { } tooMany)
        {
            form.Refuse(tooMany == PendingRefusal.AddressHasEnough ? "mail" : "", Text.Of(tooMany));
            return Form(entered, start, form.State, form.Attempt.ToString(), StatusCodes.Status429TooManyRequests);
        }

        return Sent(entered, start, form.Mail, clock.GetCurrentInstant() + KeepPending.Life, form.HandedOn);
    }

    private static IResult Sent(EnteredPage entered, Instant start, string mail, Instant until, IReadOnlyList<KeyValuePair<string, string>> typed) =>
        Page.Of<MailSentPage>(new MailSentView(
            entered.Frame, entered.Facts, entered.Choice, start, start + Duration.FromMinutes(entered.Choice.Minutes), mail, until, typed));

    private IResult Taken(EnteredPage entered, Instant start, Refused refused, IReadOnlyList<KeyValuePair<string, string>> typed, int status) =>
        Page.Of<SlotTakenPage>(
            new SlotTakenView(entered.Frame, entered.Facts, entered.Choice, start, show.Near(entered, start, refused), typed, refused.Refusal), status);

    private async Task<IResult> RefusedAsync(EnteredPage entered, BookingForm form, Instant start, Refused refused, CancellationToken ct)
    {
        switch (refused.Refusal)
        {
            case BookingRefusal.SlotTaken or BookingRefusal.NotOffered:
                return Taken(await enter.AgainAsync(entered, ct), start, refused, form.HandedOn, StatusCodes.Status409Conflict);
            case BookingRefusal.PageClosed:
                return Closed(entered, BookingClosed.Paused);
            case BookingRefusal.LinkUsed:
                return Closed(entered, BookingClosed.LinkUsed);
            default:
                form.Refuse("", Text.Of(refused.Refusal));
                return Form(entered, start, form.State, form.Attempt.ToString(), StatusCodes.Status503ServiceUnavailable);
        }
    }

    private IResult Form(EnteredPage entered, Instant start, FormState typed, string attempt, int status) =>
        Page.Of<BookingFormPage>(
            new BookingFormView(
                entered.Frame, entered.Facts, entered.Choice, entered.Page.Settings.Form,
                pending.Asks(entered), start, start + Duration.FromMinutes(entered.Choice.Minutes), typed, attempt),
            status);

    private string NewAttempt() => BookingForm.NewAttempt(clock.GetCurrentInstant());

    private FormCollection Brought(EnteredPage entered) => BookingForm.BroughtBy(Http.Request.Query, entered.Page.Settings.Form);

    internal static IResult Closed(EnteredPage entered, BookingClosed reason) =>
        Page.Of<BookingClosedPage>(new BookingClosedView(entered.Frame, reason, entered.Page.Settings.Contact), StatusCodes.Status410Gone);
}
