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

    public string? ClientOf(GraphCall call) => world.Run(o => Grant(call, o)?.ClientId, changes: false);

    public string? AddressOf(string accountId) => world.Run(o => o.FindAccount(accountId)?.Address, changes: false);

    public async Task<GraphReply> AnswerAsync(GraphCall call, CancellationToken ct)
    {
        var reply = Answer(call);
        if (reply.Rest is not { } rest) return reply;
        try
        {
            return await rest(ct);
        }
        catch (GraphError refusal)
        {
            return refusal.Reply(call);
        }
    }

    private GraphReply Answer(GraphCall call) => world.Run(outlook =>
    {
        (call.Outlook, call.World) = (outlook, world);
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
        call.Caller = grant.Account is { } person ? outlook.FindAccount(person) : null;
        if (Owner(call, route) is not { } owner) return route;
        call.Owner = owner;
        if (route.NeedsMailbox && owner.Mailbox != MailboxState.Ready) throw GraphError.Mailbox(owner.Mailbox);
        return route;
    }

    /// <summary>Null for a path that names nobody, asked for by an application.</summary>
    private static Account? Owner(GraphCall call, GraphRoute route)
    {
        if (call.Route.TryGetValue("user", out var name)) return route.NeedsMailbox ? MailboxNamed(call, name) : Person(call, name);
        if (call.Caller is null && call.Path.StartsWith("/me", StringComparison.OrdinalIgnoreCase))
            throw GraphError.Bad("BadRequest", "/me request is only valid with delegated authentication flow.");
        return call.Caller;
    }

    /// <summary>Somebody whose mailbox the caller may reach: the own one, or any that is not kept from the application.</summary>
    public static Account MailboxNamed(GraphCall call, string name)
    {
        var owner = Named(call, name);
        if (call.Caller is { } caller) return owner.Id == caller.Id || Shares(owner, caller, call) ? owner : throw GraphError.Denied();
        // ApplicationAccessPolicy (auth-limit-mailbox-access.md): what it keeps from the application answers 403.
        return call.Outlook.State.Apps.Find(a => a.ClientId == call.Grant.ClientId)?.ReachableAccounts?.Contains(owner.Id) == false
            ? throw new GraphError(403, "ErrorAccessDenied", "Access to OData is disabled.")
            : owner;
    }

    private static bool Shares(Account owner, Account caller, GraphCall call)
    {
        var needed = call.Method == "GET" ? (string[])["Calendars.Read.Shared", "Calendars.ReadWrite.Shared"] : ["Calendars.ReadWrite.Shared"];
        return needed.Any(call.Grant.Scopes.Contains)
            && caller.Calendars.Exists(c => c.SharedFrom == owner.Id && (call.Method == "GET" || c.CanEdit));
    }

    private static Account Person(GraphCall call, string name)
    {
        var person = Named(call, name);
        return person.Id == call.Caller?.Id || call.Grant.Scopes.Exists(s => s is "User.ReadBasic.All" or "User.Read.All") ? person : throw GraphError.Denied();
    }

    private static Account Named(GraphCall call, string name) =>
        call.Outlook.State.Accounts.Find(a => a.Tenant == call.Tenant && a.IsCalled(name))
        ?? throw new GraphError(404, "Request_ResourceNotFound", $"Resource '{name}' does not exist or one of its queried reference-property objects are not present.");

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
