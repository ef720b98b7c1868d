namespace Hidori.Simulator;

/// <summary>Which calls a fault meets, and what it does to them.</summary>
/// <remarks>
/// The route is the vendor's path below its version or tenant, as in <c>/me/events/*</c> or <c>/oauth2/v2.0/token</c>; a star stands for one
/// segment, two stars at the end for any rest; null meets all. For mail the method is MAIL, RCPT or DATA and the route the recipient's address.
/// </remarks>
public sealed record Fault(FaultKind Kind, string? Method = null, string? Route = null)
{
    /// <summary>microsoft365 or mail.</summary>
    public string Vendor { get; init; } = FaultContext.Microsoft365;

    /// <summary>An address; null meets every mailbox.</summary>
    public string? Mailbox { get; init; }

    /// <summary>The first matching call that is hit: 1 is the next one.</summary>
    public int FromCall { get; init; } = 1;

    /// <summary>How many calls are hit; null is all from then on.</summary>
    public int? Times { get; init; } = 1;

    internal bool Meets(FaultContext call) =>
        Vendor == call.Vendor
        && (Method is null || Method.Equals(call.Method, StringComparison.OrdinalIgnoreCase))
        && (Mailbox is null || Mailbox.Equals(call.Mailbox, StringComparison.OrdinalIgnoreCase))
        && (Route is null || MatchesRoute(Route.Split('/', StringSplitOptions.RemoveEmptyEntries), call.Route.Split('/', StringSplitOptions.RemoveEmptyEntries)));

    private static bool MatchesRoute(string[] pattern, string[] path)
    {
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == "**") return true;
            if (i >= path.Length || (pattern[i] != "*" && !pattern[i].Equals(path[i], StringComparison.OrdinalIgnoreCase))) return false;
        }
        return pattern.Length == path.Length;
    }
}

/// <summary>One call about to be handled.</summary>
/// <remarks>The number counts all calls of all vendors since the start, from 1.</remarks>
public sealed record FaultContext(string Vendor, string Method, string Route, string? Mailbox, int Number)
{
    public const string Microsoft365 = "microsoft365";
    public const string Mail = "mail";
}
