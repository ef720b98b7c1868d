using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using NodaTime;

namespace Hidori.Simulator.Microsoft365.Identity;

/// <summary>/oauth2/v2.0/token: codes and refresh tokens for tokens.</summary>
internal static class TokenEndpoint
{
    public const int LifetimeSeconds = 3599;

    /// <summary>Within this time the same request over and over counts as a loop.</summary>
    private static readonly Duration Loop = Duration.FromMinutes(5);

    public static (int Status, JsonObject Body) Answer(Outlook outlook, string authority, IFormCollection form, Uri login)
    {
        var reply = Redeem(outlook, authority, form, login, out var error);
        return error is null ? (200, reply!) : (error.Status, error.Body(outlook.Now));
    }

    private static JsonObject? Redeem(Outlook outlook, string authority, IFormCollection form, Uri login, out AadstsError? error)
    {
        var state = outlook.State;
        var app = state.Apps.Find(a => a.ClientId == form["client_id"].ToString());
        error = app is null
            ? new("unauthorized_client", 700016, $"Application with identifier '{form["client_id"]}' was not found in the directory '{authority}'.")
            : Credential(app, form);
        if (error is not null) return null;
        var grantType = form["grant_type"].ToString();
        switch (grantType)
        {
            case "authorization_code":
                var code = state.Codes.Find(c => c.Code == form["code"].ToString() && c.ClientId == app!.ClientId);
                error = Refusal(code, authority, form, outlook.Now);
                if (error is not null) return null;
                code!.IsUsed = true;
                return Issue(outlook, state.Accounts.First(a => a.Id == code.Account), app!, code.Scopes, code.Nonce, login);
            case "refresh_token":
                var refresh = state.RefreshGrants.Find(r => r.Token == form["refresh_token"].ToString() && r.ClientId == app!.ClientId);
                error = Refusal(refresh, outlook);
                if (error is not null) return null;
                refresh!.LastUsed = outlook.Now;
                refresh.Uses++;
                var asked = Scopes.Read(form["scope"]);
                return Issue(outlook, state.Accounts.First(a => a.Id == refresh.Account), app!, asked.Count > 0 ? asked : refresh.Scopes, null, login, refresh.Scopes);
            case "client_credentials":
                return ApplicationTokens.Answer(outlook, authority, app!, form, out error);
            default:
                error = new("unsupported_grant_type", 70003, $"The app requested an unsupported grant type '{grantType}'.");
                return null;
        }
    }

    private static AadstsError? Credential(AppRegistration app, IFormCollection form)
    {
        if (form["client_assertion"].ToString() is { Length: > 0 } assertion) return ApplicationTokens.Assertion(app, assertion);
        var secret = form["client_secret"].ToString();
        if (secret == "")
            return new("invalid_client", 7000218, "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.", Status: 401);
        if (secret == app.Secret && app.SecretIsExpired)
            return new("invalid_client", 7000222, $"The provided client secret keys for app '{app.ClientId}' are expired. Visit the Azure portal to create new keys for your app.", Status: 401);
        return secret == app.Secret ? null
            : new("invalid_client", 7000215, $"Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '{app.ClientId}'.", Status: 401);
    }

    private static AadstsError? Refusal(AuthorizationCode? code, string authority, IFormCollection form, Instant now)
    {
        if (code is null) return new("invalid_grant", 9002313, "Invalid request. Request is malformed or invalid.");
        if (code.IsUsed) return new("invalid_grant", 54005, "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.");
        if (code.Expires <= now) return new("invalid_grant", 70008, "The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.");
        if (!code.Authority.Equals(authority, StringComparison.OrdinalIgnoreCase))
            return new("invalid_grant", 700005, "Provided Authorization Code is intended to use against other tenant, thus rejected.");
        if (code.RedirectUri != form["redirect_uri"].ToString())
            return new("invalid_grant", 500112, $"The reply address '{form["redirect_uri"]}' does not match the reply address '{code.RedirectUri}' provided when requesting Authorization code.");
        var verifier = form["code_verifier"].ToString();
        if (code.Challenge is null) return null;
        return SigningKey.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))) == code.Challenge ? null
            : new("invalid_grant", 501481, "The Code_Verifier does not match the code_challenge supplied in the authorization request.");
    }

    private static AadstsError? Refusal(RefreshGrant? grant, Outlook outlook)
    {
        if (grant is null) return new("invalid_grant", 70000, "Provided grant is invalid or malformed.");
        if (grant.IsRevoked)
            return new("invalid_grant", 50173, "The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password.", "bad_token");
        if (outlook.Now - grant.LastUsed > Duration.FromDays(90))
            return new("invalid_grant", 700082, "The refresh token has expired due to inactivity. The token was inactive for 90.00:00:00.", "bad_token");
        var account = outlook.State.Accounts.First(a => a.Id == grant.Account);
        if (outlook.Now - grant.RunSince > Loop) (grant.RunSince, grant.Run) = (outlook.Now, 0);
        if (++grant.Run > outlook.Behaviour.MaxTokenRequestsInARow)
            return new("invalid_grant", 50196, "The server terminated an operation because it encountered a client request loop. Please contact your app vendor.");
        if (SignInBlocks.AtARefresh(account, grant.ClientId) is { } blocked) return blocked;
        return Consents.Missing(outlook.State, account, grant.ClientId, grant.Scopes).Count == 0 ? null
            : new("invalid_grant", 65001, $"The user or administrator has not consented to use the application with ID '{grant.ClientId}'. Send an interactive authorization request for this user and resource.", "consent_required");
    }

    /// <summary>The access token carries all that was consented, not only what was asked (seen at the service).</summary>
    private static JsonObject Issue(
        Outlook outlook, Account account, AppRegistration app, List<string> scopes, string? nonce, Uri login, List<string>? lasting = null)
    {
        var state = outlook.State;
        var granted = Consents.Granted(state, account, app.ClientId);
        var access = new AccessGrant
        {
            Token = Random("EwB"), Account = account.Id, Tenant = account.Tenant, ClientId = app.ClientId, Scopes = granted,
            Expires = outlook.Now + Duration.FromSeconds(LifetimeSeconds),
        };
        state.AccessGrants.RemoveAll(g => g.Expires + Duration.FromHours(1) < outlook.Now);
        state.AccessGrants.Add(access);
        var kept = lasting ?? scopes;
        var body = new JsonObject
        {
            ["token_type"] = "Bearer",
            ["scope"] = string.Join(' ', granted.Where(s => s != "offline_access")),
            ["expires_in"] = LifetimeSeconds,
            ["ext_expires_in"] = LifetimeSeconds,
            ["access_token"] = access.Token,
        };
        if (kept.Contains("offline_access", StringComparer.OrdinalIgnoreCase))
        {
            // The old token is not revoked: clients must discard it, and a late second use still works (refresh-tokens.md).
            var refresh = new RefreshGrant { Token = Random("1.AX"), Account = account.Id, ClientId = app.ClientId, Scopes = kept, LastUsed = outlook.Now };
            state.RefreshGrants.Add(refresh);
            body["refresh_token"] = refresh.Token;
        }
        if (scopes.Contains("openid", StringComparer.OrdinalIgnoreCase))
            body["id_token"] = SigningKey.Sign(state, Claims(outlook.Now + outlook.Behaviour.ClockAhead, account, app, scopes, nonce, login));
        return body;
    }

    private static JsonObject Claims(Instant now, Account account, AppRegistration app, List<string> scopes, string? nonce, Uri login)
    {
        var claims = new JsonObject
        {
            ["aud"] = app.ClientId,
            ["iss"] = $"{login}{account.Tenant}/v2.0",
            ["iat"] = now.ToUnixTimeSeconds(),
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.ToUnixTimeSeconds() + LifetimeSeconds,
            ["oid"] = account.Id,
            ["tid"] = account.Tenant,
            ["sub"] = SigningKey.Encode(SHA256.HashData(Encoding.UTF8.GetBytes(account.Id + app.ClientId))),
            ["ver"] = "2.0",
        };
        if (nonce is not null) claims["nonce"] = nonce;
        if (scopes.Contains("profile", StringComparer.OrdinalIgnoreCase))
        {
            claims["name"] = account.DisplayName;
            claims["preferred_username"] = account.UserPrincipalName;
            claims["login_hint"] = "O." + SigningKey.Encode(Encoding.UTF8.GetBytes(account.UserPrincipalName));
        }
        // An identity of another directory, and no mailbox here (id-token-claims-reference.md).
        if (account.IsGuest) claims["idp"] = "https://sts.windows.net/72f988bf-0000-4000-8000-00000000000f/";
        if (scopes.Contains("email", StringComparer.OrdinalIgnoreCase) && account.Mail is not null) claims["email"] = account.Mail;
        return claims;
    }

    internal static string Random(string prefix) => prefix + SigningKey.Encode(RandomNumberGenerator.GetBytes(48));

    public static string Code(Outlook outlook, AuthorizeRequest request, Account account)
    {
        var code = Random("1.AX0A");
        outlook.State.Codes.RemoveAll(c => c.Expires + Duration.FromHours(1) < outlook.Now);
        outlook.State.Codes.Add(new()
        {
            Code = code, Authority = request.Authority, Account = account.Id, ClientId = request.ClientId, RedirectUri = request.RedirectUri,
            Scopes = request.Scopes, Nonce = request.Nonce, Challenge = request.Challenge, Expires = outlook.Now + Duration.FromMinutes(10),
        });
        return code;
    }
}
