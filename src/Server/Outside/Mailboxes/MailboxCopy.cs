using Hidori.Domain;
using Hidori.Domain.Availability;
using Hidori.Domain.Time;
using Hidori.Server.Protection;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
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
        var row = await db.BusyCopies.FindAsync([mailbox.Connection], ct);
        var held = row is null ? [] : Open(row.ProtectedEntries);
        // Over several places an entry may come twice.
        var wanted = read.GroupBy(e => e.RemoteId).ToDictionary(g => g.Key, g => g.Last());
        List<BusyEntry> left = [];
        List<TouchedEntry> touched = [];
        foreach (var was in held)
        {
            var now = wanted.GetValueOrDefault(was.RemoteId);
            if (now is null && places?.Any(p => p.Overlaps(was.Time)) == false)
                left.Add(was);
            else if (was.Ours is { } key && now?.Time != was.Time)
                touched.Add(new TouchedEntry(key, was.RemoteId, now is null));
        }

        left.AddRange(wanted.Values);
        // Sealing the same gives other bytes each time: what did not change is left alone, and no page is read anew for it.
        if (row is not null && left.Count == held.Count && left.ToHashSet().SetEquals(held))
            return touched;
        if (row is null)
            db.BusyCopies.Add(row = new BusyCopyRow { Connection = mailbox.Connection, Organization = mailbox.Organization });
        row.ProtectedEntries = sealedText.Seal(SealedText.BusyCopy, PackedEntries.Pack(left));
        return touched;
    }

    /// <summary>What the copy of one mailbox holds, in order of start.</summary>
    public async Task<IReadOnlyList<BusyEntry>> HeldAsync(ConnectionId mailbox, CancellationToken ct) =>
        await db.BusyCopies.FindAsync([mailbox], ct) is { } row ? Open(row.ProtectedEntries) : [];

    /// <summary>The entries of a copy, in order of start.</summary>
    public IReadOnlyList<BusyEntry> Open(byte[] protectedEntries) => PackedEntries.Unpack(sealedText.Open(SealedText.BusyCopy, protectedEntries));
}
