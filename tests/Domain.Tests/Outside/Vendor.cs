using Hidori.Domain.Outside;
using NodaTime;

namespace Hidori.Domain.Tests.Outside;

/// <summary>The calendar vendor of a history: mailboxes, spent transaction ids, and copies that travel by themselves.</summary>
/// <remarks>The same behaviour as the adapter promises (Server.Tests, CalendarProviderContract), without the wire.</remarks>
public sealed class Vendor(int readsUntilLink)
{
    private readonly Dictionary<MemberId, Mailbox> _mailboxes = [];
    private readonly List<(int Uid, MemberId To)> _travelling = [];
    private int _next = 1;

    public Mailbox Of(MemberId whose) =>
        _mailboxes.TryGetValue(whose, out var mailbox) ? mailbox : _mailboxes[whose] = new Mailbox();

    /// <summary>The entry after the put; null when it is gone and a new generation is needed.</summary>
    public Entry? Put(
        EntryKey key, CalendarContent content, int? known, int generation, bool inDoubt, IEnumerable<MemberId> invited)
    {
        var mailbox = Of(key.Whose);
        var entry = known is { } id ? mailbox.Entries.GetValueOrDefault(id) : null;
        if (entry is null && (known is not null || inDoubt))
            entry = mailbox.Find(key);
        if (entry is null && known is not null)
            return null;
        if (entry is null && !mailbox.Spent.Add($"{key}.{generation}"))
        {
            if ((entry = mailbox.Find(key)) is null)
                return null;
        }

        if (entry is null)
        {
            entry = new Entry(_next, _next, key, isCopy: false, content);
            mailbox.Entries[_next++] = entry;
        }

        entry.Becomes(content);
        if (content.WithJoinLink)
            entry.ReadsUntilLink ??= readsUntilLink;
        Tell(entry, [.. invited]);
        return entry;
    }

    public Entry? Read(EntryKey key, int id)
    {
        if (Of(key.Whose).Entries.GetValueOrDefault(id) is not { } entry)
            return null;
        if (entry.ReadsUntilLink > 0 && entry.ReadsUntilLink < World.Never)
            entry.ReadsUntilLink--;
        return entry;
    }

    public void Remove(EntryKey key, int? known, bool inDoubt)
    {
        var mailbox = Of(key.Whose);
        var found = (known is { } id ? mailbox.Entries.GetValueOrDefault(id) : null)
            ?? (inDoubt || known is null ? mailbox.Find(key) : null);
        if (found is null)
            return;
        mailbox.Entries.Remove(found.Id);
        Tell(found, []);
    }

    /// <summary>What the organizers see; copies are theirs who got them.</summary>
    public IReadOnlyList<Entry> Originals => [.. _mailboxes.Values.SelectMany(m => m.Entries.Values).Where(e => !e.IsCopy)];

    public void DeleteByHand(Entry entry) => Remove(entry.Key, entry.Id, inDoubt: false);

    /// <summary>Copies follow.</summary>
    public void MoveByHand(Entry entry, Interval to)
    {
        entry.Becomes(entry.Content with { Time = to });
        foreach (var copy in _mailboxes.Values.SelectMany(m => m.Entries.Values).Where(e => e.IsCopy && e.Uid == entry.Uid))
            copy.Becomes(entry.Content);
    }

    public bool HasCopy(MemberId whose, int uid) => Of(whose).Entries.Values.Any(e => e.IsCopy && e.Uid == uid);

    /// <summary>Invitations under way arrive.</summary>
    public void Deliver()
    {
        foreach (var (uid, to) in _travelling)
        {
            var original = _mailboxes.Values.SelectMany(m => m.Entries.Values).First(e => e.Uid == uid && !e.IsCopy);
            Of(to).Entries[_next] = new Entry(_next++, uid, original.Key, isCopy: true, original.Content);
        }

        _travelling.Clear();
    }

    /// <summary>Attendees' copies follow the organizer's entry at once; new ones take their time.</summary>
    private void Tell(Entry original, IReadOnlyCollection<MemberId> invited)
    {
        _travelling.RemoveAll(t => t.Uid == original.Uid && !invited.Contains(t.To));
        foreach (var (whose, mailbox) in _mailboxes)
        {
            foreach (var copy in mailbox.Entries.Values.Where(e => e.IsCopy && e.Uid == original.Uid).ToList())
            {
                copy.Becomes(original.Content);
                if (!invited.Contains(whose))
                    mailbox.Entries.Remove(copy.Id);
            }
        }

        foreach (var whose in invited)
        {
            if (!HasCopy(whose, original.Uid) && !_travelling.Contains((original.Uid, whose)))
                _travelling.Add((original.Uid, whose));
        }
    }
}

public sealed class Mailbox
{
    public Dictionary<int, Entry> Entries { get; } = [];

    /// <summary>Transaction ids stay used when their entry is deleted.</summary>
    public HashSet<string> Spent { get; } = [];

    public Entry? Find(EntryKey key) => Entries.Values.FirstOrDefault(e => e.Key == key && !e.IsCopy);
}

public sealed class Entry(int id, int uid, EntryKey key, bool isCopy, CalendarContent content)
{
    public int Id => id;
    public int Uid => uid;
    public EntryKey Key => key;
    public bool IsCopy => isCopy;
    public CalendarContent Content { get; private set; } = content;

    /// <summary>What the room that is asked said to this time.</summary>
    public AttendeeAnswer RoomSays { get; set; }

    /// <summary>Another room, or another time, is another question.</summary>
    public void Becomes(CalendarContent now)
    {
        if (now.Room?.Address != Content.Room?.Address || now.Time != Content.Time)
            RoomSays = AttendeeAnswer.None;
        Content = now;
    }

    /// <summary>Null: no link was ever asked for.</summary>
    public int? ReadsUntilLink { get; set; }

    public bool HasLink => ReadsUntilLink == 0;
}
