using Hidori.Domain.Availability;
using Hidori.Domain.Outside;
using NodaTime;

namespace Hidori.Integrations;

/// <summary>A calendar we may read and write on behalf of a connected member.</summary>
/// <remarks>
/// Every write is idempotent by <see cref="EntryKey"/>: asked with <c>inDoubt</c>, an adapter looks for the entry
/// before it creates one. Reading may fail; it never answers "free" for a time it could not see. All methods throw
/// <see cref="ProviderException"/> when the vendor says no; none retries a write (HOUSE §4.6).
/// </remarks>
public interface ICalendarProvider
{
    /// <summary>The vendor this adapter speaks to.</summary>
    ProviderKind Kind { get; }

    /// <summary>Everything that takes the owner's time in the default calendar within a half-open window, read now.</summary>
    Task<BusyTimes.Known> ReadBusyAsync(Connection via, Interval window, CancellationToken ct);

    /// <summary>What takes the time of colleagues and rooms of the connection's organization, as far as they show it.</summary>
    /// <param name="addresses">Any number of SMTP addresses, in any case.</param>
    /// <param name="window">Half-open, of any length.</param>
    /// <returns>
    /// An answer for every address, by lower case. One that cannot be read is unknown with its reason, whatever the
    /// others say. Entries have no titles, no marks of ours, and an id made of their time: the vendor gives none.
    /// </returns>
    /// <exception cref="ProviderException">The vendor answered for none of them.</exception>
    Task<IReadOnlyDictionary<string, BusyTimes>> ReadFreeBusyAsync(
        Connection via, IReadOnlyCollection<string> addresses, Interval window, CancellationToken ct);

    /// <summary>Creates the entry or brings it up to date.</summary>
    /// <param name="known">What an earlier put answered; null when none was recorded.</param>
    /// <param name="generation">
    /// Rises when an entry of this key was used up and has to be made anew. Part of the vendor's idempotency key.
    /// </param>
    /// <param name="inDoubt">An earlier call's outcome is unknown: look by key before creating.</param>
    /// <param name="ours">
    /// What was written before, so that a person's changes since are told from ours. Null: all is put in place whatever
    /// stands there.
    /// </param>
    /// <exception cref="EntryGoneException">
    /// It was deleted by somebody else, or this generation's idempotency key is spent: ask again with the next one.
    /// </exception>
    /// <exception cref="EntryMovedException">Somebody else moved it (SPEC M19).</exception>
    Task<RemoteEntry> PutAsync(
        Connection via, EntryKey key, CalendarContent content, string? known, int generation, bool inDoubt,
        WrittenEntry? ours, CancellationToken ct);

    /// <summary>Reads an entry of ours again, for its meeting link.</summary>
    /// <exception cref="EntryGoneException">It is no longer there.</exception>
    Task<RemoteEntry> ReadAsync(Connection via, string remoteId, CancellationToken ct);

    /// <summary>Sees what became of an entry of ours, wherever its owner put it. Writes nothing.</summary>
    /// <param name="known">What an earlier put answered; null when none was recorded.</param>
    /// <returns>The entry, or its cancelled remnant; null when it stands in no calendar of its owner.</returns>
    Task<RemoteEntry?> LookAsync(Connection via, EntryKey key, string? known, CancellationToken ct);

    /// <summary>Takes away whatever stands under the key. Already gone is done. Attendees are told by the vendor.</summary>
    Task RemoveAsync(Connection via, EntryKey key, string? known, bool inDoubt, CancellationToken ct);

    /// <summary>Whether the connection's mailbox holds a copy of a meeting somebody else organises.</summary>
    /// <param name="iCalUid">The meeting's RFC 5545 UID, the same in every copy.</param>
    Task<bool> HasCopyAsync(Connection via, string iCalUid, CancellationToken ct);

    /// <summary>Accepts the owner's copy of a meeting where it awaits an answer, without a mail to anybody (SPEC M16).</summary>
    /// <returns>Whether there is a copy. One that its owner has answered is left as answered.</returns>
    Task<bool> AcceptCopyAsync(Connection via, string iCalUid, CancellationToken ct);

    /// <summary>What the account is licensed for, to explain a missing mailbox by name.</summary>
    Task<AccountLicences> ReadLicencesAsync(Connection via, CancellationToken ct);

    /// <summary>Who the connection is and whether its mailbox answers.</summary>
    Task<MailboxProbe> ProbeAsync(Connection via, CancellationToken ct);
}

/// <summary>What was written into an entry before.</summary>
/// <param name="Times">
/// Where it may stand by our own doing. Found elsewhere, and not at the wanted time, somebody moved it, and nothing is
/// written.
/// </param>
/// <param name="Subject">Wanted again as it was written, it is left as people made it; null when that is not known.</param>
/// <param name="Place">The same for the place.</param>
/// <param name="IsPrivate">The same for its privacy.</param>
public sealed record WrittenEntry(IReadOnlyCollection<Interval> Times, string? Subject, string? Place, bool? IsPrivate);

/// <summary>An entry as the vendor keeps it.</summary>
/// <param name="RemoteId">The vendor's id, immutable for the entry's life in that mailbox.</param>
/// <param name="ICalUid">RFC 5545 UID, the same in every attendee's copy.</param>
/// <param name="Version">The vendor's version mark (etag).</param>
/// <param name="JoinLink">Where the meeting is joined, or null. A secret of the participants: never logged.</param>
/// <param name="RefusesJoinLink">The vendor answered that this mailbox gets no meeting link.</param>
/// <param name="Time">When it stands, half-open; null for an all-day entry, which has dates and not times.</param>
/// <param name="IsCancelled">Only a remnant is left.</param>
/// <param name="Answers">What each attendee answered, people and rooms, by address in lower case.</param>
public sealed record RemoteEntry(
    string RemoteId, string ICalUid, string Version, string? JoinLink, bool RefusesJoinLink, Interval? Time,
    bool IsCancelled, IReadOnlyDictionary<string, AttendeeAnswer> Answers)
{
    /// <summary>When each of them answered, by the vendor's clock; who did not, or whose time is not told, is missing.</summary>
    /// <remarks>An answer may be older than the entry's present time, and then belongs to another one.</remarks>
    public IReadOnlyDictionary<string, Instant> AnsweredAt { get; init; } = new Dictionary<string, Instant>();

    /// <summary>
    /// After a put: it stood at the wanted time already and asked the wanted room, so that nobody is asked anew and what was
    /// answered is about this time.
    /// </summary>
    public bool AsksNobodyAnew { get; init; }
}

/// <summary>What a mailbox said of itself.</summary>
/// <param name="Address">Primary SMTP address, lower case; attendees and free/busy use this one.</param>
/// <param name="DisplayName">The account's own display name.</param>
/// <param name="IssuesJoinLinks">The calendar can add meeting links of its own (Teams).</param>
public sealed record MailboxProbe(string Address, string DisplayName, bool IssuesJoinLinks);
