using Hidori.Server.Tenancy;
using Hidori.Server.Ui;
using Microsoft.AspNetCore.Mvc;

namespace Hidori.Server.Features.GuestBooking;

public static class GuestBookingRoutes
{
    public const string RateLimit = "booking-post";
    public const string ReadLimit = "booking-read";

    /// <summary>More than the largest form: twenty questions, each with thirty choices of a hundred letters, nine bytes a letter as browsers send them.</summary>
    private const int LongestPost = 1 << 20;

    /// <summary>Where booking pages live: then the organization's slug and the page's own.</summary>
    public const string Pages = "/b";

    public static IServiceCollection AddGuestBooking(this IServiceCollection services)
    {
        services.AddScoped<EnterPage>();
        services.AddSingleton<KeptPages>();
        services.AddScoped<SaidAlready>();
        services.AddScoped<ShowSlots>();
        services.AddScoped<ConfirmBooking>();
        services.AddScoped<KeepPending>();
        services.AddScoped<ConfirmAddressPages>();
        services.AddScoped<MoveBooking>();
        services.AddScoped<GuestBookingPages>();
        services.AddScoped<MovePages>();
        services.AddScoped<WishMails>();
        services.AddScoped<SendWish>();
        services.AddScoped<WishPages>();
        return services;
    }

    public static void MapGuestBooking(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Pages + "/{organization}/{page}").AllowAnonymous().WithMetadata(new RequestSizeLimitAttribute(LongestPost));
        group.MapGet("", (SaidAlready said, HttpContext http, CancellationToken ct) =>
            said.Find(http) is { } answer ? Task.FromResult(answer) : Arrive(http, p => p.ShowAsync(said, ct))).RequireRateLimiting(ReadLimit);
        group.MapPost("", (IFormCollection form, HttpContext http, CancellationToken ct) =>
            Arrive(http, p => p.ConfirmAsync(form, ct))).RequireRateLimiting(RateLimit);
        group.MapGet("/details", (HttpContext http, CancellationToken ct) => Arrive(http, p => p.ShowFormAsync(ct))).RequireRateLimiting(ReadLimit);
        group.MapPost("/details", (IFormCollection form, HttpContext http, CancellationToken ct) =>
            Arrive(http, p => p.KeepFormAsync(form, ct))).RequireRateLimiting(RateLimit);
        group.MapGet("/confirm/{secret}", (string secret, HttpContext http, CancellationToken ct) =>
            ArriveAt<ConfirmAddressPages>(http, p => p.ShowAsync(secret, ct))).RequireRateLimiting(ReadLimit);
        group.MapPost("/confirm/{secret}", (string secret, IFormCollection _, HttpContext http, CancellationToken ct) =>
            ArriveAt<ConfirmAddressPages>(http, p => p.ConfirmAsync(secret, ct))).RequireRateLimiting(RateLimit);
        group.MapGet("/wish", (string? sent, HttpContext http, CancellationToken ct) => ArriveAt<WishPages>(http, p => p.ShowAsync(sent, ct)))
            .RequireRateLimiting(ReadLimit);
        group.MapPost("/wish", (IFormCollection form, HttpContext http, CancellationToken ct) => ArriveAt<WishPages>(http, p => p.SendAsync(form, ct)))
            .RequireRateLimiting(RateLimit);

        var moving = routes.MapGroup("/p/{secret}/move").AllowAnonymous().WithMetadata(new RequestSizeLimitAttribute(LongestPost));
        moving.MapGet("", (string secret, HttpContext http, CancellationToken ct) => Move(http, p => p.ShowAsync(secret, ct))).RequireRateLimiting(ReadLimit);
        moving.MapPost("", (string secret, IFormCollection form, HttpContext http, CancellationToken ct) =>
            Move(http, p => p.MoveAsync(secret, form, ct))).RequireRateLimiting(RateLimit);
    }

    /// <summary>Without an organization there is no database to open, so the pages are made only for who was let in.</summary>
    private static Task<IResult> ArriveAt<TPages>(HttpContext http, Func<TPages, Task<IResult>> show)
        where TPages : notnull =>
        http.RequestServices.GetRequiredService<BookingArrival>().Visit is null
            ? Task.FromResult(Unknown(http))
            : show(http.RequestServices.GetRequiredService<TPages>());

    private static Task<IResult> Arrive(HttpContext http, Func<GuestBookingPages, Task<IResult>> show) => ArriveAt(http, show);

    private static Task<IResult> Move(HttpContext http, Func<MovePages, Task<IResult>> show) =>
        http.RequestServices.GetRequiredService<GuestArrival>().Visit is null
            ? Task.FromResult(Unknown(http))
            : show(http.RequestServices.GetRequiredService<MovePages>());

    private static IResult Unknown(HttpContext http) => Page.Of<BookingClosedPage>(
        new BookingClosedView(GuestFrame.Of(http, ""), BookingClosed.UnknownAddress), StatusCodes.Status404NotFound);
}
