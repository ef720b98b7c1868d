using Hidori.Domain.Outside;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using NodaTime;

namespace Hidori.Server.Outside;

/// <summary>
/// Records what somebody did to an entry of ours without us (SPEC M19). It is only recorded: the plan leaves such an
/// entry alone until a person settles it.
/// </summary>
public sealed class OutsideChanges(Db db, LedgerBook book, INotices notices, MailQueue mails, IClock clock)
{
    /// <summary>Seen again, the same change says nothing new; a first one is told to the main host.</summary>
    public async Task NoteAsync(LedgerRow row, OutsideChange change, Interval? to, OutsideState state, CancellationToken ct)
    {
        var isNew = row.Change is null;
        // Settled, so that whatever is left of it is still taken away when the appointment ends. A copy is not ours.
        if (!row.HasCopyRecorded)
            row.State = LedgerState.Settled;
        row.Change = change;
        row.ChangeStart = to?.Start;
        row.ChangeEnd = to?.End;
        book.Clear(row);
        if (!isNew)
            return;

        row.ChangeSince = clock.GetCurrentInstant();
        row.Changes++;
        book.Note(row, change == OutsideChange.Moved ? TimelineKind.MovedOutside : TimelineKind.DeletedOutside);
        await TellAsync(row, state, ct);
    }

    /// <summary>It stands where we put it again: somebody took the change back, or a read was mistaken.</summary>
    public void Undone(LedgerRow row)
    {
        Forget(row);
        book.Note(row, TimelineKind.BackInPlace);
    }

    /// <summary>A person has settled it. What was seen may be written over; what was done since may not.</summary>
    public static void Settle(LedgerRow row)
    {
        // Looked at anew even where the wish is the same as before.
        row.Fingerprint = null;
        row.OurTimes = row is { ChangeStart: { } start, ChangeEnd: { } end } ? [new EntryTime(start, end)] : [];
        Forget(row);
    }

    /// <summary>A co-host's copy is gone, or of another meeting: whoever is invited again gets a new one.</summary>
    public static void ForgetCopy(LedgerRow row)
    {
        (row.CopyIn, row.CopyAwaitsAnswer) = (null, false);
        Forget(row);
    }

    public static void Forget(LedgerRow row)
    {
        row.Change = null;
        row.ChangeStart = row.ChangeEnd = row.ChangeSince = null;
    }

    /// <summary>One mail while anything is unsettled, however many entries were touched. A co-host's copy is their own affair.</summary>
    private async Task TellAsync(LedgerRow row, OutsideState state, CancellationToken ct)
    {
        var all = state.Ledger.Where(l => l.Key != row.Key)
            .Select(l => db.Ledger.Local.FirstOrDefault(known => known.Key == l.Key) ?? l).ToList();
        // A candidate that was taken away meanwhile is nobody's concern any more.
        if (row.HasCopyRecorded || all.Any(l => l.Change is not null && !l.HasCopyRecorded)
            || state.Appointment.Candidates.FirstOrDefault(c => c.Id == row.Candidate) is not { } candidate)
            return;
        var changed = new ChangedOutside(
            all.Sum(l => l.Changes) + row.Changes, row.Change!.Value, row.Purpose == EntryPurpose.Hold, candidate.Time,
            row is { ChangeStart: { } start, ChangeEnd: { } end } ? new Interval(start, end) : null);
        await mails.QueueAsync(
            state.Appointment,
            await notices.PrepareChangedOutsideAsync(
                new NoticeOccasion(state.Organization, state.Appointment, state.Hosts, null), changed, ct),
            ct);
    }
}
