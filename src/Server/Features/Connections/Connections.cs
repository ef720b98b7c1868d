using Hidori.Integrations;
using Hidori.Integrations.Microsoft365;
using Hidori.Server.Features.Members;
using Hidori.Server.Outside;
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
        services.AddScoped<AccessTokens>();
        services.AddScoped<KeepGrant>();
        services.AddScoped<ConnectMicrosoft365>();
        services.AddScoped<AfterConnecting>();
        services.AddScoped<ShowConsent>();
        services.AddScoped<TellOfApproval>();
        services.AddScoped<MailConsentRequest>();
        services.AddScoped<SwitchAccount>();
        services.AddScoped<Disconnect>();
        services.AddScoped<CheckAgain>();
        services.AddScoped<SettleMail>();
        services.AddSingleton<ApplicationTokens>();
        services.AddScoped<IAccessTokens, ConnectionTokens>();
        services.AddScoped<ConsentLinks>();
        services.AddScoped<ConsentProgress>();
        services.AddScoped<ConsentTrail>();
        services.AddScoped<IApprovalLinks, ConsentLinks>();
        services.AddScoped<ShowConnections>();
        return services;
    }

    public static void MapConnections(this IEndpointRouteBuilder routes)
    {
        NotificationRoutes.Map(routes);
        var group = routes.MapGroup("/connections").RequireAuthorization();

        group.MapGet("", async (ShowConnections show, ShowShell shell, SignedIn signedIn, HttpContext http, CancellationToken ct) =>
        {
            var banner = BannerOf(http.Request.Query);
            var (frame, zone) = await shell.RunAsync(http, Section.Connections, banner, ct);
            return Page.Of<ConnectionsPage>(await show.RunAsync(signedIn.Member, frame, zone, ct));
        });

        group.MapPost("/microsoft365/connect", async (IFormCollection _, ShowConnections show, SignedIn signedIn, CancellationToken ct) =>
            MicrosoftChallenge.To("/connections?connected=1", signedIn.Member.Id, account: await show.AccountAsync(signedIn.Member, ct)));

        // A feature that needs more than the minimum sends its member here, and gets them back.
        group.MapPost("/microsoft365/extend", async (IFormCollection form, ShowConnections show, SignedIn signedIn, CancellationToken ct) =>
            Forms.WordOf<OptionalFeature>(form["feature"]) is { } feature
                ? MicrosoftChallenge.To(
                    Forms.LocalPath(form["returnUrl"], "/connections"), signedIn.Member.Id,
                    account: await show.AccountAsync(signedIn.Member, ct), feature: feature)
                : Results.Redirect("/connections"));

        group.MapPost("/microsoft365/check", async (IFormCollection _, CheckAgain check, CancellationToken ct) =>
        {
            await check.RunAsync(ct);
            return Results.Redirect("/connections?checked=1");
        });

        SwitchRoutes.Map(group);
        ConsentRoutes.Map(routes);

        group.MapPost("/mail", async (IFormCollection form, SettleMail settle, CancellationToken ct) =>
        {
            if (form["choice"] == "microsoft")
            {
                return (await settle.TakeMicrosoftsAsync(ct)).Match(
                    _ => Results.Redirect("/connections?mail=settled"), refusal => Results.Redirect($"/connections?mail={refusal}"));
            }

            await settle.KeepAsync(ct);
            return Results.Redirect("/connections");
        });

        group.MapGet("/microsoft365/disconnect", async (Disconnect disconnect, ShowShell shell, SignedIn signedIn, HttpContext http, CancellationToken ct) =>
        {
            var (frame, zone) = await shell.RunAsync(http, Section.Connections, null, ct);
            return await disconnect.ShowAsync(signedIn.Member, frame, zone, ct) is { } view
                ? Page.Of<DisconnectPage>(view)
                : (IResult)Results.Redirect("/connections");
        });

        group.MapPost("/microsoft365/disconnect", async (IFormCollection _, Disconnect disconnect, SignedIn signedIn, CancellationToken ct) =>
        {
            await disconnect.RunAsync(signedIn.Member, ct);
            return Results.Redirect("/connections");
        });
    }

    private static Banner? BannerOf(IQueryCollection query) =>
        query.ContainsKey("connected") ? new Banner(Tone.Ok, Text.Of("ConnectedBanner"))
        : query.ContainsKey("switched") ? new Banner(Tone.Ok, Text.Of("SwitchedBanner"))
        : query.ContainsKey("checked") ? new Banner(Tone.Info, Text.Of("CheckedAgain"))
        : query["mail"] == "settled" ? new Banner(Tone.Ok, Text.Of("MailSettled"))
        : Forms.WordOf<MailRefusal>(query["mail"]) is { } refusal ? new Banner(Tone.Bad, Text.Of("MailRefused" + refusal))
        : null;
}
