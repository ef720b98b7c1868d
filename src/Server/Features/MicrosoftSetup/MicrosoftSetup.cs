using Hidori.Integrations.Microsoft365;
using Hidori.Server.Outside;
using Microsoft.Extensions.Options;

namespace Hidori.Server.Features.MicrosoftSetup;

public static class MicrosoftSetupRoutes
{
    public static IServiceCollection AddMicrosoftSetup(this IServiceCollection services)
    {
        services.AddSingleton<RegistrationInForce>();
        services.AddSingleton<IPostConfigureOptions<Microsoft365Options>>(sp => sp.GetRequiredService<RegistrationInForce>());
        services.AddSingleton<IOptionsChangeTokenSource<Microsoft365Options>>(sp => sp.GetRequiredService<RegistrationInForce>());
        services.AddHostedService<RegistrationReload>();
        services.AddScoped<SaveRegistration>();
        services.AddScoped<SetupForm>();
        services.AddScoped<SetupChecks>();
        services.AddScoped<ShowSetup>();
        services.AddScoped<SetupPages>();
        services.AddScoped<ReachMailboxes>();
        services.AddScoped<LeaveMailboxes>();
        services.AddScoped<TurnApplicationAccess>();
        services.AddScoped<ShowApplicationAccess>();
        services.AddScoped<ApplicationPages>();
        services.AddScoped<IUpkeep, MicrosoftUpkeep>();
        return services;
    }

    public static void MapMicrosoftSetup(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(SetupPages.Path).RequireAuthorization().AddEndpointFilter(SetupPages.OnlyOperatorsAsync);
        group.MapGet("", (SetupPages pages, string? done, HttpContext http, CancellationToken ct) => pages.ShowAsync(http, done, ct));
        group.MapPost("", (IFormCollection form, SetupPages pages, HttpContext http, CancellationToken ct) => pages.SaveAsync(form, http, ct));
        group.MapPost("/key-pair", (IFormCollection _, SetupPages pages, CancellationToken ct) => pages.MakeKeyPairAsync(ct));
        group.MapGet("/certificate", (SetupPages pages, HttpContext http, CancellationToken ct) => pages.CertificateAsync(http, ct));
        group.MapPost("/check", (IFormCollection _, SetupPages pages, CancellationToken ct) => pages.CheckAsync(ct));
        group.MapPost("/mail", (IFormCollection _, SetupPages pages, CancellationToken ct) => pages.SendTestMailAsync(ct));
        group.MapGet("/application", (ApplicationPages pages, HttpContext http, CancellationToken ct) => pages.ShowAsync(http, null, StatusCodes.Status200OK, ct));
        group.MapPost("/application", (IFormCollection form, ApplicationPages pages, HttpContext http, CancellationToken ct) => pages.TurnAsync(form, http, ct));
        group.MapPost("/application/{member:guid}", (Guid member, IFormCollection _, ApplicationPages pages, CancellationToken ct) => pages.AskAgainAsync(member, ct));
        group.MapPost("/sign-in", (IFormCollection _, SetupPages pages) => pages.TrySignIn());
    }
}
