namespace Hidori.Simulator.Microsoft365.Graph;

/// <summary>Finds the route, checks token, scope and mailbox, and answers.</summary>
internal sealed class GraphService(Microsoft365World world)
{
    /// <summary>The mailbox a request will work on, for throttling and the log; null when it needs none or nobody is signed in.</summary>
    public string? MailboxOf(GraphCall call) => world.Run(outlook =>
    {
        if (Grant(call, outlook) is not { } grant || Match(call) is not { NeedsMailbox: true }) return null;
        return (call.Route.TryGetValue("user", out var user) ? outlook.FindAccount(user)?.Id : grant.Account) ?? grant.Account;
    }, changes: false);

    public string? AddressOf(string accountId) => world.Run(o => o.FindAccount(accountId)?.Address, changes: false);

    public GraphReply Answer(GraphCall call) => world.Run(outlook =>
    {
        call.Outlook = outlook;
        try
        {
            return Admit(call).Answer(call);
        }
        catch (GraphError refusal)
        {
            return refusal.Reply(call);
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException)
        {
            return GraphError.BadBody("Cannot convert a value to the expected type. " + e.Message).Reply(call);
        }
    }, changes: call.Method != "GET");

    public GraphReply Refuse(GraphCall call, GraphError refusal) => world.Run(outlook =>
    {
        call.Outlook = outlook;
        return refusal.Reply(call);
    }, changes: false);

    private static GraphRoute Admit(GraphCall call)
    {
        var outlook = call.Outlook;
        if (call.Header("Authorization") is not ['B', 'e', 'a', 'r', 'e', 'r', ' ', ..])
            throw new GraphError(401, "InvalidAuthenticationToken", "Access token is empty.");
        var grant = Grant(call, outlook)
            ?? throw new GraphError(401, "InvalidAuthenticationToken", "CompactToken parsing failed with error code: 80049217");
        if (grant.Expires <= outlook.Now)
            throw new GraphError(401, "InvalidAuthenticationToken", "Lifetime validation failed, the token is expired.");
        var route = Match(call)
            ?? throw GraphError.Bad("BadRequest", $"Resource not found for the segment '{call.Path.Split('/')[^1]}'.");
        if (!route.Scopes.Any(grant.Scopes.Contains)) throw GraphError.Denied();
        call.Grant = grant;
        call.Caller = outlook.FindAccount(grant.Account)!;
        call.Owner = Owner(call, route);
        if (route.NeedsMailbox && call.Owner.Mailbox != MailboxState.Ready) throw GraphError.Mailbox(call.Owner.Mailbox);
        return route;
    }

    private static Account Owner(GraphCall call, GraphRoute route)
    {
        if (!call.Route.TryGetValue("user", out var name)) return call.Caller;
        var owner = call.Outlook.State.Accounts.Find(a => a.Tenant == call.Caller.Tenant && a.IsCalled(name))
            ?? throw new GraphError(404, "Request_ResourceNotFound", $"Resource '{name}' does not exist or one of its queried reference-property objects are not present.");
        if (owner.Id == call.Caller.Id) return owner;
        // Nobody here has shared a calendar, so only the directory may be read of others.
        return route.NeedsMailbox || !call.Grant.Scopes.Exists(s => s is "User.ReadBasic.All" or "User.Read.All") ? throw GraphError.Denied() : owner;
    }

    private static AccessGrant? Grant(GraphCall call, Outlook outlook)
    {
        var token = call.Header("Authorization") is { Length: > 7 } header ? header[7..] : "";
        return outlook.State.AccessGrants.Find(g => g.Token == token);
    }

    private static GraphRoute? Match(GraphCall call)
    {
        var path = call.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        foreach (var route in GraphRoutes.All)
        {
            if (route.Method != call.Method || route.Match(path) is not { } values) continue;
            call.Route = values;
            return route;
        }
        return null;
    }
}
