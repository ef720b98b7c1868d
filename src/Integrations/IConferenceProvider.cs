using Hidori.Domain.Outside;
using NodaTime;

namespace Hidori.Integrations;

/// <summary>Meeting links that stand in no calendar, for entries that another vendor's calendar keeps.</summary>
/// <remarks>Where the calendar issues links of its own, the link is a part of the entry (<see cref="ICalendarProvider"/>).</remarks>
public interface IConferenceProvider
{
    /// <summary>The vendor this adapter speaks to.</summary>
    ProviderKind Kind { get; }

    /// <summary>
    /// The conference of a key: made by the first call, and the same one answered to every further call, so that a
    /// call whose answer was lost is simply made again.
    /// </summary>
    /// <param name="subject">What participants read. Like <paramref name="time"/> it is taken from the first call only.</param>
    /// <param name="time">When it is held, half-open. The link does not depend on it.</param>
    /// <exception cref="PermissionLostException">
    /// Nobody consented to making conferences. Says nothing about the connection's calendar.
    /// </exception>
    /// <exception cref="ProviderException">Nothing is known: call again.</exception>
    Task<Conference> CreateOrGetAsync(Connection via, EntryKey key, string subject, Interval time, CancellationToken ct);
}

/// <summary>A meeting room on the net.</summary>
/// <param name="RemoteId">The vendor's id.</param>
/// <param name="JoinLink">Where it is joined. A secret of the participants: never logged.</param>
public sealed record Conference(string RemoteId, string JoinLink);
