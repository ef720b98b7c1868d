using Hidori.Domain.Outside;
using Hidori.Integrations;
using Hidori.Server.Protection;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Outside;

/// <summary>
/// The steps that touch a calendar. Each commits the ledger row in doubt before its call and settles it after: in doubt
/// means that the next one looks the entry up by key before acting (HOUSE §4.6).
/// </summary>
public sealed class EntrySteps(
    Db db, LeasedWork work, CalendarProviders providers, ConnectionHealth health, LedgerBook book, OutsideChanges changes, SealedText sealedText, IClock clock)
{
    public async Task PutAsync(WantedEntry wanted, OutsideState state, Lease lease, CancellationToken ct)
    {
        var row = await book.OpenAsync(wanted.Key, state, wanted.Content.Purpose, ct);
        if (state.IsLeaving(row))
        {
            await LeaveAsync(row, wanted, state, lease, ct);
            return;
        }

        if (state.FormerRoomHolder(wanted) is { } former)
        {
            if (!state.IsHeldAt(former) || await StandsAsWrittenAsync(await book.OpenAsync(former.Key, state, former.Purpose, ct), state, lease, ct))
                await RemoveAsync(former.Key, state, lease, ct);
            return;
        }

        if (await ConnectionForAsync(row, state, lease, ct) is not { } connection)
            return;

        var inDoubt = row.State == LedgerState.InDoubt;
        if (row.State == LedgerState.Gone)
        {
            row.Generation++;
            row.RemoteId = null;
        }

        row.Connection = connection.Id;
        var put = book.BeginPut(row, wanted.Content);
        await work.CommitAsync(lease, ct);

        try
        {
            var via = connection.ForAdapters();
            var entry = await providers.For(via).PutAsync(
                via, wanted.Key, wanted.Content, row.RemoteId, row.Generation, inDoubt, LedgerBook.WrittenBefore(row, inDoubt), ct);
            if (!row.OurTimes.SequenceEqual([EntryTime.Of(wanted.Content.Time)]))
                await book.AskCopiesAgainAsync(row, ct);
            book.Settle(row, wanted.Content, entry, put);
        }
        catch (EntryGoneException) when (row is { RemoteId: not null, OurTimes.Count: > 0 })
        {
            await changes.NoteAsync(row, OutsideChange.Deleted, null, state, ct);
        }
        catch (EntryGoneException)
        {
            await book.VanishedAsync(row, ct);
        }
        catch (EntryMovedException moved)
        {
            await changes.NoteAsync(row, OutsideChange.Moved, moved.To, state, ct);
        }
        catch (ProviderException failure)
        {
            if (failure.NothingWasWritten)
                LedgerBook.TakeBack(row, put);
            await FailAsync(row, connection, failure, lease, ct);
            return;
        }

        await work.CommitAsync(lease, SubjectKind.EntryCheck, EntryCheckPace.AfterWrite(wanted.Content, state, clock.GetCurrentInstant()), ct);
        await health.NoteSuccessAsync(connection, ct);
    }

    public async Task RemoveAsync(EntryKey key, OutsideState state, Lease lease, CancellationToken ct)
    {
        var row = await book.OpenAsync(key, state, EntryPurpose.Hold, ct);
        if (await ConnectionForAsync(row, state, lease, ct) is not { } connection)
            return;

        var inDoubt = row.State == LedgerState.InDoubt;
        book.BeginRemoval(row);
        await work.CommitAsync(lease, ct);

        try
        {
            var via = connection.ForAdapters();
            await providers.For(via).RemoveAsync(via, key, row.RemoteId, inDoubt, ct);
            book.Removed(row);
        }
        catch (ProviderException failure)
        {
            await FailAsync(row, connection, failure, lease, ct);
            return;
        }

        await work.CommitAsync(lease, ct);
        await health.NoteSuccessAsync(connection, ct);
    }

    /// <summary>
    /// A hold leaves the account that was replaced (SPEC M7), and the next step writes it anew: never in two mailboxes, so
    /// that a room is not asked twice for one time. Not before the other account can take it.
    /// </summary>
    private async Task LeaveAsync(LedgerRow row, WantedEntry wanted, OutsideState state, Lease lease, CancellationToken ct)
    {
        if (await UsableAsync(row, state.Connections.GetValueOrDefault(row.Whose), lease, ct) is not null
            // The guest took the time that was offered, wherever the host has put the hold since.
            && (wanted.Content.Purpose != row.Purpose || await StandsAsWrittenAsync(row, state, lease, ct)))
            await RemoveAsync(row.Key, state, lease, ct);
    }

    /// <summary>What somebody did to it and nobody noticed yet is not swept away when it is moved to another account, or for its room (SPEC M19).</summary>
    private async Task<bool> StandsAsWrittenAsync(LedgerRow row, OutsideState state, Lease lease, CancellationToken ct)
    {
        if (row.State != LedgerState.Settled || row.OurTimes.Count == 0 || await ConnectionForAsync(row, state, lease, ct) is not { } connection)
            return true;
        RemoteEntry? seen;
        try
        {
            var via = connection.ForAdapters();
            seen = await providers.For(via).LookAsync(via, row.Key, row.RemoteId, ct);
        }
        catch (ProviderException failure)
        {
            await FailAsync(row, connection, failure, lease, ct);
            return false;
        }

        // Not by the check's record, which leaves alone what a host has just decided about: here that is about to go.
        if (seen?.Time is { } time && row.OurTimes.Contains(EntryTime.Of(time)))
            return true;
        // Shortly after a write the vendor may still show what was before it.
        if (clock.GetCurrentInstant() - row.ChangedAt < EntryCheckPace.Fresh)
            book.Postpone(row, PendingReason.Underway, clock.GetCurrentInstant() + EntryCheckPace.Fresh);
        else
            await changes.NoteAsync(row, seen switch { null => OutsideChange.Deleted, { IsCancelled: true } => OutsideChange.Cancelled, _ => OutsideChange.Moved }, seen?.Time, state, ct);
        await work.CommitAsync(lease, ct);
        return false;
    }

    public async Task ReadJoinLinkAsync(EntryKey key, OutsideState state, Lease lease, CancellationToken ct)
    {
        var row = await book.OpenAsync(key, state, EntryPurpose.Meeting, ct);
        if (await ConnectionForAsync(row, state, lease, ct) is not { } connection)
            return;

        try
        {
            var via = connection.ForAdapters();
            var entry = await providers.For(via).ReadAsync(via, row.RemoteId!, ct);
            if (entry.JoinLink is { } link)
                book.LinkArrived(row, sealedText.Seal(SealedText.JoinLink, link));
            else if (book.WaitForLink(row, entry.RefusesJoinLink))
                await book.TellLinkMissingAsync(state, ct);
        }
        catch (EntryGoneException)
        {
            await changes.NoteAsync(row, OutsideChange.Deleted, null, state, ct);
        }
        catch (ProviderException failure)
        {
            await FailAsync(row, connection, failure, lease, ct);
            return;
        }

        await work.CommitAsync(lease, ct);
    }

    public async Task FindCopyAsync(WantedCopy copy, OutsideState state, Lease lease, CancellationToken ct)
    {
        var row = await book.OpenAsync(copy.Replaces, state, EntryPurpose.Hold, ct);
        // The copy is read where the host's calendar is now, even if the hold was written under an older link.
        if (state.Connections.GetValueOrDefault(copy.Host) is not { } connection || await MustWaitAsync(row, connection, lease, ct))
            return;

        try
        {
            var via = connection.ForAdapters();
            if (await providers.For(via).AcceptCopyAsync(via, state.Row(copy.Meeting)!.ICalUid!, ct))
                book.CopyArrived(row, connection.Id);
            else
                book.Postpone(row, PendingReason.CopyMissing, until: null);
        }
        catch (ProviderException failure)
        {
            await FailAsync(row, connection, failure, lease, ct);
            return;
        }

        await work.CommitAsync(lease, ct);
    }

    /// <summary>The connection the entry belongs to (SPEC M7); null when it cannot be used now, which is then recorded.</summary>
    private async Task<ConnectionRow?> ConnectionForAsync(
        LedgerRow row, OutsideState state, Lease lease, CancellationToken ct)
    {
        var connection = row is { Connection: { } bound, State: not LedgerState.Gone }
            ? await db.Connections.AsNoTracking().FirstOrDefaultAsync(c => c.Id == bound, ct)
            : state.Connections.GetValueOrDefault(row.Whose);
        return await UsableAsync(row, connection, lease, ct);
    }

    private async Task<ConnectionRow?> UsableAsync(LedgerRow row, ConnectionRow? connection, Lease lease, CancellationToken ct)
    {
        PendingReason? obstacle = connection?.State switch
        {
            null => PendingReason.NotConnected,
            ConnectionState.NeedsReconnection => PendingReason.ConnectionBroken,
            ConnectionState.Disconnected when connection.Closing == ConnectionClosing.Over => PendingReason.ConnectionBroken,
            ConnectionState.RegistrationRefused => PendingReason.RegistrationRefused,
            _ => null,
        };
        if (obstacle is { } reason)
        {
            await BlockAsync(row, connection, reason, lease, ct);
            return null;
        }

        return await MustWaitAsync(row, connection!, lease, ct) ? null : connection;
    }

    /// <summary>Retry-After is said of the whole mailbox: nothing of ours goes there before its time.</summary>
    private async Task<bool> MustWaitAsync(LedgerRow row, ConnectionRow connection, Lease lease, CancellationToken ct)
    {
        if (!connection.IsThrottledAt(clock.GetCurrentInstant()))
            return false;
        book.WaitUntil(row, connection.NotBefore!.Value);
        await work.CommitAsync(lease, ct);
        return true;
    }

    /// <summary>
    /// Waits for a person. Who mended the link between our look and our note has woken us before there was anything to
    /// wake; so we look once more after it.
    /// </summary>
    private async Task BlockAsync(LedgerRow row, ConnectionRow? seen, PendingReason reason, Lease lease, CancellationToken ct)
    {
        book.Block(row, reason);
        await work.CommitAsync(lease, ct);
        var isMended = seen is null
            ? await db.Connections.AnyAsync(c => c.Member == row.Whose && c.State != ConnectionState.Disconnected, ct)
            : await db.Connections.AnyAsync(c => c.Id == seen.Id && c.ConnectedAt > seen.ConnectedAt, ct);
        if (!isMended)
            return;
        row.RetryAt = clock.GetCurrentInstant();
        await work.CommitAsync(lease, ct);
    }

    private async Task FailAsync(
        LedgerRow row, ConnectionRow connection, ProviderException failure, Lease lease, CancellationToken ct)
    {
        var reason = ConnectionHealth.ReasonOf(failure);
        if (reason is PendingReason.ConnectionBroken or PendingReason.RegistrationRefused)
        {
            book.NoteFailure(row, reason, code: null);
            await BlockAsync(row, connection, reason, lease, ct);
        }
        else
        {
            book.Postpone(row, reason, (failure as ThrottledException)?.Until);
            book.NoteFailure(row, reason, (failure as ProviderRefusedException)?.Code);
            await work.CommitAsync(lease, ct);
        }

        await health.NoteFailureAsync(connection, failure, ct);
    }
}
