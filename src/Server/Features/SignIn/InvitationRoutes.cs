using Hidori.Domain.Organizations;
using Hidori.Integrations.Microsoft365;
using Hidori.Server.Features.Connections;
using Hidori.Server.Ui;
using Microsoft.Extensions.Options;

namespace Hidori.Server.Features.SignIn;

/// <summary>The link in an invitation mail: a password of one's own, or the Microsoft account.</summary>
internal static class InvitationRoutes
{
    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/invitation/{secret}", async (
            string secret, PasswordSignIn signIn, HttpContext http, IOptionsMonitor<Microsoft365Options> microsoft, CancellationToken ct) =>
            await signIn.FindInvitedAsync(secret, ct) is { } invited
                ? View(http, secret, invited, microsoft, FormState.Of(new Dictionary<string, string> { ["name"] = invited.Member.Name }), 200)
                : Page.Message(http, MessageKind.NotFound));
        group.MapPost("/invitation/{secret}", AcceptAsync).RequireRateLimiting(SignInRoutes.RateLimit);
        group.MapPost("/invitation/{secret}/microsoft", (string secret, IFormCollection _) =>
            MicrosoftChallenge.To("/appointments", invitation: secret)).RequireRateLimiting(SignInRoutes.RateLimit);
    }

    private static async Task<IResult> AcceptAsync(
        string secret, IFormCollection form, PasswordSignIn signIn, HttpContext http, IOptionsMonitor<Microsoft365Options> microsoft, CancellationToken ct)
    {
        if (await signIn.FindInvitedAsync(secret, ct) is not { } invited)
            return Page.Message(http, MessageKind.NotFound);
        var typed = new Forms(form);
        var name = typed.RequiredText("name", 100, Text.Of("NameMissing"));
        var password = Password(form, typed);
        if (typed.IsValid && await signIn.AcceptAsync(secret, name, password, ct) is { } member)
            return await SignInRoutes.EnterAsync(http, member, "/connections");
        return View(http, secret, invited, microsoft, typed.State, StatusCodes.Status422UnprocessableEntity);
    }

    /// <summary>Length alone makes a password strong enough to demand; rules of letters only make it forgotten.</summary>
    internal static string Password(IFormCollection form, Forms typed)
    {
        var password = form["password"].ToString();
        if (password.Length < PasswordSignIn.ShortestPassword)
            typed.Refuse("password", Text.Of("PasswordTooShort", PasswordSignIn.ShortestPassword));
        if (password.Length > PasswordSignIn.LongestPassword)
            typed.Refuse("password", Ui.Text.Of("TooLong", PasswordSignIn.LongestPassword, password.Length));
        return password;
    }

    private static IResult View(
        HttpContext http, string secret, (Member Member, Organization Organization) invited,
        IOptionsMonitor<Microsoft365Options> microsoft, FormState form, int status) =>
        Page.Of<AcceptInvitationPage>(
            new AcceptInvitationView(
                invited.Organization.Name, invited.Organization.Name, invited.Member.Mail, secret,
                microsoft.CurrentValue.IsConfigured, form, Languages.OtherUrl(http)),
            status);
}
