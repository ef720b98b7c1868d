using Hidori.Server.Ui;
using NodaTime;

namespace Hidori.Server.Features.GuestBooking;

/// <summary>
/// Where the mailed link leads. Opening it books nothing, because programs that look after mail open links by themselves;
/// pressing the button on it does.
/// </summary>
public sealed class ConfirmAddressPages(
    EnterPage enter, KeepPending pending, GuestBookingPages pages, ConfirmBooking confirm, IHttpContextAccessor accessor, IClock clock)
{
    private HttpContext Http => accessor.HttpContext!;

    public async Task<IResult> ShowAsync(string secret, CancellationToken ct)
    {
        var (entered, found, answer) = await EnterAsync(secret, ct);
        if (answer is not null)
            return answer;
        var form = Read(entered, found!);
        return form.Start is not { } start
            ? Results.Redirect(entered.Base)
            : Page.Of<ConfirmAddressPage>(new ConfirmAddressView(
                entered.Frame, entered.Facts, entered.Choice, start, start + Duration.FromMinutes(form.Minutes),
                form.Company, form.Name, form.Mail, $"{entered.Base}/confirm/{secret}"));
    }

    public async Task<IResult> ConfirmAsync(string secret, CancellationToken ct)
    {
        var (entered, found, answer) = await EnterAsync(secret, ct);
        if (answer is not null)
            return answer;
        await pending.NoteConfirmedAsync(secret, ct);
        var form = Read(entered, found!);
        form.Carry(BookingForm.Proof, secret);
        return form.Start is { } start ? await pages.BookAsync(entered, form, start, ct) : Results.Redirect(entered.Base);
    }

    /// <summary>The page and what waits on it, or the answer where nothing does.</summary>
    private async Task<(EnteredPage Entered, Pending? Found, IResult? Answer)> EnterAsync(string secret, CancellationToken ct)
    {
        var entered = await enter.RunAsync(Http, attempt: null, ct);
        var found = await pending.FindAsync(entered.Page.Id, secret, ct);
        // Pressed before: the answer stays the same, on a page that was paused since, too.
        if (found is not null && await confirm.FindAsync(found.Attempt, ct) is { } booked)
            return (entered, null, Results.Redirect($"/p/{booked}"));
        if (entered.Closed is { } reason)
            return (entered, null, GuestBookingPages.Closed(entered, reason));
        return found?.Form is null
            ? (entered, null, GuestBookingPages.Closed(entered, BookingClosed.ConfirmationOver))
            : (entered with { Choice = entered.Choice with { Zone = ZoneOf(found, entered), Minutes = Forms.NumberOf(found.Form["minutes"]) ?? entered.Choice.Minutes } }, found, null);
    }

    /// <summary>By the page's form as it is now: what it asks for since is asked for then.</summary>
    private BookingForm Read(EnteredPage entered, Pending found) =>
        new(found.Form!, entered.Page.Settings.Form, behalf: false, clock.GetCurrentInstant());

    private static string ZoneOf(Pending found, EnteredPage entered) =>
        Zones.IsKnown(found.Form!["zone"].ToString()) ? found.Form["zone"].ToString() : entered.Choice.Zone;
}
