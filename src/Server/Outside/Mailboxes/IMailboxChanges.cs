using Hidori.Domain;
using Hidori.Domain.Outside;

namespace Hidori.Server.Outside.Mailboxes;

/// <summary>Hears which of our own entries somebody touched in a mailbox (SPEC M19). Any number may listen.</summary>
public interface IMailboxChanges
{
    /// <summary>
    /// Called when a round has read the mailbox and before it is kept, so at least once: a listener commits what it writes
    /// by itself, and takes a repetition. Our own writes echo here too.
    /// </summary>
    Task HearAsync(ConnectionId mailbox, IReadOnlyList<TouchedEntry> touched, CancellationToken ct);
}

/// <param name="IsGone">It is no longer in the default calendar, as far as the round saw.</param>
public sealed record TouchedEntry(EntryKey Key, string RemoteId, bool IsGone);
