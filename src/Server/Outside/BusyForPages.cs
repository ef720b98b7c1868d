using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Availability;
using Hidori.Domain.Outside;
using Hidori.Server.Outside.Mailboxes;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Hidori.Server.Outside;

/// <summary>What a page shows of one calendar.</summary>
/// <param name="Until">So long it may be shown while its version stands; null when it was asked for this once.</param>
public sealed record ShownCalendar(BusyTimes Times, Instant? Until);

/// <summary>
/// What a page shows of hosts' time: the copy where it is young enough, else the calendar itself, and always what Hidori
/// has taken (SPEC M22, M23). Never for deciding: <see cref="LiveBusy"/> is.
/// </summary>
public sealed class BusyForPages(
    Db db, LiveBusy live, MailboxCopy copy, LinkedMailboxes linked, IOptionsMonitor<MailboxOptions> options, IClock clock)
{
    public async Task<IReadOnlyDictionary<MemberId, BusyTimes>> ReadAsync(
        IReadOnlyCollection<MemberId> hosts, Interval window, CancellationToken ct)
    {
        var calendars = await CalendarsAsync(hosts, window, ct);
        var taken = await TakenAsync(hosts, window, ct);
        return calendars.ToDictionary(c => c.Key, c => c.Value.Times is BusyTimes.Known known ? WithTaken(known, taken[c.Key]) : c.Value.Times);
    }

    /// <summary>The calendars alone, without what Hidori has taken.</summary>
    public async Task<IReadOnlyDictionary<MemberId, ShownCalendar>> CalendarsAsync(
        IReadOnlyCollection<MemberId> hosts, Interval window, CancellationToken ct)
    {
        var mailboxes = await MailboxesAsync(hosts, ct);
        var copied = await YoungAsync(mailboxes, window, ct);
        var asked = await live.ReadSharedAsync([.. hosts.Where(h => !copied.ContainsKey(h))], window, ct);
        var lookAgain = clock.GetCurrentInstant() + LinkedMailboxes.LookIsNewsAfter;
        return hosts.Distinct().ToDictionary(
            h => h,
            h => copied.TryGetValue(h, out var copy)
                ? new ShownCalendar(copy, Instant.Min(lookAgain, MailboxPace.FreshUntil(mailboxes[h])!.Value))
                : new ShownCalendar(
                    asked[h] is BusyTimes.Unknown unknown ? unknown with { LastReadAt = mailboxes.GetValueOrDefault(h)?.ReadAt } : asked[h], Until: null));
    }

    /// <summary>
    /// What is known without asking any calendar: for pages that anybody may load as often as they like. A host whose copy
    /// is missing, or too old, is missing here.
    /// </summary>
    public async Task<IReadOnlyDictionary<MemberId, BusyTimes>> CopiedAsync(
        IReadOnlyCollection<MemberId> hosts, Interval window, CancellationToken ct)
    {
        var copied = await YoungAsync(await MailboxesAsync(hosts, ct), window, ct);
        var taken = await TakenAsync(hosts, window, ct);
        return copied.ToDictionary(c => c.Key, BusyTimes (c) => WithTaken(c.Value, taken[c.Key]));
    }

    /// <summary>What the copies hold that are young enough to be shown.</summary>
    private async Task<Dictionary<MemberId, BusyTimes.Known>> YoungAsync(Dictionary<MemberId, MailboxRow> mailboxes, Interval window, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var young = mailboxes.Where(m => MailboxPace.IsFresh(m.Value, now) && Covers(m.Value, window)).ToList();
        var copied = await copy.ReadAsync([.. young.Select(m => m.Value.Connection)], window, ct);
        await linked.NoteLookAsync(mailboxes.Values, ct);
        return young.ToDictionary(m => m.Key, m => new BusyTimes.Known([.. copied[m.Value.Connection]], m.Value.ReadAt!.Value));
    }

    /// <summary>The copies of hosts whose link works: of any other the present state is not known, however young the copy.</summary>
    private async Task<Dictionary<MemberId, MailboxRow>> MailboxesAsync(IReadOnlyCollection<MemberId> hosts, CancellationToken ct)
    {
        if (!options.CurrentValue.KeepsCopies)
            return [];
        return await (from connection in db.Connections.AsNoTracking()
                      where hosts.Contains(connection.Member)
                          && (connection.State == ConnectionState.Connected || connection.State == ConnectionState.Throttled)
                      join mailbox in db.Mailboxes.AsNoTracking() on connection.Id equals mailbox.Connection
                      select new { connection.Member, mailbox }).ToDictionaryAsync(m => m.Member, m => m.mailbox, ct);
    }

    private static bool Covers(MailboxRow mailbox, Interval window) =>
        mailbox.WindowStartsAt <= window.Start && window.End <= mailbox.WindowEndsAt;

    private async Task<ILookup<MemberId, TakenTime>> TakenAsync(
        IReadOnlyCollection<MemberId> hosts, Interval window, CancellationToken ct)
    {
        List<AgendaId> agendas = [.. hosts.Select(AgendaId.Of)];
        var taken = await db.TakenTimes.AsNoTracking().Within(agendas, window).ToListAsync(ct);
        return taken.ToLookup(t => new MemberId(t.Whose.Value));
    }

    /// <summary>What Hidori has taken is there before any calendar echoes it.</summary>
    private static BusyTimes.Known WithTaken(BusyTimes.Known known, IEnumerable<TakenTime> taken)
    {
        var echoed = known.Entries.Select(e => e.Ours).OfType<EntryKey>().Select(k => (k.Appointment, k.Candidate)).ToHashSet();
        return known with
        {
            Entries =
            [
                .. HeldTimes.Mark(known.Entries, taken).Concat(
                    from time in taken
                    where !echoed.Contains((time.Appointment, time.Candidate))
                    let key = new EntryKey(time.Appointment, time.Candidate, new MemberId(time.Whose.Value))
                    select new BusyEntry(
                        new Interval(time.Start, time.End), time.IsFixed ? BusyKind.Busy : BusyKind.Tentative, key.ToString(), Title: null, key))
                    .OrderBy(e => e.Time.Start).ThenBy(e => e.Time.End),
            ],
        };
    }
}
