using System.Text.Json.Nodes;

namespace Hidori.Simulator.Microsoft365.Identity;

/// <summary>The pages and documents under /login/{tenant}, as login.microsoftonline.com has them.</summary>
internal sealed class SignInEndpoints(Microsoft365World world, Faults faults, TimeProvider time)
{
    private const string SignedInCookie = "ESTSAUTH";

    public void Map(IEndpointRouteBuilder routes)
    {
        var login = routes.MapGroup("/login/{tenant}");
        login.MapGet("/v2.0/.well-known/openid-configuration", Wrap("/v2.0/.well-known/openid-configuration", Metadata));
        login.MapGet("/discovery/v2.0/keys", Wrap("/discovery/v2.0/keys", Keys));
        login.MapGet("/oauth2/v2.0/authorize", Wrap("/oauth2/v2.0/authorize", http => Authorize(http, null)));
        login.MapPost("/oauth2/v2.0/authorize", Wrap("/oauth2/v2.0/authorize", Chosen));
        login.MapPost("/oauth2/v2.0/token", Wrap("/oauth2/v2.0/token", Token));
        login.MapGet("/oauth2/v2.0/logout", Wrap("/oauth2/v2.0/logout", Logout));
        login.MapGet("/v2.0/adminconsent", Wrap("/v2.0/adminconsent", AskAdmin));
        login.MapPost("/v2.0/adminconsent", Wrap("/v2.0/adminconsent", AdminDecides));
    }

    private RequestDelegate Wrap(string route, Func<HttpContext, IResult> answer) => async http =>
    {
        var fault = faults.For(FaultContext.Microsoft365, http.Request.Method, route, null);
        Wiretap.Note(http, fault, null);
        if (fault is FaultKind.Lost { HandlerRuns: false }) return;
        if (fault is FaultKind.Refused refused)
        {
            if (refused.RetryAfterSeconds is { } seconds) http.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
            var error = Numbered(refused.Code)
                ?? new AadstsError(refused.Code ?? (refused.StatusCode >= 429 ? "temporarily_unavailable" : "invalid_request"), 90033, "A transient error has occurred. Please try again.");
            await Results.Text(error.Body(world.Now).ToJsonString(), "application/json", statusCode: refused.StatusCode).ExecuteAsync(http);
            return;
        }
        if (fault is FaultKind.Delayed slow)
            await Task.Delay(slow.Pause.ToTimeSpan(), slow.OnSimulatedTime ? time : TimeProvider.System, http.RequestAborted);
        if (http.Request.HasFormContentType) await http.Request.ReadFormAsync(http.RequestAborted);
        await answer(http).ExecuteAsync(http);
    };

    /// <summary>A fault coded AADSTSnnn is that refusal, in the protocol's word that goes with it.</summary>
    private static AadstsError? Numbered(string? code) =>
        code is ['A', 'A', 'D', 'S', 'T', 'S', .. var digits] && int.TryParse(digits, System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? new(number is 7000215 or 7000222 or 7000218 ? "invalid_client" : number is 700016 ? "unauthorized_client" : "invalid_grant", number, "The request was refused.")
            : null;

    private static string Tenant(HttpContext http) => (string)http.Request.RouteValues["tenant"]!;

    private static Uri Login(HttpContext http) => new($"{http.Request.Scheme}://{http.Request.Host}/login/");

    private IResult Metadata(HttpContext http)
    {
        var (authority, login) = (Tenant(http), Login(http));
        var tenant = world.Run(o => Authority.Tenant(o.State, authority)?.Id, changes: false);
        if (tenant is null && !Authority.IsShared(authority))
            return Json(new AadstsError("invalid_tenant", 90002, $"Tenant '{authority}' not found.").Body(world.Now), 400);
        var segment = authority is "consumers" ? Authority.Consumers : tenant;
        return Json(new JsonObject
        {
            ["issuer"] = $"{login}{segment ?? "{tenantid}"}/v2.0",
            ["authorization_endpoint"] = $"{login}{segment ?? authority}/oauth2/v2.0/authorize",
            ["token_endpoint"] = $"{login}{segment ?? authority}/oauth2/v2.0/token",
            ["end_session_endpoint"] = $"{login}{segment ?? authority}/oauth2/v2.0/logout",
            ["jwks_uri"] = $"{login}{segment ?? authority}/discovery/v2.0/keys",
            ["userinfo_endpoint"] = $"{http.Request.Scheme}://{http.Request.Host}/graph/oidc/userinfo",
            ["token_endpoint_auth_methods_supported"] = new JsonArray("client_secret_post", "private_key_jwt", "client_secret_basic"),
            ["response_modes_supported"] = new JsonArray("query", "fragment", "form_post"),
            ["response_types_supported"] = new JsonArray("code", "id_token", "code id_token"),
            ["scopes_supported"] = new JsonArray("openid", "profile", "email", "offline_access"),
            ["subject_types_supported"] = new JsonArray("pairwise"),
            ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
            ["claims_supported"] = new JsonArray("sub", "iss", "aud", "exp", "iat", "nonce", "preferred_username", "name", "tid", "ver", "email", "oid"),
        });
    }

    private IResult Keys(HttpContext http) =>
        Json(new JsonObject { ["keys"] = new JsonArray(world.Run(o => SigningKey.Published(o.State))) });

    private IResult Token(HttpContext http)
    {
        var (status, body) = world.Run(o => TokenEndpoint.Answer(o, Tenant(http), http.Request.Form, Login(http)));
        return Json(body, status);
    }

    private static IResult Logout(HttpContext http)
    {
        http.Response.Cookies.Delete(SignedInCookie);
        return http.Request.Query["post_logout_redirect_uri"] is { Count: 1 } back
            ? Results.Redirect(back.ToString())
            : SignInPages.Page(SignInPages.SignedOut());
    }

    private IResult Chosen(HttpContext http)
    {
        var account = http.Request.Form["account"].ToString();
        http.Response.Cookies.Append(SignedInCookie, account, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax });
        return Authorize(http, account);
    }

    /// <summary>The steps of a sign-in: is the app trusted, who is it, may they, do they consent.</summary>
    private IResult Authorize(HttpContext http, string? chosen) => world.Run<IResult>(outlook =>
    {
        var state = outlook.State;
        var request = AuthorizeRequest.Read(Tenant(http), http.Request.Query);
        if (request.Untrusted(state) is { } untrusted) return SignInPages.Page(SignInPages.Refused(untrusted, outlook.Now), 400);
        if (request.Faulty() is { } faulty) return SignInPages.Back(request, faulty, outlook.Now);
        var app = state.Apps.First(a => a.ClientId == request.ClientId);
        var isSilent = request.Prompt == "none";
        if (isSilent) chosen = http.Request.Cookies[SignedInCookie];
        if (chosen is null || outlook.FindAccount(chosen) is not { Room: null } account)
        {
            return isSilent
                ? SignInPages.Back(request, new("login_required", 50058, "A silent sign-in request was sent but no user is signed in."), outlook.Now)
                : SignInPages.Page(SignInPages.Accounts(state, app, request.LoginHint));
        }
        if (Authority.Refusal(state, request.Authority, account) is { } elsewhere)
            return SignInPages.Page(SignInPages.Refused(elsewhere, outlook.Now), 400);

        if (SignInBlocks.AtThePage(account, app) is { } blocked) return SignInPages.Page(SignInPages.Refused(blocked, outlook.Now), 400);
        // A person at the screen has just given the second factor.
        if (account.SignIn == SignInBlock.SecondFactorNeeded) account.SignIn = SignInBlock.None;

        var missing = Consents.Missing(state, account, app.ClientId, request.Scopes);
        if (missing.Count == 0 && request.Prompt != "consent") return SignInPages.Back(request, TokenEndpoint.Code(outlook, request, account));
        if (isSilent) return SignInPages.Back(request, new("interaction_required", 65001, $"The user or administrator has not consented to use the application with ID '{app.ClientId}'.", "consent_required"), outlook.Now);
        return AskConsent(http, outlook, request, app, account, missing);
    });

    private static IResult AskConsent(
        HttpContext http, Outlook outlook, AuthorizeRequest request, AppRegistration app, Account account, List<string> missing)
    {
        var state = outlook.State;
        var tenant = state.Tenants.First(t => t.Id == account.Tenant);
        var mayGrant = account.IsAdmin || (!app.IsRisky && missing.All(s => Scopes.UserMayGrant(s, tenant.UserConsent)));
        var decision = http.Request.HasFormContentType ? http.Request.Form["decision"].ToString() : "";
        switch (decision)
        {
            case "accept" when mayGrant:
                var isForAll = account.IsAdmin && http.Request.Form["organization"] == "true";
                Consents.Remember(state, account.Tenant, isForAll ? null : account.Id, app.ClientId, request.Scopes);
                return SignInPages.Back(request, TokenEndpoint.Code(outlook, request, account));
            case "cancel" when mayGrant:
                return SignInPages.Back(request, new("access_denied", 65004, "User declined to consent to access the app.", "cancel"), outlook.Now);
            case "cancel":
                var number = app.IsRisky ? 900941 : tenant.UserConsent == UserConsent.AdminRequestWorkflow ? 90095 : 90094;
                return SignInPages.Back(request, new("access_denied", number, "The grant requires admin permission."), outlook.Now);
            default:
                return SignInPages.Page(mayGrant
                    ? SignInPages.Consent(app, account, tenant, request.Scopes)
                    : SignInPages.NeedsAdmin(app, account, tenant));
        }
    }

    private IResult AskAdmin(HttpContext http) => world.Run(outlook => AdminConsent.Ask(outlook, Tenant(http), http.Request.Query));

    private IResult AdminDecides(HttpContext http) => world.Run(outlook => AdminConsent.Decide(outlook, Tenant(http), http.Request.Query, http.Request.Form));

    private static IResult Json(JsonObject body, int status = 200) => Results.Text(body.ToJsonString(), "application/json", statusCode: status);
}
