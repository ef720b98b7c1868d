using NodaTime;

namespace Hidori.Domain.Outside;

/// <summary>One difference between what should be and what is recorded, ready to be carried out.</summary>
public abstract record SyncStep
{
    private SyncStep() { }

    /// <summary>Create the entry or bring it up to date.</summary>
    public sealed record PutEntry(WantedEntry Wanted, LedgerEntry? Recorded) : SyncStep;

    /// <summary>Take the entry away. Already gone is done.</summary>
    public sealed record RemoveEntry(LedgerEntry Recorded) : SyncStep;

    /// <summary>Read the meeting entry again: its link comes a little later than the entry.</summary>
    public sealed record ReadJoinLink(LedgerEntry Recorded) : SyncStep;

    /// <summary>See whether the co-host's copy has arrived, and accept it for them.</summary>
    public sealed record FindCopy(WantedCopy Copy, LedgerEntry Meeting) : SyncStep;

    /// <summary>Everything the revision's mails state is there: queue them.</summary>
    public sealed record Announce : SyncStep;
}

/// <summary>What to do next for one appointment, and when to look again if nothing can be done now.</summary>
/// <param name="Next">The first difference that may be worked on now; null when there is none.</param>
/// <param name="LookAgainAt">When the earliest postponed difference may be tried; null when none is postponed.</param>
public sealed record SyncPlan(SyncStep? Next, Instant? LookAgainAt)
{
    /// <summary>Wanted minus recorded, one difference at a time.</summary>
    /// <remarks>
    /// Order (SPEC M12, HOUSE §4.6): the meeting first; its link; then what can be told is told; then holds; then
    /// co-hosts' copies; removals last, so that a time is never free in between. A difference that failed steps aside
    /// until its time, and only what states the same fact waits for it: a co-host's broken link never delays the
    /// confirmation, and a co-host's hold stays until their copy is there. What somebody changed outside without us is
    /// not written over and not told until a person has settled it (SPEC M19); it is still taken away when it is no longer wanted.
    /// </remarks>
    public static SyncPlan For(
        Footprint wanted,
        IReadOnlyCollection<LedgerEntry> recorded,
        AnnouncementNeed announcement,
        Instant now)
    {
        var byKey = recorded.ToDictionary(r => r.Key);
        Instant? lookAgain = null;

        foreach (var (step, place) in Differences(wanted, byKey, announcement))
        {
            if (place is { IsGivenUp: true })
                continue;
            if (place?.RetryAt is { } later && later > now)
            {
                lookAgain = lookAgain is { } earlier ? Instant.Min(earlier, later) : later;
                continue;
            }

            return new SyncPlan(step, lookAgain);
        }

        return new SyncPlan(null, lookAgain);
    }

    /// <summary>Every difference there is, in the order of work, each with the place whose postponement it obeys.</summary>
    public static IEnumerable<(SyncStep Step, LedgerEntry? Place)> Differences(
        Footprint wanted,
        Dictionary<EntryKey, LedgerEntry> recorded,
        AnnouncementNeed announcement)
    {
        var meeting = wanted.Meeting;
        var meetingRecord = meeting is null ? null : recorded.GetValueOrDefault(meeting.Key);
        var meetingIsPeoples = meetingRecord is { IsChangedOutside: true };
        var meetingStands = Stands(meeting, meetingRecord);
        var linkIsMissing = meetingStands && LinkIsMissing(meeting!, meetingRecord!);

        if (meeting is not null && !meetingStands && !meetingIsPeoples)
            yield return (new SyncStep.PutEntry(meeting, meetingRecord), meetingRecord);
        if (linkIsMissing && !meetingRecord!.JoinLinkGivenUp)
            yield return (new SyncStep.ReadJoinLink(meetingRecord), meetingRecord);

        var canTell = announcement switch
        {
            AnnouncementNeed.None => false,
            AnnouncementNeed.Now => true,
            AnnouncementNeed.OnceMeetingStands => meetingStands && !linkIsMissing,
        };
        if (canTell)
            yield return (new SyncStep.Announce(), null);

        foreach (var entry in wanted.Entries.Where(e => e != meeting))
        {
            var record = recorded.GetValueOrDefault(entry.Key);
            if (!IsAsWanted(entry, record) && record is not { IsChangedOutside: true })
                yield return (new SyncStep.PutEntry(entry, record), record);
        }

        foreach (var copy in wanted.Copies.Where(_ => meetingStands))
        {
            var place = recorded.GetValueOrDefault(copy.Replaces);
            if (place is not { HasCopyRecorded: true } || place is { CopyAwaitsAnswer: true, IsChangedOutside: false })
                yield return (new SyncStep.FindCopy(copy, meetingRecord!), place);
        }

        foreach (var record in recorded.Values.OrderBy(r => r.Key.ToString(), StringComparer.Ordinal))
        {
            if (record.State == LedgerState.Gone || wanted.Entries.Any(e => e.Key == record.Key))
                continue;
            if (!record.HasCopyRecorded && wanted.Copies.Any(c => c.Replaces == record.Key))
                continue;
            yield return (new SyncStep.RemoveEntry(record), record);
        }
    }

    /// <summary>Whether the meeting's entry is as it should be, with its link: what mails say of it is true.</summary>
    public static bool MeetingStands(Footprint wanted, IReadOnlyCollection<LedgerEntry> recorded) =>
        wanted.Meeting is { } meeting && recorded.FirstOrDefault(r => r.Key == meeting.Key) is { } record
        && Stands(meeting, record) && !LinkIsMissing(meeting, record);

    private static bool Stands(WantedEntry? meeting, LedgerEntry? record) =>
        meeting is not null && record is not { IsChangedOutside: true } && IsAsWanted(meeting, record);

    private static bool LinkIsMissing(WantedEntry meeting, LedgerEntry record) => meeting.Content.WithJoinLink && !record.HasJoinLink;

    private static bool IsAsWanted(WantedEntry wanted, LedgerEntry? recorded) =>
        recorded is { State: LedgerState.Settled } && recorded.Fingerprint == wanted.Content.Fingerprint();
}

/// <summary>Whether the last decision still has to be told to people, and what the telling waits for (SPEC M14, N1).</summary>
public enum AnnouncementNeed
{
    /// <summary>Told already, or nothing to tell.</summary>
    None,

    /// <summary>States nothing that has to be written outside first.</summary>
    Now,

    /// <summary>States the main host's entry and, where promised, its meeting link.</summary>
    OnceMeetingStands,
}
