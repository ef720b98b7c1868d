using System.Security.Claims;
using Hidori.Integrations.Microsoft365;
using Hidori.Server.Features.Connections;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Hidori.Server.Features.SignIn;

/// <summary>「Microsoftアカウントでログイン」: authorization code with PKCE, nonce and state, by ASP.NET's own handler.</summary>
public static class MicrosoftSignIn
{
    private const string CallbackPath = "/sign-in/microsoft/callback";

    /// <summary>Minutes that two clocks may differ.</summary>
    private const int Skew = 5;

    public static void Configure(
        OpenIdConnectOptions options, Microsoft365Options microsoft, MicrosoftIdentity identity, ServerOptions server,
        NodaTime.IClock clock)
    {
        options.SignInScheme = CookieAuthenticationDefaults.AuthenticationScheme;
        options.Authority = identity.Authority.AbsoluteUri;
        options.MetadataAddress = identity.MetadataAddress.AbsoluteUri;
        options.RequireHttpsMetadata = microsoft.LoginAddress.Scheme == Uri.UriSchemeHttps;
        options.ClientId = microsoft.ClientId ?? "not-configured";
        options.ClientSecret = microsoft.ClientSecret;
        options.CallbackPath = CallbackPath;
        options.ResponseType = OpenIdConnectResponseType.Code;
        // A query answer is a top-level GET, so that the state cookie may stay SameSite=Lax.
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.UsePkce = true;
        options.MapInboundClaims = false;
        options.GetClaimsFromUserInfoEndpoint = false;
        options.Scope.Clear();
        foreach (var scope in identity.InCloud(MicrosoftIdentity.Scopes))
            options.Scope.Add(scope);
        foreach (var cookie in (CookieBuilder[])[options.CorrelationCookie, options.NonceCookie])
        {
            cookie.SameSite = SameSiteMode.Lax;
            cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        }

        options.TokenValidationParameters.ValidateIssuer = true;
        options.TokenValidationParameters.IssuerValidator = (issuer, token, _) =>
            token is Microsoft.IdentityModel.JsonWebTokens.JsonWebToken jwt
            && jwt.TryGetPayloadValue<string>("tid", out var tenant)
            && string.Equals(issuer, identity.Issuer(tenant), StringComparison.OrdinalIgnoreCase)
                ? issuer
                : throw new SecurityTokenInvalidIssuerException("The token was not issued for its own tenant.");
        // By our clock, like everything else: the handler's own default reads the machine's.
        options.TokenValidationParameters.LifetimeValidator = (from, until, _, _) =>
            from?.AddMinutes(-Skew) <= clock.GetCurrentInstant().ToDateTimeUtc() && clock.GetCurrentInstant().ToDateTimeUtc() <= until?.AddMinutes(Skew);
        Handle(options.Events, server, identity);
    }

    private static void Handle(OpenIdConnectEvents events, ServerOptions server, MicrosoftIdentity identity)
    {
        events.OnRedirectToIdentityProvider = context =>
        {
            context.ProtocolMessage.RedirectUri = server.Link(CallbackPath);
            var items = context.Properties.Items;
            if (items.TryGetValue(MicrosoftChallenge.MoreScopes, out var more))
                context.ProtocolMessage.Scope += " " + string.Join(' ', identity.InCloud(more!.Split(' ')));
            // The two exclude each other (AADSTS90023).
            if (items.TryGetValue(MicrosoftChallenge.Account, out var account))
                context.ProtocolMessage.LoginHint = account;
            else
                context.ProtocolMessage.Prompt = OpenIdConnectPrompt.SelectAccount;
            return Task.CompletedTask;
        };
        events.OnMessageReceived = context =>
        {
            // An administrator comes back from granting for everybody: no sign-in, and nothing that is believed (SPEC M8).
            if (!context.Request.Query.ContainsKey("admin_consent"))
                return Task.CompletedTask;
            context.HandleResponse();
            context.Response.Redirect("/consent/done" + QueryString.Create(
                context.Request.Query.Where(q => q.Key is "state" or "error" or "error_description")));
            return Task.CompletedTask;
        };
        events.OnAuthorizationCodeReceived = context =>
        {
            // With a certificate instead of a secret, we prove ourselves by a signed assertion (RFC 7523).
            if (identity.Credentials() is Integrations.OAuth.OAuthCredentials.Certificate certificate)
            {
                var clock = context.HttpContext.RequestServices.GetRequiredService<NodaTime.IClock>();
                context.TokenEndpointRequest!.ClientAssertionType = Integrations.OAuth.ClientAssertion.Type;
                context.TokenEndpointRequest.ClientAssertion = Integrations.OAuth.ClientAssertion.Create(
                    certificate, identity.TokenEndpoint(identity.Tenant), clock.GetCurrentInstant());
            }

            return Task.CompletedTask;
        };
        events.OnTokenValidated = async context =>
        {
            var admit = context.HttpContext.RequestServices.GetRequiredService<AdmitMicrosoftAccount>();
            var answer = context.TokenEndpointResponse!;
            var account = MicrosoftAccount.From(context.Principal!, answer);
            var items = context.Properties!.Items;
            var result = await admit.RunAsync(
                account,
                items.TryGetValue(MicrosoftChallenge.ConnectingMember, out var member) ? member : null,
                items.TryGetValue(MicrosoftChallenge.InvitationSecret, out var invitation) ? invitation : null,
                context.HttpContext.RequestAborted);
            if (result.Succeeded(out var admitted))
            {
                context.Principal = admitted.Principal;
                context.Properties.RedirectUri = MicrosoftChallenge.PathAfter(admitted.Outcome) ?? context.Properties.RedirectUri;
                return;
            }

            context.HandleResponse();
            context.Response.Redirect(FailedPath(result.Refusal!.Value, null, null, member is not null));
        };
        events.OnRemoteFailure = context =>
        {
            context.HandleResponse();
            var query = context.Request.Query;
            var protocol = query["error"].Count == 0 ? context.Failure as OpenIdConnectProtocolException : null;
            var description = protocol is null ? query["error_description"].ToString() : protocol.Data["error_description"] as string;
            var failure = MicrosoftIdentity.Explain(protocol is null ? query["error"] : protocol.Data["error"] as string, description, []);
            // The framework's own log of it is off, because Microsoft's sentences can name people. The kind cannot.
            SignInLog.Failed(context.HttpContext.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(Log), failure);
            var isTheClock = context.Failure is SecurityTokenInvalidLifetimeException || context.Failure?.InnerException is SecurityTokenInvalidLifetimeException;
            context.Response.Redirect(FailedPath(
                isTheClock ? SignInFailure.ClockDiffers : ReasonOf(failure, query["error"]), failure, MicrosoftIdentity.NumberIn(description), context.Properties?.Items.ContainsKey(MicrosoftChallenge.ConnectingMember) ?? false));
            return Task.CompletedTask;
        };
    }

    private const string Log = "Hidori.Server.Features.SignIn";

    private static string FailedPath(SignInFailure reason, SignInProblem? problem, int? number, bool connecting) =>
        $"/sign-in/failed?reason={reason}&problem={problem}&number={number}&connecting={connecting}";

    private static SignInFailure ReasonOf(SignInProblem problem, string? error) => problem switch
    {
        SignInProblem.Declined => SignInFailure.AccessDenied,
        SignInProblem.ConsentMissing or SignInProblem.AdminApprovalNeeded => SignInFailure.AdminConsentNeeded,
        SignInProblem.NotAssigned => SignInFailure.NotAssigned,
        SignInProblem.WrongAccount => SignInFailure.WrongTenant,
        SignInProblem.AppUnknownInTenant => SignInFailure.NotInTenant,
        SignInProblem.RegistrationWrong or SignInProblem.CredentialWrong or SignInProblem.TenantUnknown => SignInFailure.RegistrationRefused,
        SignInProblem.ConditionalAccess or SignInProblem.TenantRestricted => SignInFailure.PolicyBlocks,
        SignInProblem.AccountClosed => SignInFailure.AccountClosed,
        SignInProblem.PresenceNeeded => SignInFailure.PresenceNeeded,
        SignInProblem.Looping => SignInFailure.TooOften,
        SignInProblem.StartAgain or SignInProblem.GrantDead => SignInFailure.Expired,
        SignInProblem.Other => error is null ? SignInFailure.Expired : SignInFailure.ServerError,
    };
}

internal static partial class SignInLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "A Microsoft sign-in failed: {Kind}")]
    public static partial void Failed(ILogger logger, SignInProblem kind);
}

/// <summary>Who signed in at Microsoft, and the grant that came with it.</summary>
public sealed record MicrosoftAccount(
    string TenantId, string AccountId, string Name, string Address, string AccessToken, string RefreshToken,
    long ExpiresInSeconds, string Scopes)
{
    public static MicrosoftAccount From(ClaimsPrincipal claims, OpenIdConnectMessage answer) => new(
        claims.FindFirstValue("tid") ?? "",
        claims.FindFirstValue("oid") ?? "",
        claims.FindFirstValue("name") ?? "",
        // Never "email": anybody may write what they like into it (reference: optional claims, xms_edov).
        claims.FindFirstValue("preferred_username")?.ToLowerInvariant() ?? "",
        answer.AccessToken ?? "",
        answer.RefreshToken ?? "",
        long.TryParse(answer.ExpiresIn, out var seconds) ? seconds : 0,
        answer.Scope ?? "");

    /// <summary>Without the secrets.</summary>
    public override string ToString() => $"{TenantId}/{AccountId}";
}
