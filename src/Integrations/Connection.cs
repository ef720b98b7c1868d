using Hidori.Domain;

namespace Hidori.Integrations;

/// <summary>Which vendor a connection leads to.</summary>
public enum ProviderKind
{
    Microsoft365,
}

/// <summary>By whose consent the connection acts.</summary>
public enum AccessMode
{
    /// <summary>The account's owner signed in and granted it.</summary>
    Delegated,

    /// <summary>The organization's administrator granted it to the application, for a group of mailboxes.</summary>
    Application,
}

/// <summary>A member's grant to act in an outside account, as far as an adapter needs it.</summary>
/// <param name="Id">Also the key under which tokens are kept and calls to one mailbox are counted.</param>
/// <param name="Provider">The vendor.</param>
/// <param name="TenantId">The vendor's tenant of the account.</param>
/// <param name="AccountId">The vendor's immutable id of the account (Microsoft: oid).</param>
/// <param name="AccessMode">Whose token is used, and with Microsoft also how the mailbox is addressed.</param>
public sealed record Connection(
    ConnectionId Id, ProviderKind Provider, string TenantId, string AccountId, AccessMode AccessMode = AccessMode.Delegated);
