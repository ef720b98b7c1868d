namespace Hidori.Integrations;

/// <summary>Why an account has no mailbox that can be used, as far as its licences tell (SPEC M3).</summary>
public enum MailboxObstacle
{
    /// <summary>A guest of the tenant: the mailbox is elsewhere.</summary>
    Guest,

    /// <summary>No licence at all.</summary>
    NoLicence,

    /// <summary>Licences, but none with a mailbox.</summary>
    LicenceWithoutMailbox,

    /// <summary>The mailbox is being made.</summary>
    BeingMade,

    /// <summary>A licence with a mailbox, and no mailbox: it is on premises, or was licensed just now.</summary>
    Elsewhere,
}

/// <summary>What an account is licensed for: to explain a failure, never to decide (the probe decides).</summary>
/// <param name="Products">Names people know, in the vendor's order.</param>
/// <param name="Obstacle">What explains a missing mailbox.</param>
public sealed record AccountLicences(IReadOnlyList<string> Products, MailboxObstacle Obstacle);
