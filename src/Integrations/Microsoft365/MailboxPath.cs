namespace Hidori.Integrations.Microsoft365;

/// <summary>Where a connection's mailbox stands in Microsoft Graph.</summary>
internal static class MailboxPath
{
    /// <summary>/me, or /users/{oid} where no owner is signed in. For addresses that stand in a body (subscriptions) too.</summary>
    public static string Of(Connection via) => via.AccessMode switch
    {
        AccessMode.Delegated => "/me",
        AccessMode.Application => $"/users/{via.AccountId}",
    };
}
