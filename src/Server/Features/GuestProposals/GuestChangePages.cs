using Hidori.Domain.Appointments;
using Hidori.Server.Tenancy;
using Hidori.Server.Ui;
using NodaTime;

namespace Hidori.Server.Features.GuestProposals;

/// <summary>Which page a guest's request about a confirmed appointment ends on.</summary>
/// <remarks>Pressed twice, too late, or decided otherwise meanwhile: the link's own page says what stands now (SPEC P9).</remarks>
public sealed class GuestChangePages(
    GuestArrival arrival, ShowProposal show, CancelAppointment cancel, AskForDate ask, IHttpContextAccessor accessor, IClock clock)
{
    private HttpContext Http => accessor.HttpContext!;
    private GuestVisit Visit => arrival.Visit!;

    public async Task<IResult> ShowCancelAsync(string secret, CancellationToken ct) =>
        Cancelling(await show.ReadAsync(Visit, secret, Http, ct), FormState.Empty);

    public async Task<IResult> CancelAsync(string secret, IFormCollection posted, CancellationToken ct)
    {
        var sight = await show.ReadAsync(Visit, secret, Http, ct);
        if (sight.Appointment.State != AppointmentState.Confirmed)
            return Back(sight);
        var typed = new Forms(posted);
        if (Forms.IsShownAgain(posted))
            return Cancelling(sight, typed.State);
        var reason = typed.Text("reason", Appointment.LongestEndingMessage);
        if (!typed.IsValid)
            return Page.Of<CancelPage>(show.Cancelling(sight, typed.State), StatusCodes.Status422UnprocessableEntity);
        if ((await cancel.RunAsync(Visit, reason, ct)).Refusal != ChangeRefusal.Busy)
            return Back(sight);
        typed.Refuse("", Text.Of("TryAgainSoon"));
        return Page.Of<CancelPage>(show.Cancelling(sight, typed.State), StatusCodes.Status503ServiceUnavailable);
    }

    public async Task<IResult> ShowDateAsync(string secret, CancellationToken ct)
    {
        var sight = await show.ReadAsync(Visit, secret, Http, ct);
        return sight.Appointment.GuestCanAskForDate(clock.GetCurrentInstant())
            ? Page.Of<RequestOtherTimesPage>(show.OtherTimes(sight, FormState.Empty))
            : Back(sight);
    }

    public async Task<IResult> AskForDateAsync(string secret, IFormCollection posted, CancellationToken ct)
    {
        var sight = await show.ReadAsync(Visit, secret, Http, ct);
        var now = clock.GetCurrentInstant();
        if (!sight.Appointment.GuestCanAskForDate(now))
            return Back(sight);
        if (Forms.IsShownAgain(posted))
            return Page.Of<RequestOtherTimesPage>(show.OtherTimes(sight, new Forms(posted).State));
        var form = new OtherTimesForm(posted, Dates.ZoneOf(sight.Zone), now);
        if (!form.IsValid)
            return Page.Of<RequestOtherTimesPage>(show.OtherTimes(sight, form.State), StatusCodes.Status422UnprocessableEntity);
        if ((await ask.RunAsync(Visit, form.Message, form.Preferred, ct)).Refusal != ChangeRefusal.Busy)
            return Back(sight);
        form.Refuse("", Text.Of("TryAgainSoon"));
        return Page.Of<RequestOtherTimesPage>(show.OtherTimes(sight, form.State), StatusCodes.Status503ServiceUnavailable);
    }

    private IResult Cancelling(GuestSight sight, FormState typed) =>
        sight.Appointment.GuestCanCancel(clock.GetCurrentInstant())
            ? Page.Of<CancelPage>(show.Cancelling(sight, typed))
            : Back(sight);

    private static IResult Back(GuestSight sight) => Results.Redirect(sight.Frame.Keeping($"/p/{sight.Secret}", sight.Zone));
}
