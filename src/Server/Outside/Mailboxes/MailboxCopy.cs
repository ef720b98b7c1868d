using Hidori.Domain;
using Hidori.Domain.Availability;
using Hidori.Domain.Outside;
using Hidori.Server.Protection;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Outside.Mailboxes;

/// <summary>The entries of copied mailboxes: written by a round, read by pages.</summary>
public sealed class MailboxCopy(Db db, SealedText sealedText)
{
    /// <summary>Makes the copy what was read.</summary>
    /// <param name="places">Where it was read, all of it; null for everywhere.</param>
    /// <param name="read">Every entry that takes time there.</param>
    /// <returns>Entries of ours that the copy held and that have moved or are gone. Not saved yet.</returns>
    public async Task<IReadOnlyList<TouchedEntry>> ReplaceAsync(
        MailboxRow mailbox, IReadOnlyList<Interval>? places, IReadOnlyList<BusyEntry> read, CancellationToken ct)
    {
        // Over several places an entry may come twice.
        var wanted = read.GroupBy(e => e.RemoteId).ToDictionary(g => g.Key, g => g.Last());
        List<TouchedEntry> touched = [];
        foreach (var row in await HeldAsync(mailbox.Connection, places, wanted.Keys, ct))
        {
            var was = row.Ours;
            var isMoved = false;
            if (wanted.Remove(row.RemoteId, out var entry))
                isMoved = Become(row, entry);
            else
                db.BusyEntries.Remove(row);
            if (EntryKey.Parse(was) is { } key && (entry is null || isMoved))
                touched.Add(new TouchedEntry(key, row.RemoteId, entry is null));
        }

        foreach (var entry in wanted.Values)
        {
            var row = new BusyEntryRow { Connection = mailbox.Connection, RemoteId = entry.RemoteId, Organization = mailbox.Organization };
            Become(row, entry);
            db.BusyEntries.Add(row);
        }

        return touched;
    }

    /// <summary>What the copies hold of a half-open window, by connection, in order of start.</summary>
    public async Task<ILookup<ConnectionId, BusyEntry>> ReadAsync(
        IReadOnlyCollection<ConnectionId> mailboxes, Interval window, CancellationToken ct)
    {
        var (start, end) = (window.Start, window.End);
        var rows = await db.BusyEntries.AsNoTracking()
            .Where(b => mailboxes.Contains(b.Connection) && b.EndsAt > start && b.StartsAt < end)
            .OrderBy(b => b.StartsAt).ThenBy(b => b.EndsAt).ToListAsync(ct);
        return rows.ToLookup(r => r.Connection, Read);
    }

    /// <summary>The rows that lie where was read, or are named among what was read, for a change.</summary>
    private async Task<IEnumerable<BusyEntryRow>> HeldAsync(
        ConnectionId connection, IReadOnlyList<Interval>? places, IReadOnlyCollection<string> read, CancellationToken ct)
    {
        var all = db.BusyEntries.Where(b => b.Connection == connection);
        if (places is null)
            return await all.ToListAsync(ct);

        Dictionary<string, BusyEntryRow> held = [];
        foreach (var place in places)
        {
            var (start, end) = (place.Start, place.End);
            foreach (var row in await all.Where(b => b.EndsAt > start && b.StartsAt < end).ToListAsync(ct))
                held[row.RemoteId] = row;
        }

        // An entry that came here from elsewhere is a row already.
        foreach (var row in await all.Where(b => read.Contains(b.RemoteId)).ToListAsync(ct))
            held[row.RemoteId] = row;
        return held.Values;
    }

    private BusyEntry Read(BusyEntryRow row) => new(
        new Interval(row.StartsAt, row.EndsAt),
        row.Kind,
        row.RemoteId,
        row.ProtectedTitle is { } title ? sealedText.Open(SealedText.EntryTitle, title) : null,
        EntryKey.Parse(row.Ours),
        row.IsAllDay,
        row.IsPrivate);

    /// <returns>Whether its time changed.</returns>
    private bool Become(BusyEntryRow row, BusyEntry entry)
    {
        var isMoved = row.StartsAt != entry.Time.Start || row.EndsAt != entry.Time.End;
        (row.StartsAt, row.EndsAt) = (entry.Time.Start, entry.Time.End);
        (row.Kind, row.IsAllDay, row.IsPrivate) = (entry.Kind, entry.IsAllDay, entry.IsPrivate);
        row.Ours = entry.Ours?.ToString();
        // Sealing the same words gives other letters each time: an unchanged title is left alone.
        if (entry.Title is not { } title)
            row.ProtectedTitle = null;
        else if (row.ProtectedTitle is null || sealedText.Open(SealedText.EntryTitle, row.ProtectedTitle) != title)
            row.ProtectedTitle = sealedText.Seal(SealedText.EntryTitle, title);
        return isMoved;
    }
}
