using Hidori.Domain.Outside;

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
            entry = new Entry(_next, _next, key, IsCopy: false) { Content = content };
            mailbox.Entries[_next++] = entry;
        }

        entry.Content = content;
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

    public void DeleteByHand(int which)
    {
        var entries = _mailboxes.Values.SelectMany(m => m.Entries.Values).Where(e => !e.IsCopy).ToList();
        if (entries.Count > 0)
            Remove(entries[which % entries.Count].Key, entries[which % entries.Count].Id, inDoubt: false);
    }

    public bool HasCopy(MemberId whose, int uid) => Of(whose).Entries.Values.Any(e => e.IsCopy && e.Uid == uid);

    /// <summary>Invitations under way arrive.</summary>
    public void Deliver()
    {
        foreach (var (uid, to) in _travelling)
        {
            var original = _mailboxes.Values.SelectMany(m => m.Entries.Values).First(e => e.Uid == uid && !e.IsCopy);
            Of(to).Entries[_next] = new Entry(_next++, uid, original.Key, IsCopy: true) { Content = original.Content };
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
                copy.Content = original.Content;
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

public sealed record Entry(int Id, int Uid, EntryKey Key, bool IsCopy)
{
    public required CalendarContent Content { get; set; }

    /// <summary>Null: no link was ever asked for.</summary>
    public int? ReadsUntilLink { get; set; }

    public bool HasLink => ReadsUntilLink == 0;
}
