using Hidori.Domain.Organizations;
using Hidori.Integrations.Microsoft365;
using Hidori.Server.Features.Connections;
using Hidori.Server.Tenancy;
using Hidori.Server.Ui;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Hidori.Server.Features.SignIn;

public static class SignInRoutes
{
    public const string RateLimit = "sign-in";

    public static IServiceCollection AddSignIn(this IServiceCollection services)
    {
        services.AddSingleton<IPasswordHasher<Member>, PasswordHasher<Member>>();
        services.AddScoped<PasswordSignIn>();
        services.AddScoped<AdmitMicrosoftAccount>();
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
            .AddCookie(cookie =>
            {
                cookie.Cookie.Name = "hidori";
                cookie.Cookie.HttpOnly = true;
                cookie.Cookie.SameSite = SameSiteMode.Lax;
                cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                cookie.ExpireTimeSpan = TimeSpan.FromDays(14);
                cookie.SlidingExpiration = true;
                cookie.LoginPath = "/sign-in";
                cookie.ReturnUrlParameter = "returnUrl";
                cookie.AccessDeniedPath = "/sign-in";
            })
            .AddOpenIdConnect(MicrosoftChallenge.Scheme, _ => { });
        services.AddOptions<OpenIdConnectOptions>(MicrosoftChallenge.Scheme)
            .Configure<IOptionsMonitor<Microsoft365Options>, MicrosoftIdentity, IOptions<ServerOptions>, NodaTime.IClock>(
                (options, microsoft, identity, server, clock) =>
                    MicrosoftSignIn.Configure(options, microsoft.CurrentValue, identity, server.Value, clock));
        // The handler logs Microsoft's own sentences, which name people. What became of it, the page says.
        services.AddLogging(logging => logging.AddFilter(typeof(OpenIdConnectHandler).FullName, LogLevel.None));
        services.AddAuthorization();
        return services;
    }

    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").AllowAnonymous();
        group.MapGet("/sign-in", (string? returnUrl, bool? signedOut, HttpContext http, IOptionsMonitor<Microsoft365Options> microsoft) =>
            Page.Of<SignInPage>(View(http, microsoft, Local(returnUrl), FormState.Empty, signedOut ?? false)));
        group.MapPost("/sign-in", SignInAsync).RequireRateLimiting(RateLimit);
        group.MapPost("/sign-in/microsoft", (IFormCollection form) => MicrosoftChallenge.To(Local(form["returnUrl"])))
            .RequireRateLimiting(RateLimit);
        group.MapGet("/sign-in/failed", Failed);
        group.MapPost("/sign-out", async (IFormCollection _, HttpContext http) =>
        {
            await http.SignOutAsync();
            return Results.Redirect("/sign-in?signedOut=true");
        });
        FirstRunRoutes.Map(group);
        InvitationRoutes.Map(group);
    }

    /// <summary>Where a form of ours may lead to, besides ourselves.</summary>
    public static string FormTarget(IServiceProvider services) =>
        services.GetRequiredService<IOptionsMonitor<Microsoft365Options>>().CurrentValue.LoginAddress.GetLeftPart(UriPartial.Authority);

    private static async Task<IResult> SignInAsync(
        IFormCollection form, PasswordSignIn signIn, HttpContext http, IOptionsMonitor<Microsoft365Options> microsoft, CancellationToken ct)
    {
        var typed = new Forms(form);
        var mail = typed.Mail("email");
        var password = form["password"].ToString();
        if (mail.Length == 0)
            typed.Refuse("email", Text.Of("MailMissing"));
        if (typed.IsValid && await signIn.RunAsync(mail, password, ct) is { } member)
            return await EnterAsync(http, member, Local(form["returnUrl"]));
        if (typed.IsValid)
            typed.Refuse("", Text.Of("WrongMailOrPassword"));
        return Page.Of<SignInPage>(
            View(http, microsoft, Local(form["returnUrl"]), typed.State, false), StatusCodes.Status422UnprocessableEntity);
    }

    internal static async Task<IResult> EnterAsync(HttpContext http, Member member, string path)
    {
        var scheme = CookieAuthenticationDefaults.AuthenticationScheme;
        await http.SignInAsync(scheme, MemberGate.Principal(member, byMicrosoft: false, scheme));
        return Results.Redirect(path);
    }

    private static IResult Failed(string? reason, string? problem, string? number, bool? connecting, ConsentLinks links, SignedIn signedIn, HttpContext http)
    {
        var failure = Forms.WordOf<SignInFailure>(reason) ?? SignInFailure.ServerError;
        var quoted = Forms.NumberOf(number);
        if (failure is SignInFailure.AdminConsentNeeded or SignInFailure.NotAssigned && signedIn.IsKnown)
            return Results.Redirect($"/connections/consent?problem={Forms.WordOf<SignInProblem>(problem)}&number={quoted}");
        return Page.Of<SignInFailedPage>(
            new SignInFailedView(
                failure,
                Languages.OtherUrl(http),
                AdminConsentUrl: failure == SignInFailure.AdminConsentNeeded ? links.Make(null, null, null) : null,
                Code: quoted is { } code ? $"AADSTS{code}" : null,
                WasConnecting: connecting ?? false),
            StatusCodes.Status403Forbidden);
    }

    private static SignInView View(
        HttpContext http, IOptionsMonitor<Microsoft365Options> microsoft, string returnUrl, FormState form, bool signedOut) =>
        new(null, microsoft.CurrentValue.IsConfigured, returnUrl, form, Languages.OtherUrl(http), signedOut);

    /// <summary>Only paths of ours: a sign-in page that sends people elsewhere is a gift to phishers.</summary>
    internal static string Local(string? path) => Forms.LocalPath(path, "/appointments");
}
