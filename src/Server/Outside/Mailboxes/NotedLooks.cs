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

    private readonly ConcurrentDictionary<ConnectionId, Instant?> dueByMailbox = new();

    public void Note(MailboxRow mailbox)
    {
        var now = clock.GetCurrentInstant();
        if (mailbox.LookedAt is not { } at || now - at > IsNewsAfter)
            dueByMailbox[mailbox.Connection] = MailboxPace.DueWhenLookedAt(mailbox, now);
    }

    public async Task WriteAsync(CancellationToken ct)
    {
        if (dueByMailbox.IsEmpty)
            return;
        var noted = new List<(ConnectionId Mailbox, Instant? Due)>();
        foreach (var mailbox in dueByMailbox.Keys)
        {
            if (dueByMailbox.TryRemove(mailbox, out var due))
                noted.Add((mailbox, due));
        }

        var now = clock.GetCurrentInstant();
        var looked = noted.Select(n => n.Mailbox).ToList();
        await using var db = factory.OpenOutsideOrganizations();
        using var turn = await factory.WriterTurnAsync(ct);
        await db.Mailboxes.IgnoreQueryFilters([Db.OrganizationFilter]).Where(m => looked.Contains(m.Connection))
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.LookedAt, now), ct);
        // Those that are due in some minutes are rung together, with the last of them.
        foreach (var due in noted.Where(n => n.Due is not null).ToLookup(n => n.Due <= now))
            await Outbox.RingAnywhereAsync(db, SubjectKind.Mailbox, [.. due.Select(n => n.Mailbox.Value)], due.Max(n => n.Due)!.Value, ct);
    }
}
