using System.Collections.Concurrent;
using Hidori.Domain;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Outside.Mailboxes;

/// <summary>
/// Which mailboxes pages wanted to show: from now on for a while they are asked more often. Whoever looks only notes it; the worker of the
/// same process writes, for all in a few statements. What a process forgets that ends before, the next look notes again.
/// </summary>
public sealed class NotedLooks(DbFactory factory, IClock clock)
{
    /// <summary>A look within this time after another is not noted.</summary>
    public static readonly Duration IsNewsAfter = Duration.FromMinutes(4);

    private readonly ConcurrentDictionary<ConnectionId, (Instant At, Instant? Due)> noted = new();

    public void Note(MailboxRow mailbox)
    {
        var now = clock.GetCurrentInstant();
        if (mailbox.LookedAt is not { } at || now - at >= IsNewsAfter)
            noted[mailbox.Connection] = (now, MailboxPace.DueWhenLookedAt(mailbox, now));
    }

    public async Task WriteAsync(CancellationToken ct)
    {
        if (noted.IsEmpty)
            return;
        var looks = new List<(ConnectionId Mailbox, Instant At, Instant? Due)>();
        foreach (var mailbox in noted.Keys)
        {
            if (noted.TryRemove(mailbox, out var look))
                looks.Add((mailbox, look.At, look.Due));
        }

        await using var db = factory.OpenOutsideOrganizations();
        try
        {
            using var turn = await factory.WriterTurnAsync(ct);
            await WriteAsync(db, looks, ct);
        }
        catch (Exception failure)
        {
            foreach (var (mailbox, at, due) in looks)
                noted.TryAdd(mailbox, (at, due));
            // Another node writes the same at this moment: the next turn does.
            if (!db.IsPassing(failure))
                throw;
        }
    }

    private async Task WriteAsync(Db db, List<(ConnectionId Mailbox, Instant At, Instant? Due)> looks, CancellationToken ct)
    {
        var looked = looks.Select(l => l.Mailbox).ToList();
        var first = looks.Select(l => l.At).DefaultIfEmpty().Min();
        await db.Mailboxes.IgnoreQueryFilters([Db.OrganizationFilter]).Where(m => looked.Contains(m.Connection))
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.LookedAt, first), ct);
        // Those that are due in some minutes are rung together, with the last of them.
        var now = clock.GetCurrentInstant();
        foreach (var due in looks.Where(l => l.Due is not null).ToLookup(l => l.Due <= now))
            await Outbox.RingAnywhereAsync(db, SubjectKind.Mailbox, [.. due.Select(l => l.Mailbox.Value)], due.Max(l => l.Due)!.Value, ct);
    }
}
