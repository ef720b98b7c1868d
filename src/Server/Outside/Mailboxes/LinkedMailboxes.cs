using Hidori.Domain;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Outside.Mailboxes;

/// <summary>Begins, wakes and ends the copy of a linked mailbox.</summary>
public sealed class LinkedMailboxes(Db db, DbFactory factory, MailboxSubscriptions subscriptions, IClock clock)
{
    /// <summary>A person has just disconnected and waits: the vendor gets this long to hear that nobody listens any more.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Within the caller's transaction: the connection is new or mended, and its mailbox is to be read.</summary>
    public static async Task WakeAsync(Db db, ConnectionRow connection, Instant now, CancellationToken ct)
    {
        if (!await db.Mailboxes.AnyAsync(m => m.Connection == connection.Id, ct))
            db.Mailboxes.Add(new MailboxRow { Connection = connection.Id, Organization = connection.Organization });
        await Outbox.RingOrOpenAsync(db, SubjectKind.Mailbox, connection.Id.Value, connection.Organization, now, ct);
        await db.SaveChangesAsync(ct);
    }

    /// <summary>
    /// These members' calendars were just read beside their copies, which give way to the calendars themselves until the worker has
    /// read them anew.
    /// </summary>
    public async Task NoteReadingAsync(IReadOnlyCollection<MemberId> members, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var mailboxes = await (from connection in db.Connections.AsNoTracking()
                               where members.Contains(connection.Member) && connection.State != ConnectionState.Disconnected
                               join mailbox in db.Mailboxes.AsNoTracking() on connection.Id equals mailbox.Connection
                               orderby connection.Id
                               select connection.Id).ToListAsync(ct);
        foreach (var id in mailboxes)
        {
            using var turn = await factory.WriterTurnAsync(ct);
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            // Outbox first, as everywhere: the round that reads this mailbox holds its outbox row before the mailbox's.
            await Outbox.RingAsync(db, SubjectKind.Mailbox, id.Value, now, ct);
            await db.Mailboxes.Where(m => m.Connection == id).ExecuteUpdateAsync(set => set.SetProperty(m => m.NotifiedAt, now), ct);
            await transaction.CommitAsync(ct);
        }
    }

    /// <summary>The grant is about to be given back: the vendor is asked to be quiet while it still listens, and the copy goes.</summary>
    public async Task EndAsync(ConnectionRow connection, CancellationToken ct)
    {
        var mailbox = await db.Mailboxes.AsNoTracking().FirstOrDefaultAsync(m => m.Connection == connection.Id, ct);
        if (mailbox?.Subscription is { } subscription)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
            patience.CancelAfter(Patience);
            await subscriptions.TryEndAsync(connection.ForAdapters(), subscription, patience.Token);
        }

        using var turn = await factory.WriterTurnAsync(ct);
        await db.Mailboxes.Where(m => m.Connection == connection.Id).ExecuteDeleteAsync(ct);
    }
}
