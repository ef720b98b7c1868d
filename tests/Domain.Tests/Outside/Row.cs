using Hidori.Domain.Outside;
using NodaTime;

namespace Hidori.Domain.Tests.Outside;

/// <summary>A ledger row, with what planning does not need to know.</summary>
internal sealed class Row(EntryKey key)
{
    public EntryKey Key => key;
    public LedgerState State { get; set; } = LedgerState.Gone;
    public int Generation { get; set; }
    public int? RemoteId { get; set; }
    public int Uid { get; private set; }
    public bool HasJoinLink { get; set; }
    public bool JoinLinkGivenUp { get; set; }
    public int LinkReads { get; set; }
    public bool HasCopyRecorded { get; set; }
    public Instant? RetryAt { get; set; }

    /// <summary>What somebody did without us, until a host settles it.</summary>
    public OutsideChange? Change { get; private set; }

    public Interval? MovedTo { get; private set; }
    public AttendeeAnswer RoomSays { get; set; }
    private string? Fingerprint { get; set; }

    /// <summary>Where it may stand by our own doing; empty when the next write goes wherever it stands.</summary>
    private List<Interval> OurTimes { get; set; } = [];

    public EntryPurpose? Purpose { get; private set; }

    /// <summary>As the ledger's book does it: another purpose takes the entry over wherever it stands.</summary>
    public void BeginsPut(CalendarContent content)
    {
        if (Purpose != content.Purpose)
            OurTimes = [];
        else if (OurTimes.Count > 0)
            OurTimes.Add(content.Time);
        (Purpose, State) = (content.Purpose, LedgerState.InDoubt);
    }

    public void BeginsRemoval() => (State, OurTimes, Change, MovedTo) = (LedgerState.InDoubt, [], null, null);

    public void Settles(CalendarContent content, Entry entry)
    {
        (State, Fingerprint, RemoteId, Uid) = (LedgerState.Settled, content.Fingerprint(), entry.Id, entry.Uid);
        (HasJoinLink, RetryAt, OurTimes, RoomSays) = (entry.HasLink, null, [content.Time], entry.RoomSays);
    }

    public void BecomesGone() =>
        (State, Fingerprint, RemoteId, HasJoinLink, RetryAt, OurTimes, Change, RoomSays) =
            (LedgerState.Gone, null, null, false, null, [], null, AttendeeAnswer.None);

    /// <summary>Null when it stands where we put it, or where nothing of ours was recorded to stand.</summary>
    public OutsideChange? ChangeOf(Entry? standing, Interval wanted) =>
        OurTimes.Count == 0 || RemoteId is null ? null
        : standing is null ? OutsideChange.Deleted
        : standing.Content.Time == wanted || OurTimes.Contains(standing.Content.Time) ? null
        : OutsideChange.Moved;

    public void Notes(OutsideChange? change, Entry? standing)
    {
        (Change, MovedTo) = (change, change == OutsideChange.Moved ? standing!.Content.Time : null);
        if (change is not null)
            (State, RetryAt) = (LedgerState.Settled, null);
    }

    /// <summary>A host has decided about what was noticed.</summary>
    public void IsSettled()
    {
        (Fingerprint, OurTimes) = (null, MovedTo is { } to ? [to] : []);
        (Change, MovedTo) = (null, null);
    }

    public LedgerEntry ForPlanning() =>
        new(key, State, Fingerprint, HasJoinLink, JoinLinkGivenUp, HasCopyRecorded, RetryAt, IsChangedOutside: Change is not null);
}
