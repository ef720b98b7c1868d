using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Integrations.Ics;
using Hidori.Server.Features.Notifications;
using Hidori.Server.Tenancy;
using Hidori.Server.Ui;
using NodaTime;

namespace Hidori.Server.Features.GuestProposals;

/// <summary>Which page a guest's request ends on.</summary>
public sealed class GuestPages(
    GuestArrival arrival, ShowProposal show, ChooseCandidate choose, RequestOtherTimes request, GuestLanguage language,
    IHttpContextAccessor accessor, IClock clock)
{
    /// <summary>When an unreadable calendar is worth another try, in the words of the page.</summary>
    private static readonly Duration TryAgainAfter = Duration.FromMinutes(5);

    private HttpContext Http => accessor.HttpContext!;
    private GuestVisit Visit => arrival.Visit!;

    public async Task<IResult> ShowAsync(string secret, CancellationToken ct) =>
        await StandingAsync(await EnterAsync(secret, ct), FormState.Empty, null, StatusCodes.Status200OK, ct);

    public async Task<IResult> ChooseAsync(string secret, IFormCollection form, CancellationToken ct)
    {
        var typed = new Forms(form);
        var sight = await EnterAsync(secret, ct);
        if (sight.Appointment.State == AppointmentState.Confirmed)
            return Results.Redirect($"/p/{secret}");
        if (Forms.IsShownAgain(form))
            return await StandingAsync(sight, typed.State, NoticeIn(form), StatusCodes.Status200OK, ct);
        if (!Guid.TryParse(form["candidate"], out var candidate))
            return await StandingAsync(sight, typed.State, new GuestNotice(GuestNoticeKind.NothingChosen), StatusCodes.Status422UnprocessableEntity, ct);
        var note = typed.Text("note", Appointment.LongestText);
        var companions = typed.Text("companions", Appointment.LongestText);
        if (!typed.IsValid)
            return await StandingAsync(sight, typed.State, null, StatusCodes.Status422UnprocessableEntity, ct);

        var result = await choose.RunAsync(Visit, new GuestAnswer(Visit.Guest, new CandidateId(candidate), note, companions), ct);
        if (result.Refusal is not { } refusal)
            return Results.Redirect($"/p/{secret}");

        var (notice, status) = NoticeOf(refusal, candidate.ToString());
        return await StandingAsync(await show.ReadAsync(Visit, secret, Http, ct), typed.State, notice, status, ct);
    }

    public async Task<IResult> ShowOtherTimesAsync(string secret, CancellationToken ct) => OtherTimes(await EnterAsync(secret, ct), FormState.Empty);

    public async Task<IResult> RequestOtherTimesAsync(string secret, IFormCollection posted, CancellationToken ct)
    {
        var sight = await EnterAsync(secret, ct);
        if (Forms.IsShownAgain(posted))
            return OtherTimes(sight, new Forms(posted).State);
        var form = new OtherTimesForm(posted, Dates.ZoneOf(sight.Zone), clock.GetCurrentInstant());
        if (form.IsValid)
        {
            // Asked twice, or decided otherwise meanwhile: the link's own page says what stands now.
            var result = await request.RunAsync(Visit, form.Message, form.Preferred, ct);
            if (result.Refusal == ChangeRefusal.Busy)
            {
                form.Refuse("", Text.Of("TryAgainSoon"));
                return Page.Of<RequestOtherTimesPage>(show.OtherTimes(sight, form.State), StatusCodes.Status503ServiceUnavailable);
            }

            return Results.Redirect($"/p/{secret}");
        }

        return Page.Of<RequestOtherTimesPage>(show.OtherTimes(sight, form.State), StatusCodes.Status422UnprocessableEntity);
    }

    public async Task<IResult> InvitationAsync(string secret, CancellationToken ct)
    {
        var sight = await EnterAsync(secret, ct);
        if (sight.Appointment.State != AppointmentState.Confirmed)
            return GuestProposalRoutes.Unknown(Http);
        var main = sight.State.Hosts.First(h => h.Member == sight.Appointment.MainHost);
        var calendar = GuestCalendar.Of(
            sight.Appointment, sight.Guest, InvitationMethod.Request, sight.State.PlaceWithRoom, new InvitedPerson(main.Name, main.Address),
            show.Confirmed(sight).JoinLink, show.AddressOf(secret), clock.GetCurrentInstant());
        return Results.File(System.Text.Encoding.UTF8.GetBytes(calendar.Content), "text/calendar; charset=utf-8", "invite.ics");
    }

    private async Task<GuestSight> EnterAsync(string secret, CancellationToken ct)
    {
        var sight = await show.ReadAsync(Visit, secret, Http, ct);
        await language.KeepAsync(sight, Http, ct);
        return sight;
    }

    private async Task<IResult> StandingAsync(
        GuestSight sight, FormState form, GuestNotice? notice, int status, CancellationToken ct) => sight.Appointment.State switch
        {
            AppointmentState.Open when clock.GetCurrentInstant() < sight.Appointment.Deadline =>
                Page.Of<ProposalPage>(await show.ChooseAsync(sight, form, notice, ct), status),
            AppointmentState.Open or AppointmentState.Expired => Page.Of<ClosedPage>(ShowProposal.Closed(sight, ClosedReason.Expired), status),
            AppointmentState.Confirmed => Page.Of<ConfirmedPage>(show.Confirmed(sight)),
            AppointmentState.TimesRequested => Page.Of<RequestSentPage>(ShowProposal.RequestSent(sight), status),
            AppointmentState.Cancelled => Page.Of<ClosedPage>(ShowProposal.Closed(
                sight,
                sight.Appointment.ChosenCandidate is null ? ClosedReason.Withdrawn
                : sight.Appointment.EndedBy == sight.Guest.Id ? ClosedReason.CancelledByGuest
                : ClosedReason.Cancelled), status),
        };

    private IResult OtherTimes(GuestSight sight, FormState typed) =>
        sight.Appointment.State is AppointmentState.Open or AppointmentState.Expired
            ? Page.Of<RequestOtherTimesPage>(show.OtherTimes(sight, typed))
            : Results.Redirect($"/p/{sight.Secret}");

    /// <summary>Why the guest is on the page that is shown again.</summary>
    private static GuestNotice? NoticeIn(IFormCollection form) =>
        Forms.WordOf<GuestNoticeKind>(form["notice"]) is { } kind ? new GuestNotice(kind, form["about"].ToString()) : null;

    private (GuestNotice? Notice, int Status) NoticeOf(ChoiceRefusal refusal, string candidate) => refusal switch
    {
        ChoiceRefusal.CandidateTaken or ChoiceRefusal.CandidateInThePast =>
            (new GuestNotice(GuestNoticeKind.JustTaken, candidate), StatusCodes.Status409Conflict),
        ChoiceRefusal.CalendarUnavailable or ChoiceRefusal.Busy =>
            (new GuestNotice(GuestNoticeKind.CannotBeConfirmedNow, candidate, clock.GetCurrentInstant() + TryAgainAfter),
                StatusCodes.Status503ServiceUnavailable),
        ChoiceRefusal.CandidateUnknown => (new GuestNotice(GuestNoticeKind.NothingChosen), StatusCodes.Status422UnprocessableEntity),
        ChoiceRefusal.ProposalExpired or ChoiceRefusal.ProposalWithdrawn or ChoiceRefusal.TimesAlreadyRequested =>
            (null, StatusCodes.Status409Conflict),
    };
}
