using Hidori.Server.Tenancy;
using Hidori.Server.Ui;

namespace Hidori.Server.Features.GuestProposals;

public static class GuestProposalRoutes
{
    public const string RateLimit = "guest-post";
    public const string Pages = "/p";

    public static IServiceCollection AddGuestProposals(this IServiceCollection services)
    {
        services.AddScoped<ShowProposal>();
        services.AddScoped<ChooseCandidate>();
        services.AddScoped<RequestOtherTimes>();
        services.AddScoped<GuestLanguage>();
        services.AddScoped<GuestPages>();
        return services;
    }

    public static void MapGuestProposals(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Pages + "/{secret}").AllowAnonymous();
        group.MapGet("", (string secret, HttpContext http, CancellationToken ct) => Arrive(http, p => p.ShowAsync(secret, ct)));
        group.MapPost("", (string secret, IFormCollection form, HttpContext http, CancellationToken ct) =>
            Arrive(http, p => p.ChooseAsync(secret, form, ct))).RequireRateLimiting(RateLimit);
        group.MapGet("/other-times", (string secret, HttpContext http, CancellationToken ct) =>
            Arrive(http, p => p.ShowOtherTimesAsync(secret, ct)));
        group.MapPost("/other-times", (string secret, IFormCollection form, HttpContext http, CancellationToken ct) =>
            Arrive(http, p => p.RequestOtherTimesAsync(secret, form, ct))).RequireRateLimiting(RateLimit);
        group.MapGet("/invite.ics", (string secret, HttpContext http, CancellationToken ct) =>
            Arrive(http, p => p.InvitationAsync(secret, ct)));
    }

    /// <summary>Without a link's organization there is no database to open, so the pages are made only for who was let in.</summary>
    private static Task<IResult> Arrive(HttpContext http, Func<GuestPages, Task<IResult>> show) =>
        http.RequestServices.GetRequiredService<GuestArrival>().Visit is null
            ? Task.FromResult(Unknown(http))
            : show(http.RequestServices.GetRequiredService<GuestPages>());

    internal static IResult Unknown(HttpContext http) => Page.Of<ClosedPage>(
        new ClosedView(null, ClosedReason.UnknownLink, Languages.OtherUrl(http)), StatusCodes.Status404NotFound);
}
