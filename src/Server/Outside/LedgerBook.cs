using Hidori.Domain;
using Hidori.Domain.Outside;
using Hidori.Integrations;
using Hidori.Server.Protection;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Outside;

/// <summary>What each outcome means for a ledger row and the timeline. Changes are tracked; the step commits them.</summary>
public sealed class LedgerBook(Db db, INotices notices, MailQueue mails, SealedText sealedText, IClock clock)
{
    private static readonly Duration GiveUpAfter = Duration.FromDays(1);
    private static readonly Duration LongestPause = Duration.FromMinutes(10);

    /// <summary>A broken link is mended by a person, and mending it wakes us; this look is only a safety net.</summary>
    private static readonly Duration BlockedPause = Duration.FromHours(1);

    // Microsoft adds a link within seconds, now and then minutes; a refusal in the entry itself is believed sooner.
    private const int MostLinkReads = 14;
    private const int MostLinkReadsWhenRefused = 4;

    public async Task<LedgerRow> OpenAsync(EntryKey key, OutsideState state, EntryPurpose purpose, CancellationToken ct)
    {
        var row = await db.Ledger.FirstOrDefaultAsync(
            l => l.Appointment == key.Appointment && l.Candidate == key.Candidate && l.Whose == key.Whose, ct);
        if (row is not null)
            return row;

        row = new LedgerRow
        {
            Appointment = key.Appointment,
            Candidate = key.Candidate,
            Whose = key.Whose,
            Organization = state.Organization.Id,
            Purpose = purpose,
            State = LedgerState.Gone,
            ChangedAt = clock.GetCurrentInstant(),
        };
        db.Ledger.Add(row);
        return row;
    }

    /// <summary>A put begins, which may move the entry to one more time of ours.</summary>
    public BegunPut BeginPut(LedgerRow row, CalendarContent content)
    {
        var before = new BegunPut(row.State, row.Purpose, row.OurTimes, row.OurSubject, InDoubt: row.State == LedgerState.InDoubt
            && !(row is { OurTimes.Count: 0, OurSubject: not null } && row.Fingerprint == content.Fingerprint()));
        Begin(row);
        // The guest took the time that was offered, wherever the host has put the hold since.
        if (row.Purpose != content.Purpose)
            row.OurTimes = [];
        else if (row.OurTimes.Count > 0)
            row.OurTimes = [.. row.OurTimes.Append(EntryTime.Of(content.Time)).Distinct()];
        row.Purpose = content.Purpose;
        // From wherever it stands it goes to this time now, and nobody knows what was there.
        if (row.OurTimes.Count == 0)
            row.OurSubject = null;
        return before;
    }

    /// <summary>It failed before it wrote anything, and leaves no doubt that was not there before.</summary>
    public static void TakeBack(LedgerRow row, BegunPut put) =>
        (row.State, row.Purpose, row.OurTimes, row.OurSubject) = (put.State, put.Purpose, put.OurTimes, put.OurSubject);

    /// <summary>
    /// A removal begins. Wanted again before its outcome is known, the entry may be gone by our own doing, and what
    /// somebody did to it before is no question any more.
    /// </summary>
    public void BeginRemoval(LedgerRow row)
    {
        Begin(row);
        row.OurTimes = [];
        OutsideChanges.Forget(row);
    }

    /// <summary>A write begins: in doubt until its outcome is recorded.</summary>
    private void Begin(LedgerRow row)
    {
        row.State = LedgerState.InDoubt;
        row.Writes++;
        row.ChangedAt = clock.GetCurrentInstant();
    }

    /// <summary>What a put may compare with; null when it goes wherever the entry stands.</summary>
    public static WrittenEntry? WrittenBefore(LedgerRow row, bool inDoubt) => row.OurTimes.Count == 0
        ? null
        : new WrittenEntry(
            [.. row.OurTimes.Select(t => t.Interval)], inDoubt ? null : row.OurSubject, inDoubt ? null : row.OurPlace, inDoubt ? null : row.OurPrivacy);

    public void Settle(LedgerRow row, CalendarContent content, RemoteEntry entry, BegunPut put)
    {
        // An earlier put may have moved the entry, and then nobody knows to which time an answer was given.
        var mayHaveMoved = put.InDoubt && !row.OurTimes.SequenceEqual([EntryTime.Of(content.Time)]);
        var isNew = row.RemoteId is null || row.Fingerprint is null;
        row.State = LedgerState.Settled;
        row.RemoteId = entry.RemoteId;
        row.ICalUid = entry.ICalUid;
        row.Fingerprint = content.Fingerprint();
        row.OurTimes = [EntryTime.Of(content.Time)];
        (row.OurSubject, row.OurPlace, row.OurPrivacy) = (content.Subject, content.Place, content.IsPrivate);
        See(row, entry.AsksNobodyAnew && !mayHaveMoved ? entry with { AnsweredAt = new Dictionary<string, Instant>() } : entry);
        Clear(row);
        if (content.Purpose == EntryPurpose.Meeting || isNew)
            Note(row, content.Purpose == EntryPurpose.Meeting ? TimelineKind.MeetingWritten : TimelineKind.HoldWritten);
        if (entry.JoinLink is { } link && content.WithJoinLink)
            LinkArrived(row, sealedText.Seal(SealedText.JoinLink, link));
    }

    /// <summary>Copies of a meeting that moved are to be accepted again.</summary>
    public async Task AskCopiesAgainAsync(LedgerRow meeting, CancellationToken ct)
    {
        foreach (var copy in await db.Ledger.Where(l => l.Appointment == meeting.Appointment && l.Candidate == meeting.Candidate && l.CopyIn != null).ToListAsync(ct))
            copy.CopyAwaitsAnswer = true;
    }

    /// <summary>What the attendees had answered when the entry was seen.</summary>
    /// <returns>Whether an answer is new.</returns>
    public bool See(LedgerRow row, RemoteEntry entry)
    {
        var answers = entry.Answers.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => new SeenAnswer(a.Key, a.Value, entry.AnsweredAt.TryGetValue(a.Key, out var at) ? at : null)).ToList();
        var isNews = !row.Answers.SequenceEqual(answers);
        if (isNews)
            row.Answers = answers;
        return isNews;
    }

    /// <summary>The entry was deleted by somebody else, or its generation is spent: it is made anew.</summary>
    public async Task VanishedAsync(LedgerRow row, CancellationToken ct)
    {
        row.OurTimes = [];
        // The co-hosts' copies went with it, and new ones come with the next.
        foreach (var copy in await db.Ledger.Where(l => l.Appointment == row.Appointment && l.Candidate == row.Candidate && l.CopyIn != null).ToListAsync(ct))
            OutsideChanges.ForgetCopy(copy);
        row.State = LedgerState.Gone;
        row.RemoteId = null;
        row.Fingerprint = null;
        row.ProtectedJoinLink = null;
        // Once is somebody's hand, and mended at once; again and again it is the vendor's fault, and not hammered.
        if (row.Failures == 0)
        {
            Postpone(row, PendingReason.Underway, clock.GetCurrentInstant());
            Note(row, TimelineKind.EntryVanished);
        }
        else
        {
            Postpone(row, PendingReason.Unavailable, until: null);
        }
    }

    public void Removed(LedgerRow row)
    {
        Note(row, row.Purpose == EntryPurpose.Meeting ? TimelineKind.MeetingRemoved : TimelineKind.HoldRemoved);
        row.State = LedgerState.Gone;
        row.RemoteId = null;
        row.Fingerprint = null;
        row.ProtectedJoinLink = null;
        row.JoinLinkGivenUp = false;
        row.OurTimes = [];
        row.Answers = [];
        OutsideChanges.Forget(row);
        Clear(row);
    }

    public void LinkArrived(LedgerRow row, string protectedLink)
    {
        if (row.ProtectedJoinLink is null)
            Note(row, TimelineKind.JoinLinkArrived);
        row.ProtectedJoinLink = protectedLink;
        row.JoinLinkGivenUp = false;
        Clear(row);
    }

    /// <summary>No link yet. True when we stop waiting: the host decides then.</summary>
    public bool WaitForLink(LedgerRow row, bool isRefused)
    {
        Postpone(row, PendingReason.JoinLinkMissing, until: null);
        if (row.Failures < (isRefused ? MostLinkReadsWhenRefused : MostLinkReads))
            return false;
        row.JoinLinkGivenUp = true;
        Note(row, TimelineKind.JoinLinkMissing);
        return true;
    }

    public async Task TellLinkMissingAsync(OutsideState state, CancellationToken ct) =>
        await mails.QueueAsync(
            state.Appointment,
            await notices.PrepareJoinLinkMissingAsync(
                new NoticeOccasion(state.Organization, state.Appointment, state.Hosts, null), ct),
            ct);

    public void CopyArrived(LedgerRow row, ConnectionId via)
    {
        if (!row.HasCopyRecorded)
            Note(row, TimelineKind.CopyArrived);
        row.CopyIn = via;
        row.CopyAwaitsAnswer = false;
        Clear(row);
    }

    /// <summary>Steps aside with a growing pause, or until the vendor's own time; given up after a day.</summary>
    public void Postpone(LedgerRow row, PendingReason reason, Instant? until)
    {
        var now = clock.GetCurrentInstant();
        row.Failures++;
        row.Reason = reason;
        row.FailingSince ??= now;
        row.RetryAt = until ?? now + Pause(row.Failures);
        row.ChangedAt = now;
        if (now - row.FailingSince < GiveUpAfter)
            return;
        row.IsGivenUp = true;
        Note(row, TimelineKind.WriteGivenUp, reason);
    }

    /// <summary>Nothing can be done until a person mends the link.</summary>
    public void Block(LedgerRow row, PendingReason reason)
    {
        var now = clock.GetCurrentInstant();
        row.Reason = reason;
        row.FailingSince ??= now;
        row.RetryAt = now + BlockedPause;
        row.ChangedAt = now;
    }

    /// <summary>The mailbox is not to be called before this instant. No failure of this row.</summary>
    public void WaitUntil(LedgerRow row, Instant until)
    {
        var now = clock.GetCurrentInstant();
        row.Reason = PendingReason.Throttled;
        row.FailingSince ??= now;
        row.RetryAt = until;
        row.ChangedAt = now;
    }

    /// <summary>The first failure of a row is news; its repetitions are not.</summary>
    public void NoteFailure(LedgerRow row, PendingReason reason, string? code)
    {
        if (row.Failures <= 1)
            Note(row, TimelineKind.WriteFailed, reason, code);
    }

    private static Duration Pause(int failures) =>
        Duration.Min(Duration.FromSeconds(Math.Pow(2, Math.Min(failures, 12) - 1)), LongestPause);

    /// <summary>Nothing waits and nothing failed.</summary>
    public void Clear(LedgerRow row)
    {
        row.Failures = 0;
        row.Reason = null;
        row.FailingSince = null;
        row.RetryAt = null;
        row.IsGivenUp = false;
        row.ChangedAt = clock.GetCurrentInstant();
    }

    /// <summary>Says in the timeline what became of an entry.</summary>
    public void Note(LedgerRow row, TimelineKind kind, PendingReason? reason = null, string? code = null) =>
        db.Timeline.Add(new TimelineRow
        {
            Id = Guid.CreateVersion7(),
            Organization = row.Organization,
            Appointment = row.Appointment,
            At = clock.GetCurrentInstant(),
            Kind = kind,
            About = Notice.ToMember(row.Whose),
            Candidate = row.Candidate,
            Reason = reason,
            Detail = code,
        });
}

/// <summary>What a row said when a put began.</summary>
/// <param name="InDoubt">
/// The outcome of an earlier put is unknown. A removal alone moves nothing: what still stands is what was written last.
/// </param>
public sealed record BegunPut(LedgerState State, EntryPurpose Purpose, IReadOnlyList<EntryTime> OurTimes, string? OurSubject, bool InDoubt);
