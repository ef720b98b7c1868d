using NodaTime;
using GraphSubscription = Microsoft.Graph.Models.Subscription;

namespace Hidori.Integrations.Microsoft365;

/// <summary>Changes of a Microsoft 365 mailbox: delta, and subscriptions to /events (reference/graph.md §7).</summary>
internal sealed class Microsoft365Feed(GraphCalls graph, ChangeReading changes, IClock clock) : IMailboxFeed
{
    /// <summary>Outlook promises under seven days (10,080 minutes); older pages, and some clouds, 4,230 minutes.</summary>
    private static readonly Duration Longest = Duration.FromMinutes(10_000);
    private static readonly Duration LongestElsewhere = Duration.FromMinutes(4_200);

    public ProviderKind Kind => ProviderKind.Microsoft365;

    public Task<CalendarChanges> ReadChangesAsync(Connection via, Interval window, string? mark, CancellationToken ct) =>
        changes.ReadAsync(via, window, mark, ct);

    public async Task<Subscription> SubscribeAsync(Connection via, NotificationTarget target, CancellationToken ct)
    {
        try
        {
            return await CreateAsync(via, target, ct);
        }
        catch (StaleVersionException)
        {
            // 409: there is one for the same changes, whose secret we no longer know. It makes room for the new one.
            await RemoveEarlierAsync(via, target, ct);
            try
            {
                return await CreateAsync(via, target, ct);
            }
            catch (StaleVersionException e)
            {
                throw new ProviderRefusedException("409", "A subscription that is not ours stands in the way.", e);
            }
        }
        catch (PermissionLostException e)
        {
            // The quota of 1,000 a mailbox says 403 too; whether the mailbox itself is closed, reading it will tell.
            throw new ProviderRefusedException("403", e.Message, e);
        }
    }

    public async Task<Instant?> RenewSubscriptionAsync(Connection via, string subscription, CancellationToken ct)
    {
        try
        {
            return await LongestOfAsync(async length =>
            {
                var renewed = await graph.RunAsync(
                    via,
                    g => g.Subscriptions[subscription].PatchAsync(
                        new GraphSubscription { ExpirationDateTime = (clock.GetCurrentInstant() + length).ToDateTimeOffset() },
                        cancellationToken: ct),
                    ct);
                return EndOf(renewed);
            });
        }
        catch (ProviderException e) when (e is EntryGoneException or MailboxMissingException)
        {
            // ResourceNotFound is said of a mailbox and of a subscription alike.
            return null;
        }
    }

    public async Task UnsubscribeAsync(Connection via, string subscription, CancellationToken ct)
    {
        try
        {
            await graph.RunAsync(via, g => g.Subscriptions[subscription].DeleteAsync(cancellationToken: ct), ct);
        }
        catch (ProviderException e) when (e is EntryGoneException or MailboxMissingException)
        {
            // Already gone is done.
        }
    }

    private Task<Subscription> CreateAsync(Connection via, NotificationTarget target, CancellationToken ct) =>
        LongestOfAsync(async length =>
        {
            var made = await graph.RunWriteAsync(
                via,
                g => g.Subscriptions.PostAsync(
                    new GraphSubscription
                    {
                        ChangeType = "created,updated,deleted",
                        Resource = ResourceOf(via),
                        NotificationUrl = target.Notifications.AbsoluteUri,
                        LifecycleNotificationUrl = target.Lifecycle.AbsoluteUri,
                        ClientState = target.Secret,
                        ExpirationDateTime = (clock.GetCurrentInstant() + length).ToDateTimeOffset(),
                    },
                    cancellationToken: ct),
                ct);
            return new Subscription(made.Id ?? throw Unreadable(), EndOf(made));
        });

    /// <summary>The long life first; where it is refused, the one of the older pages.</summary>
    private static async Task<T> LongestOfAsync<T>(Func<Duration, Task<T>> ask)
    {
        try
        {
            return await ask(Longest);
        }
        catch (ProviderRefusedException)
        {
            return await ask(LongestElsewhere);
        }
    }

    private async Task RemoveEarlierAsync(Connection via, NotificationTarget target, CancellationToken ct)
    {
        var all = await graph.RunAsync(via, g => g.Subscriptions.GetAsync(cancellationToken: ct), ct);
        foreach (var earlier in (all.Value ?? []).Where(s => IsSame(s.Resource, ResourceOf(via)) && s.NotificationUrl == target.Notifications.AbsoluteUri))
            await UnsubscribeAsync(via, earlier.Id ?? throw Unreadable(), ct);
    }

    /// <summary>/me may come back as the account's own path.</summary>
    private static bool IsSame(string? resource, string ours) =>
        resource is not null && resource.Trim('/').EndsWith("/events", StringComparison.OrdinalIgnoreCase)
        && (string.Equals(resource.Trim('/'), ours, StringComparison.OrdinalIgnoreCase) || ours.StartsWith("me/", StringComparison.Ordinal));

    private static string ResourceOf(Connection via) => MailboxPath.Of(via).TrimStart('/') + "/events";

    private static Instant EndOf(GraphSubscription subscription) =>
        subscription.ExpirationDateTime is { } end ? Instant.FromDateTimeOffset(end) : throw Unreadable();

    private static ProviderUnavailableException Unreadable() =>
        new("Microsoft Graph sent a subscription that cannot be read.");
}
