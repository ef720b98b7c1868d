using System.Security.Cryptography;
using NodaTime;

namespace Hidori.Simulator.Microsoft365;

/// <summary>The mailboxes: what one change to a calendar means for it and for everybody else's.</summary>
/// <remarks>Not safe for several threads; <see cref="Microsoft365World"/> holds the lock.</remarks>
internal sealed partial class Outlook(WorldState state, Microsoft365Behaviour behaviour, Func<Instant> clock)
{
    public WorldState State => state;

    public Microsoft365Behaviour Behaviour => behaviour;

    public Instant Now => clock();

    public Account? FindAccount(string name) => state.Accounts.Find(a => a.IsCalled(name));

    public Account AccountOf(StoredItem item) => state.Accounts.First(a => a.Id == item.Account);

    /// <summary>The stored items and, for series, their occurrences that share time with the window.</summary>
    public IEnumerable<StoredItem> View(Account account, string? calendar, Instant start, Instant end) =>
        state.Items
            .Where(i => i.Account == account.Id && (calendar is null || i.Calendar == calendar))
            .SelectMany(i => i.Recurrence is null ? [i] : Occurrences(i, end))
            .Where(i => i.Overlaps(start, end))
            .OrderBy(i => i.Start).ThenBy(i => i.Key, StringComparer.Ordinal);

    public StoredItem? Find(Account account, ItemId id)
    {
        var item = state.Items.Find(i => i.Account == account.Id && i.Key == id.Key);
        if (item is null || (id.Moves is { } moves && moves != item.Moves)) return null;
        return id.Date is { } date ? Occurrences(item, Instant.MaxValue, date).FirstOrDefault() : item;
    }

    public static IEnumerable<StoredItem> Occurrences(StoredItem master, Instant end, LocalDate? only = null)
    {
        var zone = Zones.Find(master.StartZone) ?? DateTimeZone.Utc;
        var first = master.Start.InZone(zone).LocalDateTime;
        var length = Period.Between(first, master.End.InZone(zone).LocalDateTime, PeriodUnits.AllTimeUnits);
        var last = only ?? (end == Instant.MaxValue ? first.Date.PlusYears(5) : end.InZone(zone).Date);
        // One whose day comes later may have been moved to before the end.
        if (only is null && master.Changes.Count > 0) last = LocalDate.Max(last, master.Changes.Max(c => c.Date));
        foreach (var date in master.Recurrence!.Dates(last))
        {
            if (only is { } wanted && wanted != date) continue;
            var change = master.Changes.Find(c => c.Date == date);
            if (change?.IsCancelled == true) continue;
            var view = master.Copy();
            view.OccurrenceDate = date;
            view.SeriesMaster = master.Key;
            view.Recurrence = null;
            view.IsException = change is not null;
            view.Start = change?.Start ?? (date + first.TimeOfDay).InZoneLeniently(zone).ToInstant();
            view.End = change?.End ?? (date + first.TimeOfDay + length).InZoneLeniently(zone).ToInstant();
            view.Subject = change?.Subject ?? master.Subject;
            view.ShowAs = change?.ShowAs ?? master.ShowAs;
            yield return view;
        }
    }

    public OccurrenceChange ChangeOf(StoredItem occurrence)
    {
        var master = state.Items.First(i => i.Key == occurrence.Key);
        var change = master.Changes.Find(c => c.Date == occurrence.OccurrenceDate);
        if (change is null) master.Changes.Add(change = new OccurrenceChange { Date = occurrence.OccurrenceDate!.Value });
        Touch(master);
        return change;
    }

    public void Add(StoredItem item, bool wantsTeams = false)
    {
        item.Created = item.Modified = Now;
        Store(item);
        if (item.TransactionId is { } transaction)
            state.SpentTransactions.Add(new() { Account = item.Account, TransactionId = transaction, Item = item.Key });
        if (wantsTeams) GoOnline(item);
        if (item.IsOrganizer) Invite(item, item.Attendees);
    }

    /// <summary>Removes the entry; what that tells the others depends on whose copy it is.</summary>
    public void Remove(StoredItem item, bool forGood = false)
    {
        if (item.SeriesMaster is not null)
        {
            ChangeOf(item).IsCancelled = true;
            return;
        }
        if (item.IsOrganizer) CancelCopies(item, item.Attendees);
        Discard(item, forGood);
        state.Pending.RemoveAll(p => p.Item == item.Key);
    }

    /// <summary>Asks Teams for a link; an account without Teams silently gets none (docs-contrib issue 4625).</summary>
    public void GoOnline(StoredItem item)
    {
        if (item.Teams is not null || AccountOf(item).TeamsAfter is not { } after) return;
        item.Teams = TeamsMeetings.New(state.Accounts.First(a => a.Id == item.Account));
        if (after == Duration.Zero) TeamsIsReady(item);
        else state.Pending.Add(new() { Kind = EffectKind.TeamsReady, Due = Now + after, Item = item.Key });
    }

    private static void TeamsIsReady(StoredItem item)
    {
        item.Teams!.IsReady = true;
        item.BodyHtml = TeamsMeetings.WithBlob(item.BodyHtml, item.Teams);
    }

    /// <summary>Does whatever has become due, in order of time.</summary>
    public bool Settle()
    {
        var settled = false;
        while (state.Pending.Where(p => p.Due <= Now).MinBy(p => p.Due) is { } effect)
        {
            state.Pending.Remove(effect);
            settled = true;
            if (state.Items.Find(i => i.Key == effect.Item) is not { } item) continue;
            switch (effect.Kind)
            {
                case EffectKind.TeamsReady:
                    if (item.Teams is null) break;
                    TeamsIsReady(item);
                    Touch(item);
                    UpdateCopies(item, timeChanged: false);
                    break;
                case EffectKind.DeliverInvitation:
                    Deliver(item, state.Accounts.First(a => a.Id == effect.Account));
                    break;
                case EffectKind.RoomAnswer:
                    RoomAnswers(item);
                    break;
            }
        }
        return settled;
    }

    public static string NewKey() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));

    /// <summary>The layout of a GlobalObjectId (MS-OXOCAL 2.2.1.27), with random content.</summary>
    public static string NewICalUId() =>
        "040000008200E00074C5B7101A82E008" + new string('0', 8) + Convert.ToHexString(RandomNumberGenerator.GetBytes(8))
        + "000000000000000010000000" + Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
}
