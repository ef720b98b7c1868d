using Hidori.Server.Tenancy;
using Hidori.Server.Ui;
using Microsoft.AspNetCore.Mvc;

namespace Hidori.Server.Features.GuestProposals;

public static class GuestProposalRoutes
{
    public const string RateLimit = "guest-post";
    public const string Pages = "/p";

    /// <summary>Far more than two texts of two thousand letters, nine bytes a letter as browsers send them.</summary>
    private const int LongestPost = 1 << 18;

    public static IServiceCollection AddGuestProposals(this IServiceCollection services)
    {
        services.AddScoped<ShowProposal>();
        services.AddScoped<ChooseCandidate>();
        services.AddScoped<RequestOtherTimes>();
        services.AddScoped<GuestLanguage>();
        services.AddScoped<GuestPages>();
        services.AddScoped<CancelAppointment>();
        services.AddScoped<AskForDate>();
        services.AddScoped<GuestChangePages>();
        return services;
    }

    /// <summary>Behind their link a guest reads what their mails are written in, unless this browser was switched to another language.</summary>
    public static IApplicationBuilder UseGuestLanguage(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        if (http.RequestServices.GetRequiredService<GuestArrival>().Visit is not { } visit || Languages.IsChosen(http))
        {
            await next(http);
            return;
        }

        using var _ = Languages.Speaking(visit.Language);
        await next(http);
    });

    public static void MapGuestProposals(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Pages + "/{secret}").AllowAnonymous().WithMetadata(new RequestSizeLimitAttribute(LongestPost));
        group.MapGet("", (string secret, HttpContext http, CancellationToken ct) => Arrive(http, p => p.ShowAsync(secret, ct)));
        group.MapPost("", (string secret, IFormCollection form, HttpContext http, CancellationToken ct) =>
            Arrive(http, p => p.ChooseAsync(secret, form, ct))).RequireRateLimiting(RateLimit);
        group.MapGet("/other-times", (string secret, HttpContext http, CancellationToken ct) =>
            Arrive(http, p => p.ShowOtherTimesAsync(secret, ct)));
        group.MapPost("/other-times", (string secret, IFormCollection form, HttpContext http, CancellationToken ct) =>
            Arrive(http, p => p.RequestOtherTimesAsync(secret, form, ct))).RequireRateLimiting(RateLimit);
        group.MapGet("/cancel", (string secret, HttpContext http, CancellationToken ct) =>
            ArriveAt<GuestChangePages>(http, p => p.ShowCancelAsync(secret, ct)));
        group.MapPost("/cancel", (string secret, IFormCollection form, HttpContext http, CancellationToken ct) =>
            ArriveAt<GuestChangePages>(http, p => p.CancelAsync(secret, form, ct))).RequireRateLimiting(RateLimit);
        group.MapGet("/date", (string secret, HttpContext http, CancellationToken ct) =>
            ArriveAt<GuestChangePages>(http, p => p.ShowDateAsync(secret, ct)));
        group.MapPost("/date", (string secret, IFormCollection form, HttpContext http, CancellationToken ct) =>
            ArriveAt<GuestChangePages>(http, p => p.AskForDateAsync(secret, form, ct))).RequireRateLimiting(RateLimit);
        group.MapGet("/invite.ics", (string secret, HttpContext http, CancellationToken ct) =>
            Arrive(http, p => p.InvitationAsync(secret, ct)));
    }

    private static Task<IResult> Arrive(HttpContext http, Func<GuestPages, Task<IResult>> show) => ArriveAt(http, show);

    /// <summary>Without a link's organization there is no database to open, so the pages are made only for who was let in.</summary>
    private static Task<IResult> ArriveAt<TPages>(HttpContext http, Func<TPages, Task<IResult>> show)
        where TPages : notnull =>
        http.RequestServices.GetRequiredService<GuestArrival>().Visit is null
            ? Task.FromResult(Unknown(http))
            : show(http.RequestServices.GetRequiredService<TPages>());

    internal static IResult Unknown(HttpContext http) => Page.Of<ClosedPage>(
        new ClosedView(null, ClosedReason.UnknownLink, Languages.OtherUrl(http)), StatusCodes.Status404NotFound);
}
