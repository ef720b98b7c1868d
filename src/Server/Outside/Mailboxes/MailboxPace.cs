using Hidori.Server.Storage.Rows;
using NodaTime;

namespace Hidori.Server.Outside.Mailboxes;

/// <summary>When a mailbox is asked again, and how old its copy may be.</summary>
/// <remarks>
/// Calls a day and idle mailbox: 25 with notifications, 49 without, and 24 renewals of the token, which lasts an hour
/// (counted by bench, <c>busy idle</c>). So 1,000 mailboxes without notifications are 49,000 calls of Graph, one every two
/// seconds, of the 2,000 a second that it allows.
/// </remarks>
public static class MailboxPace
{
    /// <summary>Notifications are hints, not truth: we ask all the same, but seldom.</summary>
    private static readonly Duration WhenTold = Duration.FromMinutes(60);

    /// <summary>The list of changes lags behind the notification at times: one more look after it.</summary>
    private static readonly Duration AfterNews = Duration.FromMinutes(3);
    private static readonly Duration WhenLookedAt = Duration.FromMinutes(5);
    private static readonly Duration WhenIdle = Duration.FromMinutes(30);
    private static readonly Duration LookLasts = Duration.FromMinutes(30);

    private static readonly Duration OldestWhenTold = Duration.FromMinutes(75);
    private static readonly Duration OldestWhenAsked = Duration.FromMinutes(15);

    /// <summary>Whether a page may show the copy: known to be current, or young enough.</summary>
    public static bool IsFresh(MailboxRow mailbox, Instant now) => FreshUntil(mailbox) >= now;

    /// <summary>So long a page may show the copy as it is; null when not even now.</summary>
    public static Instant? FreshUntil(MailboxRow mailbox) =>
        mailbox is not { ReadAt: { } readAt, Reason: null } || mailbox.NotifiedAt >= readAt ? null
        : mailbox is { Subscription: not null, SubscriptionEndsAt: { } told }
            ? Instant.Max(readAt + OldestWhenAsked, Instant.Min(readAt + OldestWhenTold, told))
            : readAt + OldestWhenAsked;

    /// <summary>When the next round is due because somebody looks at the copy; null when that changes nothing.</summary>
    public static Instant? DueWhenLookedAt(MailboxRow mailbox, Instant now) =>
        !IsFresh(mailbox, now) ? now
        : IsTold(mailbox, now) ? null
        : mailbox.ReadAt + WhenLookedAt;

    /// <summary>When the next round is due after a good one.</summary>
    /// <param name="wasTold">The round followed a notification.</param>
    public static Instant Next(MailboxRow mailbox, Instant now, bool wasTold)
    {
        var pace = wasTold ? AfterNews
            : IsTold(mailbox, now) ? WhenTold
            : mailbox.LookedAt is { } looked && now - looked < LookLasts ? WhenLookedAt
            : WhenIdle;
        var next = now + pace;
        return mailbox is { Subscription: not null, SubscribeAgainAt: { } renew } && renew < next ? Instant.Max(renew, now) : next;
    }

    private static bool IsTold(MailboxRow mailbox, Instant now) => mailbox.Subscription is not null && mailbox.SubscriptionEndsAt > now;
}
