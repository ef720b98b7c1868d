using Hidori.Domain.Outside;
using Hidori.Domain.Time;
using Hidori.Integrations;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Hidori.Server.Outside.Mailboxes;

/// <summary>
/// One round: what changed since the last says where to look, and what is read there replaces what the copy held. The
/// caller commits entries and mark together, or neither.
/// </summary>
/// <remarks>
/// The list of changes is only a trigger, because it is no reading: occurrences come as stubs, a deleted occurrence not
/// at all, things outside the window as removed (reference/graph.md §7.3). Its mark is taken before the entries are
/// read, so that what happens in between comes with the next round.
/// </remarks>
public sealed class MailboxRound(
    Db db, CalendarProviders providers, MailboxSubscriptions feeds, MailboxCopy copy, IEnumerable<IMailboxChanges> listeners,
    IOptionsMonitor<MailboxOptions> options, IClock clock)
{
    /// <summary>The window is longer than pages need, so that it has to begin anew only once a week.</summary>
    private const int SpareDays = 8;

    /// <summary>Everything is read once a day whatever the changes say: no drift lives longer.</summary>
    private static readonly Duration RereadAfter = Duration.FromHours(24);

    /// <summary>Beyond this many places it costs less to read everything.</summary>
    private const int MostPlaces = 6;

    /// <returns>What was read, where everything was; null when only what had changed was.</returns>
    public async Task<WholeReading?> RunAsync(MailboxRow mailbox, Connection via, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var isAnew = mailbox.Mark is null || !Covers(mailbox, now);
        var window = isAnew ? WindowAt(now) : new Interval(mailbox.WindowStartsAt!.Value, mailbox.WindowEndsAt!.Value);
        CalendarChanges changes;
        try
        {
            changes = await feeds.FeedOf(via).ReadChangesAsync(via, window, isAnew ? null : mailbox.Mark, ct);
        }
        catch (ChangeMarkExpiredException) when (!isAnew)
        {
            (isAnew, window) = (true, WindowAt(now));
            changes = await feeds.FeedOf(via).ReadChangesAsync(via, window, null, ct);
        }

        var places = isAnew || now - mailbox.RereadAt >= RereadAfter ? null : await PlacesAsync(mailbox, window, changes, ct);
        var read = await ReadAsync(via, places ?? [window], ct);
        var touched = await copy.ReplaceAsync(mailbox, places, read, ct);
        var ours = await OursAsync(mailbox, isAnew ? [] : changes.Entries, touched, ct);
        foreach (var listener in ours.Count > 0 ? listeners : [])
            await listener.HearAsync(mailbox.Connection, ours, ct);

        (mailbox.WindowStartsAt, mailbox.WindowEndsAt) = (window.Start, window.End);
        mailbox.Mark = changes.Mark;
        mailbox.ReadAt = now;
        if (places is not null)
            return null;
        mailbox.RereadAt = now;
        return new WholeReading(now, window, read);
    }

    private bool Covers(MailboxRow mailbox, Instant now) =>
        mailbox.WindowStartsAt <= now && mailbox.WindowEndsAt >= now + Duration.FromDays(options.CurrentValue.DaysAhead);

    private Interval WindowAt(Instant now)
    {
        // Whole days: what began yesterday may still take time, in whatever zone.
        var today = now.InUtc().Date.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
        return new Interval(today - Duration.FromDays(1), today + Duration.FromDays(options.CurrentValue.DaysAhead + SpareDays));
    }

    /// <summary>Where to read; null for everywhere, empty for nowhere.</summary>
    private async Task<IReadOnlyList<Interval>?> PlacesAsync(
        MailboxRow mailbox, Interval window, CalendarChanges changes, CancellationToken ct)
    {
        // We were told of a change, and the list holds none: a deleted occurrence shows in no list (graph-docs issue 5520).
        if (changes.Entries.Count == 0)
            return mailbox.NotifiedAt >= mailbox.ReadAt ? null : [];
        if (changes.Entries.Any(e => e.IsSeries))
            return null;

        var ids = changes.Entries.Select(e => e.RemoteId).ToHashSet();
        var before = (await copy.HeldAsync(mailbox.Connection, ct)).Where(b => ids.Contains(b.RemoteId)).ToDictionary(b => b.RemoteId);
        // What we never held may lie outside the window, or be a series.
        if (changes.Entries.Any(e => e.IsRemoved && !before.ContainsKey(e.RemoteId)))
            return null;

        var places = Merged(
            [
                .. changes.Entries.Where(e => e.Time is not null).Select(e => e.Time!.Value),
                .. before.Values.Select(b => new Interval(b.Time.Start - Duration.FromMinutes(1), b.Time.End + Duration.FromMinutes(1))),
            ],
            window);
        return places.Count > MostPlaces ? null : places;
    }

    private static List<Interval> Merged(IEnumerable<Interval> times, Interval window)
    {
        List<Interval> merged = [];
        foreach (var time in times.Where(t => t.Overlaps(window)).OrderBy(t => t.Start))
        {
            var place = new Interval(Instant.Max(time.Start, window.Start), Instant.Min(time.End, window.End));
            if (merged.Count > 0 && place.Start <= merged[^1].End)
                merged[^1] = new Interval(merged[^1].Start, Instant.Max(merged[^1].End, place.End));
            else
                merged.Add(place);
        }

        return merged;
    }

    private async Task<List<Domain.Availability.BusyEntry>> ReadAsync(Connection via, IReadOnlyList<Interval> places, CancellationToken ct)
    {
        List<Domain.Availability.BusyEntry> read = [];
        foreach (var place in places)
            read.AddRange((await providers.For(via).ReadBusyAsync(via, place, ct)).Entries);
        return read;
    }

    /// <summary>Our entries among what changed, by the ledger, and among what the copy saw move or vanish.</summary>
    private async Task<IReadOnlyList<TouchedEntry>> OursAsync(
        MailboxRow mailbox, IReadOnlyList<ChangedEntry> changed, IReadOnlyList<TouchedEntry> seen, CancellationToken ct)
    {
        var gone = changed.ToDictionary(c => c.RemoteId, c => c.IsRemoved);
        List<string?> ids = [.. gone.Keys];
        var ledger = ids.Count == 0
            ? []
            : await db.Ledger.AsNoTracking()
                .Where(l => l.Connection == mailbox.Connection && l.State != LedgerState.Gone && ids.Contains(l.RemoteId)).ToListAsync(ct);
        return
        [
            .. ledger.Select(l => new TouchedEntry(l.Key, l.RemoteId!, gone[l.RemoteId!])).Concat(seen).DistinctBy(t => t.Key),
        ];
    }
}
