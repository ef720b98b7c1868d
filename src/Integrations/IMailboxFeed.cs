using NodaTime;

namespace Hidori.Integrations;

/// <summary>Learns what changed in the default calendar of a connected mailbox, by asking and by being told.</summary>
/// <remarks>
/// What comes is a hint where to look, never a reading: entries are read by <see cref="ICalendarProvider"/> alone, so
/// that there is one answer to what takes time. All methods throw <see cref="ProviderException"/>.
/// </remarks>
public interface IMailboxFeed
{
    /// <summary>The vendor this adapter speaks to.</summary>
    ProviderKind Kind { get; }

    /// <summary>What changed since a mark, read to its end.</summary>
    /// <param name="window">Half-open. A mark is bound to the window it was first asked with.</param>
    /// <param name="mark">Where an earlier answer ended; null to begin.</param>
    /// <exception cref="ChangeMarkExpiredException">The vendor remembers nothing of the mark: begin anew.</exception>
    Task<CalendarChanges> ReadChangesAsync(Connection via, Interval window, string? mark, CancellationToken ct);

    /// <summary>
    /// Asks the vendor to tell us of changes. Before it answers, it calls both addresses. An earlier promise to the same
    /// address is replaced.
    /// </summary>
    /// <exception cref="ProviderRefusedException">
    /// The vendor does not promise it: it cannot reach us, or has promised too much. Asking has to do.
    /// </exception>
    Task<Subscription> SubscribeAsync(Connection via, NotificationTarget target, CancellationToken ct);

    /// <summary>Makes a subscription last longer. Repeating does no harm.</summary>
    /// <returns>Until when; null when the vendor knows the subscription no more.</returns>
    Task<Instant?> RenewSubscriptionAsync(Connection via, string subscription, CancellationToken ct);

    /// <summary>Asks the vendor to be quiet. Already gone is done.</summary>
    Task UnsubscribeAsync(Connection via, string subscription, CancellationToken ct);
}

/// <param name="Entries">One a remote id, the last word on each.</param>
/// <param name="Mark">Opaque, and complete only together with the entries: keep both or neither.</param>
public sealed record CalendarChanges(IReadOnlyList<ChangedEntry> Entries, string Mark);

/// <param name="RemoteId">As everywhere, but for an occurrence of a series the vendor may name the series instead.</param>
/// <param name="Time">
/// Where it lies now, in UTC and to within a day where it is an all-day entry; null when it was removed or is a series.
/// </param>
/// <param name="IsSeries">A series or one of its occurrences: any date of it may have changed.</param>
/// <param name="IsRemoved">Gone from the window. It may never have been in it.</param>
public sealed record ChangedEntry(string RemoteId, Interval? Time, bool IsSeries, bool IsRemoved);

/// <param name="Notifications">Where the vendor posts what changed: https, reachable from the Internet.</param>
/// <param name="Lifecycle">Where it posts what becomes of the subscription itself.</param>
/// <param name="Secret">Comes with every post, so that we know who speaks. Up to 128 characters.</param>
public sealed record NotificationTarget(Uri Notifications, Uri Lifecycle, string Secret);

/// <param name="EndsAt">After this instant nothing comes, unless it is renewed.</param>
public sealed record Subscription(string Id, Instant EndsAt);

/// <summary>The vendor has forgotten where we were.</summary>
public sealed class ChangeMarkExpiredException(string message, Exception? inner = null) : ProviderException(message, inner);
