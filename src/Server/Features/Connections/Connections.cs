using Hidori.Integrations;
using Hidori.Integrations.Microsoft365;
using Hidori.Server.Features.Members;
using Hidori.Server.Tenancy;
using Hidori.Server.Ui;

namespace Hidori.Server.Features.Connections;

public static class ConnectionRoutes
{
    public static IServiceCollection AddMemberConnections(this IServiceCollection services)
    {
        services.AddSettings<Microsoft365Options>(Microsoft365Options.Section);
        services.AddMicrosoft365();
        services.AddSingleton<AccessTokens.Turns>();
        services.AddScoped<IAccessTokens, AccessTokens>();
        services.AddScoped<ConnectMicrosoft365>();
        services.AddScoped<Disconnect>();
        services.AddScoped<ShowConnections>();
        return services;
    }

    public static void MapConnections(this IEndpointRouteBuilder routes)
    {
        NotificationRoutes.Map(routes);
        var group = routes.MapGroup("/connections").RequireAuthorization();

        group.MapGet("", async (ShowConnections show, ShowShell shell, SignedIn signedIn, HttpContext http, CancellationToken ct) =>
        {
            var banner = http.Request.Query.ContainsKey("connected") ? new Banner(Tone.Ok, Text.Of("ConnectedBanner")) : null;
            var (frame, zone) = await shell.RunAsync(http, Section.Connections, banner, ct);
            return Page.Of<ConnectionsPage>(await show.RunAsync(signedIn.Member, frame, zone, ct));
        });

        group.MapPost("/microsoft365/connect", (IFormCollection _, SignedIn signedIn) =>
            MicrosoftChallenge.To("/connections?connected=1", signedIn.Member.Id));

        group.MapGet("/microsoft365/disconnect", async (Disconnect disconnect, ShowShell shell, SignedIn signedIn, HttpContext http, CancellationToken ct) =>
        {
            var (frame, _) = await shell.RunAsync(http, Section.Connections, null, ct);
            return await disconnect.ShowAsync(signedIn.Member, frame, ct) is { } view
                ? Page.Of<DisconnectPage>(view)
                : (IResult)Results.Redirect("/connections");
        });

        group.MapPost("/microsoft365/disconnect", async (IFormCollection _, Disconnect disconnect, SignedIn signedIn, CancellationToken ct) =>
        {
            await disconnect.RunAsync(signedIn.Member, ct);
            return Results.Redirect("/connections");
        });
    }
}
