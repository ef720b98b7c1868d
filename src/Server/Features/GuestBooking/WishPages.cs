using Hidori.Server.Ui;
using NodaTime;

namespace Hidori.Server.Features.GuestBooking;

/// <summary>ご希望をお知らせください: which page a request ends on. Where no wishes are taken, the times are shown.</summary>
public sealed class WishPages(EnterPage enter, SendWish send, IHttpContextAccessor accessor, IClock clock)
{
    private HttpContext Http => accessor.HttpContext!;

    public async Task<IResult> ShowAsync(string? sent, CancellationToken ct)
    {
        var entered = await enter.RunAsync(Http, attempt: null, ct);
        if (IsElsewhere(entered))
            return Times(entered);
        return sent is null
            ? Form(entered, FormState.Empty, BookingForm.NewAttempt(clock.GetCurrentInstant()), StatusCodes.Status200OK)
            : Page.Of<WishSentPage>(new WishSentView(entered.Frame, entered.Facts, entered.Choice));
    }

    public async Task<IResult> SendAsync(IFormCollection posted, CancellationToken ct)
    {
        var entered = await enter.RunAsync(Http, attempt: null, ct);
        if (IsElsewhere(entered))
            return Times(entered);
        if (Forms.IsShownAgain(posted))
            return Form(entered, new Forms(posted).State, BookingForm.KeptAttempt(posted, clock.GetCurrentInstant()), StatusCodes.Status200OK);
        var form = new WishForm(posted, entered.Page.Settings.Form, clock.GetCurrentInstant());
        if (entered.IsPreview && form.IsValid)
        {
            form.Refuse("", Text.Of("PreviewSendsNothing"));
            return Form(entered, form.State, posted["attempt"].ToString(), StatusCodes.Status409Conflict);
        }

        if (form.IsValid && !await send.RunAsync(entered.Page, form, entered.Choice.Zone, ct))
            form.Refuse("", Text.Of("WishesTooMany"));
        return form.IsValid
            ? Results.Redirect($"{entered.Base}/wish{entered.Choice.Query()}&sent=1")
            : Form(entered, form.State, posted["attempt"].ToString(), StatusCodes.Status422UnprocessableEntity);
    }

    private IResult Form(EnteredPage entered, FormState typed, string attempt, int status) =>
        Page.Of<WishPage>(
            new WishView(
                entered.Frame, entered.Facts, entered.Choice, entered.Page.Settings.Form,
                clock.GetCurrentInstant(), typed, attempt),
            status);

    private static bool IsElsewhere(EnteredPage entered) => entered.Hidden is not null || !entered.Page.Settings.TakesWishes;

    private static IResult Times(EnteredPage entered) => Results.Redirect(entered.Base + entered.Choice.Query());
}
