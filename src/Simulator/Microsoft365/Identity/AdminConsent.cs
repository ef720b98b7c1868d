using System.Text;

namespace Hidori.Simulator.Microsoft365.Identity;

/// <summary>/v2.0/adminconsent: an administrator grants for everybody (v2-admin-consent.md).</summary>
internal static class AdminConsent
{
    public static IResult Ask(Outlook outlook, string authority, IQueryCollection query)
    {
        var state = outlook.State;
        if (Untrusted(outlook, authority, query) is { } untrusted) return SignInPages.Page(SignInPages.Refused(untrusted, outlook.Now), 400);
        return SignInPages.Page(SignInPages.Admins(state, App(state, query), Wanted(query)));
    }

    public static IResult Decide(Outlook outlook, string authority, IQueryCollection query, IFormCollection form)
    {
        var state = outlook.State;
        if (Untrusted(outlook, authority, query) is { } untrusted) return SignInPages.Page(SignInPages.Refused(untrusted, outlook.Now), 400);
        var account = outlook.FindAccount(form["account"].ToString());
        if (form["decision"] != "accept")
            return Back(query, account?.Tenant, new AadstsError("consent_required", 65004, "The resource owner or authorization server denied the request."), outlook);
        if (account is null || Authority.Refusal(state, authority, account) is not null)
            return SignInPages.Page(SignInPages.Refused(new("invalid_request", 50020, "The account does not exist in this tenant."), outlook.Now), 400);
        if (!account.IsAdmin)
            return Back(query, account.Tenant, new AadstsError("access_denied", 90093, "This operation can only be performed by an administrator. Sign out and sign in as an administrator or contact one of your organization's administrators."), outlook);
        Consents.Remember(state, account.Tenant, null, query["client_id"].ToString(), [.. Scopes.SignIn, .. Wanted(query)]);
        return Back(query, account.Tenant, null, outlook);
    }

    private static AppRegistration App(WorldState state, IQueryCollection query) => state.Apps.First(a => a.ClientId == query["client_id"].ToString());

    private static List<string> Wanted(IQueryCollection query) =>
        Scopes.Read(query["scope"]) is var scopes && scopes.Contains(".default") ? [.. Scopes.AllOfGraph] : [.. scopes.Where(Scopes.IsKnown)];

    private static AadstsError? Untrusted(Outlook outlook, string authority, IQueryCollection query)
    {
        if (authority is "common" or "consumers") return new("invalid_request", 90130, $"Application cannot be used over the /{authority} endpoint. Please use organizations or a tenant.");
        var request = AuthorizeRequest.Read(authority, query);
        return request.Untrusted(outlook.State);
    }

    private static IResult Back(IQueryCollection query, string? tenant, AadstsError? error, Outlook outlook)
    {
        var target = new StringBuilder(query["redirect_uri"].ToString());
        target.Append(target.ToString().Contains('?', StringComparison.Ordinal) ? '&' : '?').Append("admin_consent=True");
        if (tenant is not null && error is null) target.Append("&tenant=").Append(tenant);
        if (error is null) target.Append("&scope=").Append(Uri.EscapeDataString(query["scope"].ToString()));
        else target.Append("&error=").Append(error.Error).Append("&error_description=").Append(Uri.EscapeDataString(error.Description(outlook.Now)));
        if (query["state"] is { Count: > 0 } state) target.Append("&state=").Append(Uri.EscapeDataString(state.ToString()));
        return Results.Redirect(target.ToString());
    }
}
