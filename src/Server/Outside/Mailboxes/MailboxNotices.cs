using System.Security.Cryptography;
using System.Text;
using Hidori.Server.Protection;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Outside.Mailboxes;

/// <summary>Takes what a vendor tells of subscribed mailboxes: believed only with the subscription's secret, kept as a wake-up, worked on later.</summary>
/// <remarks>
/// A notice carries nothing we would act on: it says which mailbox to look at. So duplicates, lost ones and any order do
/// no harm. The subscription is looked up over all organizations, because the vendor does not know ours.
/// </remarks>
public sealed class MailboxNotices(DbFactory factory, Bell bell, IClock clock)
{
    /// <summary>One change in Outlook makes several notices, and one look serves them all.</summary>
    private static readonly Duration Pause = Duration.FromSeconds(2);

    public async Task TakeAsync(IReadOnlyList<MailboxNotice> notices, CancellationToken ct)
    {
        var ids = notices.Select(n => n.Subscription).Distinct().ToList();
        await using var db = factory.OpenOutsideOrganizations();
        var mailboxes = await db.Mailboxes.IgnoreQueryFilters([Db.OrganizationFilter]).AsNoTracking()
            .Where(m => m.Subscription != null && ids.Contains(m.Subscription)).ToListAsync(ct);
        foreach (var mailbox in mailboxes)
        {
            var believed = notices.Where(n => n.Subscription == mailbox.Subscription && Knows(n.Secret, mailbox)).ToList();
            if (believed.Count > 0)
                await WakeAsync(db, mailbox, believed, ct);
        }

        bell.Ring();
    }

    private async Task WakeAsync(Db db, MailboxRow mailbox, List<MailboxNotice> notices, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var isLost = notices.Exists(n => n.Kind == MailboxNoticeKind.SubscriptionLost);
        var isEnding = notices.Exists(n => n.Kind == MailboxNoticeKind.SubscriptionEnding);
        using var turn = await factory.WriterTurnAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Outbox first, as everywhere: the round that reads this mailbox holds its outbox row before the mailbox's.
        await Outbox.RingAnywhereAsync(db, SubjectKind.Mailbox, [mailbox.Connection.Value], now + Pause, ct);
        await db.Mailboxes.IgnoreQueryFilters([Db.OrganizationFilter])
            .Where(m => m.Connection == mailbox.Connection && m.Subscription == mailbox.Subscription)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(m => m.NotifiedAt, now)
                    .SetProperty(m => m.SubscribeAgainAt, m => isLost || isEnding ? null : m.SubscribeAgainAt)
                    .SetProperty(m => m.SubscriptionEndsAt, m => isLost ? now : m.SubscriptionEndsAt),
                ct);
        await transaction.CommitAsync(ct);
    }

    private static bool Knows(string? secret, MailboxRow mailbox) =>
        secret is not null && CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(LinkHash.Of(secret)), Encoding.ASCII.GetBytes(mailbox.SubscriptionSecretHash ?? ""));
}

/// <param name="Secret">What the sender gave as proof; null when it gave none.</param>
public sealed record MailboxNotice(string Subscription, string? Secret, MailboxNoticeKind Kind);

public enum MailboxNoticeKind
{
    /// <summary>Something changed, or may have: some notices were lost.</summary>
    Changed,

    /// <summary>The subscription lapses soon unless it is renewed.</summary>
    SubscriptionEnding,

    /// <summary>The vendor has dropped the subscription.</summary>
    SubscriptionLost,
}
