using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Availability;
using Hidori.Domain.Outside;
using Hidori.Domain.Time;
using Hidori.Server.Outside.Mailboxes;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Hidori.Server.Outside;

/// <summary>What a page shows of one host.</summary>
/// <param name="Until">So long the calendar may be shown while its version stands; null where calendars are asked with every page.</param>
public sealed record ShownHost(PagePerson Person, BusyTimes Times, Instant? Until);

/// <summary>
/// What a page shows of hosts' time: the copy where it is young enough, else the calendar itself, and always what Hidori
/// has taken (SPEC M22, M23). Never for deciding: <see cref="LiveBusy"/> is.
/// </summary>
public sealed class BusyForPages(
    Db db, AgendaRows agendas, LiveBusy live, MailboxCopy copy, NotedLooks looks, IOptionsMonitor<MailboxOptions> options, IClock clock)
{
    /// <summary>
    /// A calendar that has no copy is asked; its answer is one for so long. Whoever looks is a stranger, and no number of looks may become as
    /// many questions to a vendor.
    /// </summary>
    private static readonly Duration AnswerIsYoung = Duration.FromMinutes(1);
    public static readonly Duration RefusalIsYoung = Duration.FromSeconds(15);

    public async Task<IReadOnlyDictionary<MemberId, BusyTimes>> ReadAsync(
        IReadOnlyCollection<MemberId> hosts, Interval window, CancellationToken ct)
    {
        var calendars = await HostsAsync(hosts, hosts, window, ct);
        var taken = await TakenAsync(hosts, window, ct);
        return calendars.ToDictionary(c => c.Key, c => c.Value.Times switch
        {
            // Whoever reads the entries alone would take the rest for free.
            BusyTimes.Known { Rest: { } rest } known => new BusyTimes.Unknown(rest.Reason, known.ReadAt),
            BusyTimes.Known known => WithTaken(known, taken[c.Key]),
            var unknown => unknown,
        });
    }

    /// <summary>The hosts and their calendars alone, without what Hidori has taken.</summary>
    /// <param name="all">Of the same page: through the link of any of them one may be asked for who has none.</param>
    public async Task<IReadOnlyDictionary<MemberId, ShownHost>> HostsAsync(
        IReadOnlyCollection<MemberId> hosts, IReadOnlyCollection<MemberId> all, Interval window, CancellationToken ct) =>
        await ShowAsync(await agendas.HostsAsync(hosts, ct), all, window, ct);

    /// <summary>The same of hosts that were read already.</summary>
    public async Task<IReadOnlyDictionary<MemberId, ShownHost>> ShowAsync(
        IReadOnlyDictionary<MemberId, HostCopy> known, IReadOnlyCollection<MemberId> all, Interval window, CancellationToken ct)
    {
        var young = Young(known, window);
        var asked = await live.ReadSharedAsync([.. known.Keys.Where(h => !young.ContainsKey(h))], all, window, ct);
        // From the first end on for all of them: one question of each, side by side.
        var restOf = young.Where(c => c.Value.End < window.End).ToDictionary();
        var restFrom = restOf.Values.Select(c => c.End).DefaultIfEmpty(window.End).Min();
        var rest = await live.ReadSharedAsync(restOf.Keys, all, new Interval(restFrom, window.End), ct);
        var now = clock.GetCurrentInstant();
        var lookAgain = now + NotedLooks.IsNewsAfter;
        Instant? UntilAskedAgain(BusyTimes answer) =>
            options.CurrentValue.KeepsCopies ? now + (answer is BusyTimes.Known ? AnswerIsYoung : RefusalIsYoung) : null;
        ShownHost Show(MemberId host, HostCopy of)
        {
            if (!young.TryGetValue(host, out var copied))
            {
                var answer = asked[host];
                return new ShownHost(of.Person, answer is BusyTimes.Unknown unknown ? unknown with { LastReadAt = of.Mailbox?.ReadAt } : answer, UntilAskedAgain(answer));
            }

            var until = Instant.Min(lookAgain, MailboxPace.FreshUntil(of.Mailbox!)!.Value);
            return rest.TryGetValue(host, out var beyond)
                ? new ShownHost(of.Person, copied.With(beyond, restFrom), UntilAskedAgain(beyond) is { } again ? Instant.Min(again, until) : null)
                : new ShownHost(of.Person, copied.Times, until);
        }

        return known.ToDictionary(h => h.Key, h => Show(h.Key, h.Value));
    }

    /// <summary>
    /// What is known without asking any calendar: for pages that anybody may load as often as they like. A host whose copy
    /// is missing, or too old, is missing here.
    /// </summary>
    public async Task<IReadOnlyDictionary<MemberId, BusyTimes>> CopiedAsync(
        IReadOnlyCollection<MemberId> hosts, Interval window, CancellationToken ct)
    {
        var copied = Young(await agendas.HostsAsync(hosts, ct), window).Where(c => window.End <= c.Value.End);
        var taken = await TakenAsync(hosts, window, ct);
        return copied.ToDictionary(c => c.Key, BusyTimes (c) => WithTaken(c.Value.Times, taken[c.Key]));
    }

    /// <summary>What the copies hold that are young enough to be shown, from the window's start to its end or their own.</summary>
    private Dictionary<MemberId, Copied> Young(IReadOnlyDictionary<MemberId, HostCopy> hosts, Interval window)
    {
        var now = clock.GetCurrentInstant();
        foreach (var mailbox in hosts.Values.Select(h => h.Mailbox).OfType<MailboxRow>())
            looks.Note(mailbox);
        return hosts
            .Where(h => h.Value.Mailbox is { } mailbox && MailboxPace.IsFresh(mailbox, now)
                && mailbox.WindowStartsAt <= window.Start && window.Start < mailbox.WindowEndsAt)
            .ToDictionary(h => h.Key, h => new Copied(
                new BusyTimes.Known(
                    h.Value.Entries is { } entries ? [.. copy.Open(entries).Where(e => e.Time.Overlaps(window))] : [], h.Value.Mailbox!.ReadAt!.Value),
                h.Value.Mailbox.WindowEndsAt!.Value));
    }

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

    /// <summary>What a copy holds.</summary>
    /// <param name="End">Of its window: what lies beyond it is not known.</param>
    private sealed record Copied(BusyTimes.Known Times, Instant End)
    {
        /// <summary>With what the calendar itself says from there on, where it says anything.</summary>
        /// <param name="from">Not after the copy's own end.</param>
        public BusyTimes.Known With(BusyTimes beyond, Instant from) => beyond is BusyTimes.Known known
            ? Times with
            {
                // What reaches over the seam is in both.
                Entries = [.. Times.Entries.Where(e => e.Time.Start < from).Union(known.Entries).OrderBy(e => e.Time.Start).ThenBy(e => e.Time.End)],
                ReadAt = Instant.Min(Times.ReadAt, known.ReadAt),
            }
            : Times with { Rest = new UnknownRest(End, ((BusyTimes.Unknown)beyond).Reason) };
    }
}
