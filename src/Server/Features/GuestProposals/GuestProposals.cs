using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Integrations.Ics;
using Hidori.Server.Features.Notifications;
using Hidori.Server.Tenancy;
using Hidori.Server.Ui;
using NodaTime;

namespace Hidori.Server.Features.GuestProposals;

public static class GuestProposalRoutes
{
    public const string RateLimit = "guest-post";

    public static IServiceCollection AddGuestProposals(this IServiceCollection services)
    {
        services.AddScoped<GuestGate>();
        services.AddScoped<ShowProposal>();
        services.AddScoped<ChooseCandidate>();
        services.AddScoped<RequestOtherTimes>();
        services.AddScoped<GuestLanguage>();
        services.AddScoped<GuestPages>();
        return services;
    }

    public static void MapGuestProposals(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/p/{secret}").AllowAnonymous();
        group.MapGet("", (string secret, GuestPages pages, CancellationToken ct) => pages.ShowAsync(secret, ct));
        group.MapPost("", (string secret, IFormCollection form, GuestPages pages, CancellationToken ct) =>
            pages.ChooseAsync(secret, form, ct)).RequireRateLimiting(RateLimit);
        group.MapGet("/other-times", (string secret, GuestPages pages, CancellationToken ct) => pages.ShowOtherTimesAsync(secret, ct));
        group.MapPost("/other-times", (string secret, IFormCollection form, GuestPages pages, CancellationToken ct) =>
            pages.RequestOtherTimesAsync(secret, form, ct)).RequireRateLimiting(RateLimit);
        group.MapGet("/invite.ics", (string secret, GuestPages pages, CancellationToken ct) => pages.InvitationAsync(secret, ct));
    }
}

/// <summary>Which page a guest's request ends on.</summary>
public sealed class GuestPages(
    GuestGate gate, ShowProposal show, ChooseCandidate choose, RequestOtherTimes request, GuestLanguage language,
    IHttpContextAccessor accessor, IClock clock)
{
    /// <summary>When an unreadable calendar is worth another try, in the words of the page.</summary>
    private static readonly Duration TryAgainAfter = Duration.FromMinutes(5);

    private HttpContext Http => accessor.HttpContext!;

    public async Task<IResult> ShowAsync(string secret, CancellationToken ct) =>
        await EnterAsync(secret, ct) is { } sight ? await StandingAsync(sight, FormState.Empty, null, 200, ct) : Unknown();

    public async Task<IResult> ChooseAsync(string secret, IFormCollection form, CancellationToken ct)
    {
        if (await gate.LetAsync(secret, ct) is not { } visit)
            return Unknown();
        var typed = new Forms(form);
        var sight = await show.ReadAsync(visit, secret, Http, ct);
        if (sight.Appointment.State == AppointmentState.Confirmed)
            return Results.Redirect($"/p/{secret}");
        if (!Guid.TryParse(form["candidate"], out var candidate))
            return await StandingAsync(sight, typed.State, new GuestNotice(GuestNoticeKind.NothingChosen), 422, ct);
        var note = typed.Text("note", Appointment.LongestText);
        if (!typed.IsValid)
            return await StandingAsync(sight, typed.State, null, 422, ct);

        var result = await choose.RunAsync(visit, new CandidateId(candidate), note, ct);
        if (result.Refusal is not { } refusal)
            return Results.Redirect($"/p/{secret}");

        var (notice, status) = NoticeOf(refusal, candidate.ToString());
        return await StandingAsync(await show.ReadAsync(visit, secret, Http, ct), typed.State, notice, status, ct);
    }

    public async Task<IResult> ShowOtherTimesAsync(string secret, CancellationToken ct)
    {
        if (await EnterAsync(secret, ct) is not { } sight)
            return Unknown();
        return sight.Appointment.State is AppointmentState.Open or AppointmentState.Expired
            ? Page.Of<RequestOtherTimesPage>(show.OtherTimes(sight, FormState.Empty))
            : Results.Redirect($"/p/{secret}");
    }

    public async Task<IResult> RequestOtherTimesAsync(string secret, IFormCollection posted, CancellationToken ct)
    {
        if (await gate.LetAsync(secret, ct) is not { } visit)
            return Unknown();
        var sight = await show.ReadAsync(visit, secret, Http, ct);
        var form = new OtherTimesForm(posted, Dates.ZoneOf(sight.Zone), clock.GetCurrentInstant());
        if (form.IsValid)
        {
            // Asked twice, or decided otherwise meanwhile: the link's own page says what stands now.
            await request.RunAsync(visit, form.Message, form.Preferred, ct);
            return Results.Redirect($"/p/{secret}");
        }

        return Page.Of<RequestOtherTimesPage>(show.OtherTimes(sight, form.State), StatusCodes.Status422UnprocessableEntity);
    }

    public async Task<IResult> InvitationAsync(string secret, CancellationToken ct)
    {
        if (await EnterAsync(secret, ct) is not { Appointment.State: AppointmentState.Confirmed } sight)
            return Unknown();
        var main = sight.State.Hosts.First(h => h.Member == sight.Appointment.MainHost);
        var calendar = GuestCalendar.Of(
            sight.Appointment, InvitationMethod.Request, new InvitedPerson(main.Name, main.Address),
            show.Confirmed(sight).JoinLink, $"{Http.Request.Scheme}://{Http.Request.Host}/p/{secret}", clock.GetCurrentInstant());
        return Results.File(System.Text.Encoding.UTF8.GetBytes(calendar.Content), "text/calendar; charset=utf-8", "invite.ics");
    }

    private async Task<GuestSight?> EnterAsync(string secret, CancellationToken ct)
    {
        if (await gate.LetAsync(secret, ct) is not { } visit)
            return null;
        var sight = await show.ReadAsync(visit, secret, Http, ct);
        await language.KeepAsync(sight, Http, ct);
        return sight;
    }

    private async Task<IResult> StandingAsync(
        GuestSight sight, FormState form, GuestNotice? notice, int status, CancellationToken ct) => sight.Appointment.State switch
        {
            AppointmentState.Open when clock.GetCurrentInstant() < sight.Appointment.Deadline =>
                Page.Of<ProposalPage>(await show.ChooseAsync(sight, form, notice, ct), status),
            AppointmentState.Open or AppointmentState.Expired => Page.Of<ClosedPage>(ShowProposal.Closed(sight, ClosedReason.Expired)),
            AppointmentState.Confirmed => Page.Of<ConfirmedPage>(show.Confirmed(sight)),
            AppointmentState.TimesRequested => Page.Of<RequestSentPage>(ShowProposal.RequestSent(sight)),
            AppointmentState.Cancelled => Page.Of<ClosedPage>(ShowProposal.Closed(
                sight, sight.Appointment.ChosenCandidate is null ? ClosedReason.Withdrawn : ClosedReason.Cancelled)),
        };

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

    private IResult Unknown() => Page.Of<ClosedPage>(
        new ClosedView(null, ClosedReason.UnknownLink, Languages.OtherUrl(Http)), StatusCodes.Status404NotFound);
}
