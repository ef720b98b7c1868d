using Hidori.Server.Tenancy;
using Hidori.Server.Ui;

namespace Hidori.Server.Features.OwnSettings;

/// <summary>個人設定 (SPEC E1b).</summary>
public static class OwnSettingsRoutes
{
    public static IServiceCollection AddOwnSettings(this IServiceCollection services)
    {
        services.AddScoped<ShowOwnSettings>();
        services.AddScoped<SaveOwnSettings>();
        return services;
    }

    /// <summary>A member reads pages in the language they settled on, unless this browser was switched to another.</summary>
    public static IApplicationBuilder UseOwnLanguage(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        var signedIn = http.RequestServices.GetRequiredService<SignedIn>();
        if (!signedIn.IsKnown || signedIn.Member.Language.Length == 0 || Languages.IsChosen(http))
        {
            await next(http);
            return;
        }

        using var _ = Languages.Speaking(signedIn.Member.Language);
        await next(http);
    });

    public static void MapOwnSettings(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/settings").RequireAuthorization();
        group.MapGet("", async (bool? saved, SignedIn signedIn, ShowOwnSettings show, CancellationToken ct) =>
            Page.Of<OwnSettingsPage>(await show.RunAsync(
                OwnSettingsForm.Of(signedIn.Member), saved == true ? new Banner(Tone.Ok, Text.Of("Saved")) : null, ct)));
        group.MapPost("", SaveAsync);
    }

    private static async Task<IResult> SaveAsync(
        IFormCollection posted, SaveOwnSettings save, ShowOwnSettings show, HttpContext http, CancellationToken ct)
    {
        var typed = new Forms(posted);
        if (OwnSettingsForm.Read(typed) is not { } preferences)
            return Page.Of<OwnSettingsPage>(await show.RunAsync(typed.State, null, ct), StatusCodes.Status422UnprocessableEntity);
        await save.RunAsync(preferences, ct);
        Languages.Keep(http, preferences.Language);
        return Results.Redirect("/settings?saved=true");
    }
}
