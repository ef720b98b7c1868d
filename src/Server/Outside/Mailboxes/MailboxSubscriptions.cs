using Hidori.Integrations;
using Hidori.Server.Protection;
using Hidori.Server.Storage.Rows;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Hidori.Server.Outside.Mailboxes;

/// <summary>Keeps the vendor's promise to tell us of changes: made where it can reach us, renewed at half its life, made anew when it is gone.</summary>
public sealed class MailboxSubscriptions(
    IEnumerable<IMailboxFeed> feeds, ISecrets secrets, IOptions<ServerOptions> server, IOptionsMonitor<MailboxOptions> mailboxes, IClock clock)
{
    /// <summary>Where the vendor posts; the connections' feature serves it.</summary>
    public const string NotificationPath = "/api/notifications/";
    public const string LifecyclePath = "/lifecycle";

    private static readonly Duration RefusedPause = Duration.FromHours(6);
    private static readonly Duration FailedPause = Duration.FromMinutes(30);

    public IMailboxFeed FeedOf(Connection via) => feeds.Single(f => f.Kind == via.Provider);

    /// <summary>Makes the row's subscription what it should be. Without one, asking has to do: no failure stops the round but a dead grant or a throttled mailbox.</summary>
    /// <returns>Whether the row has a subscription that it did not have before.</returns>
    public async Task<bool> KeepAsync(MailboxRow mailbox, Connection via, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        if (!CanBeReached)
        {
            if (mailbox.Subscription is { } unwanted)
                await TryEndAsync(via, unwanted, ct);
            Forget(mailbox);
            return false;
        }

        if (mailbox.SubscribeAgainAt > now && !(mailbox.Subscription is not null && mailbox.SubscriptionEndsAt <= now))
            return false;
        try
        {
            return await RenewAsync(mailbox, via, now, ct) ? false : await SubscribeAsync(mailbox, via, now, ct);
        }
        catch (ProviderRefusedException)
        {
            // It cannot reach us, or has promised too much already.
            Forget(mailbox);
            mailbox.SubscribeAgainAt = now + RefusedPause;
        }
        catch (ProviderException failure) when (failure is not (ConnectionBrokenException or ThrottledException))
        {
            mailbox.SubscribeAgainAt = now + FailedPause;
        }

        return false;
    }

    public async Task TryEndAsync(Connection via, string subscription, CancellationToken ct)
    {
        try
        {
            await FeedOf(via).UnsubscribeAsync(via, subscription, ct);
        }
        catch (Exception failure) when (failure is ProviderException or OperationCanceledException)
        {
            // It runs out by itself within days, and what comes until then is for nobody.
        }
    }

    public static void Forget(MailboxRow mailbox)
    {
        mailbox.Subscription = null;
        mailbox.SubscriptionSecretHash = null;
        mailbox.SubscriptionEndsAt = null;
        mailbox.SubscribeAgainAt = null;
    }

    private bool CanBeReached =>
        mailboxes.CurrentValue.Notifications
        ?? (server.Value.PublicAddress.Scheme == Uri.UriSchemeHttps && !server.Value.PublicAddress.IsLoopback);

    private async Task<bool> RenewAsync(MailboxRow mailbox, Connection via, Instant now, CancellationToken ct)
    {
        if (mailbox.Subscription is not { } subscription || mailbox.SubscriptionEndsAt <= now)
            return false;
        if (await FeedOf(via).RenewSubscriptionAsync(via, subscription, ct) is not { } endsAt)
            return false;
        Promised(mailbox, endsAt, now);
        return true;
    }

    private async Task<bool> SubscribeAsync(MailboxRow mailbox, Connection via, Instant now, CancellationToken ct)
    {
        Forget(mailbox);
        var secret = secrets.NewLinkSecret();
        var path = NotificationPath + via.Provider.ToString().ToLowerInvariant();
        var target = new NotificationTarget(new Uri(server.Value.Link(path)), new Uri(server.Value.Link(path + LifecyclePath)), secret);
        var made = await FeedOf(via).SubscribeAsync(via, target, ct);
        mailbox.Subscription = made.Id;
        mailbox.SubscriptionSecretHash = LinkHash.Of(secret);
        Promised(mailbox, made.EndsAt, now);
        return true;
    }

    private static void Promised(MailboxRow mailbox, Instant endsAt, Instant now)
    {
        mailbox.SubscriptionEndsAt = endsAt;
        mailbox.SubscribeAgainAt = now + (endsAt - now) / 2;
    }
}
