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
    private string? Fingerprint { get; set; }

    public void Settles(CalendarContent content, Entry entry)
    {
        (State, Fingerprint, RemoteId, Uid) = (LedgerState.Settled, content.Fingerprint(), entry.Id, entry.Uid);
        (HasJoinLink, RetryAt) = (entry.HasLink, null);
    }

    public void BecomesGone() =>
        (State, Fingerprint, RemoteId, HasJoinLink, RetryAt) = (LedgerState.Gone, null, null, false, null);

    public LedgerEntry ForPlanning() =>
        new(key, State, Fingerprint, HasJoinLink, JoinLinkGivenUp, HasCopyRecorded, RetryAt);
}
