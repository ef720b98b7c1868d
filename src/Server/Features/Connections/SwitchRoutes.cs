using Hidori.Server.Features.Members;
using Hidori.Server.Tenancy;
using Hidori.Server.Ui;

namespace Hidori.Server.Features.Connections;

internal static class SwitchRoutes
{
    /// <summary>The page that asks. It names nobody: whose question it is, is known by the session.</summary>
    public const string Page = "/connections/microsoft365/switch";
    public const string Done = "/connections?switched=1";

    /// <param name="group">/connections</param>
    public static void Map(IEndpointRouteBuilder group)
    {
        group.MapPost("/microsoft365/another", (IFormCollection _, SignedIn signedIn) =>
            MicrosoftChallenge.To("/connections?connected=1", signedIn.Member.Id));

        group.MapGet("/microsoft365/switch", ShowAsync);

        group.MapPost("/microsoft365/switch", async (
            IFormCollection form, SwitchAccount switching, ShowShell shell, SignedIn signedIn, HttpContext http, CancellationToken ct) =>
            Guid.TryParse(form["question"], out var question) && Forms.WordOf<SwitchChoice>(form["choice"]) is { } choice
                && await switching.RunAsync(signedIn.Member, question, choice, ct)
                ? Results.Redirect(Done)
                : await ShowAsync(switching, shell, signedIn, http, ct));

        group.MapPost("/microsoft365/switch/cancel", async (IFormCollection _, SwitchAccount switching, SignedIn signedIn, CancellationToken ct) =>
        {
            await switching.CancelAsync(signedIn.Member, ct);
            return Results.Redirect("/connections");
        });
    }

    private static async Task<IResult> ShowAsync(
        SwitchAccount switching, ShowShell shell, SignedIn signedIn, HttpContext http, CancellationToken ct)
    {
        var (frame, zone) = await shell.RunAsync(http, Section.Connections, null, ct);
        var view = await switching.ShowAsync(signedIn.Member, frame, zone, ct);
        return Ui.Page.Of<SwitchPage>(view, view.Question is null ? StatusCodes.Status410Gone : StatusCodes.Status200OK);
    }
}
