namespace Hidori.Simulator.Microsoft365.Identity;

/// <summary>What an app asks of the authorize endpoint.</summary>
internal sealed record AuthorizeRequest
{
    public required string Authority { get; init; }
    public required string ClientId { get; init; }
    public required string RedirectUri { get; init; }
    public required string ResponseType { get; init; }
    public required string ResponseMode { get; init; }
    public required List<string> Scopes { get; init; }
    public string? State { get; init; }
    public string? Nonce { get; init; }
    public string? Challenge { get; init; }
    public string? ChallengeMethod { get; init; }
    public string? Prompt { get; init; }
    public string? LoginHint { get; init; }

    public static AuthorizeRequest Read(string authority, IQueryCollection query) => new()
    {
        Authority = authority,
        ClientId = query["client_id"].ToString(),
        RedirectUri = query["redirect_uri"].ToString(),
        ResponseType = query["response_type"].ToString(),
        ResponseMode = query["response_mode"] is { Count: > 0 } mode ? mode.ToString() : "query",
        Scopes = Identity.Scopes.Read(query["scope"]),
        State = query["state"],
        Nonce = query["nonce"],
        Challenge = query["code_challenge"],
        ChallengeMethod = query["code_challenge_method"],
        Prompt = query["prompt"],
        LoginHint = query["login_hint"],
    };

    /// <summary>What is wrong so that nobody may be sent back; it is told to the person.</summary>
    public AadstsError? Untrusted(WorldState state)
    {
        if (!Identity.Authority.IsShared(Authority) && Identity.Authority.Tenant(state, Authority) is null)
            return new("invalid_request", 90002, $"Tenant '{Authority}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.");
        if (state.Apps.Find(a => a.ClientId == ClientId) is not { } app)
            return new("unauthorized_client", 700016, $"Application with identifier '{ClientId}' was not found in the directory '{Authority}'.");
        if (RedirectUri == "") return new("invalid_request", 900971, "No reply address provided.");
        if (!app.RedirectUris.Exists(known => IsSame(known, RedirectUri)))
            return new("invalid_request", 50011, $"The redirect URI '{RedirectUri}' specified in the request does not match the redirect URIs configured for the application '{ClientId}'.");
        if (app.Tenant is { } only && Identity.Authority.Tenant(state, Authority)?.Id != only)
            return new("unauthorized_client", 50194, $"Application '{ClientId}' is not configured as a multi-tenant application. Usage of the /common endpoint is not supported for such apps.");
        return null;
    }

    /// <summary>What is wrong with the rest; it goes back to the app.</summary>
    public AadstsError? Faulty()
    {
        if (ResponseType != "code") return new("unsupported_response_type", 700051, "response_type 'token' is not enabled for the application.");
        if (ResponseMode is not ("query" or "form_post")) return new("invalid_request", 9002321, $"The response mode '{ResponseMode}' is not supported.");
        if (Challenge is not null && ChallengeMethod != "S256") return new("invalid_request", 9002325, "Proof Key for Code Exchange is required with method S256.");
        if (Scopes.Count == 0) return new("invalid_request", 900144, "The request body must contain the following parameter: 'scope'.");
        if (Scopes.Find(s => !Identity.Scopes.IsKnown(s)) is { } unknown)
            return new("invalid_client", 650053, $"The application asked for scope '{unknown}' that doesn't exist on the resource '00000003-0000-0000-c000-000000000000'.");
        return Prompt == "select_account" && LoginHint is not null
            ? new("invalid_request", 90023, "login_hint and select_account exclude each other.")
            : null;
    }

    /// <summary>Exact, but for http://localhost the port does not count (reply-url.md).</summary>
    public static bool IsSame(string registered, string sent) =>
        registered == sent
        || (Uri.TryCreate(registered, UriKind.Absolute, out var one) && Uri.TryCreate(sent, UriKind.Absolute, out var other)
            && one is { Scheme: "http", Host: "localhost" } && other is { Scheme: "http", Host: "localhost" }
            && one.PathAndQuery == other.PathAndQuery);
}
