using System.Text;
using System.Text.Json.Nodes;
using NodaTime;

namespace Hidori.Simulator.Microsoft365;

/// <summary>Subscriptions as a test or a person sees them: what is alive, what was delivered, and what shall go wrong with it.</summary>
/// <remarks>Nothing is delivered until somebody asks for it or the simulator runs on the real clock. Safe for several threads.</remarks>
public sealed class ChangeNotifications
{
    private const int ItemsPerDelivery = 20;
    private const int KeptAttempts = 1_000;
    private static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>The service gives up after four hours (change-notifications-delivery-webhooks.md).</summary>
    private static readonly Duration Patience = Duration.FromHours(4);

    private readonly Microsoft365World world;
    private readonly Lock gate = new();
    private readonly Queue<DeliveryTrouble> troubles = new();
    private readonly List<DeliveryAttempt> attempts = [];

    internal ChangeNotifications(Microsoft365World world) => this.world = world;

    public IReadOnlyList<SubscriptionSummary> Subscriptions => world.Run(o => o.State.Subscriptions.Select(s => new SubscriptionSummary(
        s.Id, o.FindAccount(s.Owner)?.Address ?? s.Owner, s.Resource, s.NotificationUrl, s.LifecycleUrl, s.Expires, s.IsDead)).ToList(), changes: false);

    /// <summary>Every POST to a notification URL, the lost ones too, oldest first.</summary>
    public IReadOnlyList<DeliveryAttempt> Attempts
    {
        get
        {
            lock (gate) return [.. attempts];
        }
    }

    /// <summary>Items that wait for their time or for another try.</summary>
    public int Waiting => world.Run(o => o.State.Notices.Count, changes: false);

    /// <summary>The next deliveries go wrong in this way, one for each time it is said.</summary>
    public void GoWrong(DeliveryTrouble trouble, int times = 1)
    {
        lock (gate)
        {
            for (var i = 0; i < times; i++) troubles.Enqueue(trouble);
        }
    }

    /// <summary>The subscriptions to a mailbox go on answering and deliver nothing any more.</summary>
    public void DieSilently(string who) => world.Run(o =>
    {
        foreach (var subscription in Of(o, who)) subscription.IsDead = true;
        return true;
    });

    /// <summary>Tells the subscribers to a mailbox of this; a removed subscription is gone afterwards.</summary>
    public void Tell(string who, LifecycleEvent what) => world.Run(o =>
    {
        foreach (var subscription in Of(o, who))
        {
            o.TellOf(subscription, what);
            if (what == LifecycleEvent.SubscriptionRemoved) o.State.Subscriptions.Remove(subscription);
        }
        return true;
    });

    /// <summary>Posts everything that is due at this moment.</summary>
    /// <returns>How many POSTs were sent.</returns>
    public async Task<int> DeliverAsync(CancellationToken ct = default)
    {
        if (world.Run(o => o.AgeSubscriptions(), changes: false)) world.Changed?.Invoke();
        var posts = 0;
        while (world.Run(o => o.State.Notices.Exists(n => n.Due <= o.Now), changes: false))
        {
            var delivery = world.Run(Take);
            if (delivery.Count == 0) continue;
            posts += await DeliverAsync(delivery, NextTrouble(), ct);
        }
        return posts;
    }

    private static List<Subscription> Of(Outlook outlook, string who)
    {
        var account = outlook.FindAccount(who) ?? throw new ArgumentException($"Nobody is called {who}.", nameof(who));
        return outlook.State.Subscriptions.FindAll(s => s.Owner == account.Id);
    }

    /// <summary>What goes to one URL in one POST, whichever subscriptions it belongs to.</summary>
    private static List<PendingNotice> Take(Outlook outlook)
    {
        var notices = outlook.State.Notices;
        if (notices.Find(n => n.Due <= outlook.Now) is not { } first) return [];
        var taken = notices.Where(n => n.Due <= outlook.Now && n.Url == first.Url).Take(ItemsPerDelivery).ToList();
        notices.RemoveAll(taken.Contains);
        return taken;
    }

    private DeliveryTrouble? NextTrouble()
    {
        lock (gate) return troubles.TryDequeue(out var trouble) ? trouble : null;
    }

    private async Task<int> DeliverAsync(List<PendingNotice> items, DeliveryTrouble? trouble, CancellationToken ct)
    {
        switch (trouble)
        {
            case DeliveryTrouble.Lost:
                Keep(new(world.Now, items[0].Url, Body(items), 0, IsLost: true));
                return 0;
            case DeliveryTrouble.Late:
                world.Run(o => Postpone(o, items, Duration.FromMinutes(10)));
                return 0;
            case DeliveryTrouble.Reversed:
                items.Reverse();
                break;
            case DeliveryTrouble.Twice:
                await PostAsync(items, ct);
                return 1 + await PostAsync(items, ct);
        }
        return await PostAsync(items, ct);
    }

    private async Task<int> PostAsync(List<PendingNotice> items, CancellationToken ct)
    {
        var body = Body(items);
        var status = 0;
        try
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var answer = await Http.PostAsync(items[0].Url, content, ct);
            status = (int)answer.StatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or InvalidOperationException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            // Nobody there: tried again later like a refusal.
        }
        Keep(new(world.Now, items[0].Url, body, status, IsLost: false));
        if (status is < 200 or >= 300) world.Run(o => TryAgain(o, items));
        return 1;
    }

    private static bool TryAgain(Outlook outlook, List<PendingNotice> items)
    {
        var late = items.Where(i => outlook.Now - i.Since > Patience).ToList();
        foreach (var id in late.Select(i => i.Subscription).Distinct())
            if (outlook.State.Subscriptions.Find(s => s.Id == id) is { } subscription) outlook.TellOf(subscription, LifecycleEvent.Missed);
        var rest = items.Except(late).ToList();
        foreach (var item in rest) item.Attempts++;
        return rest.Count == 0 || Postpone(outlook, rest, Duration.FromMinutes(Math.Min(30, 1 << Math.Min(rest.Max(i => i.Attempts) - 1, 5))));
    }

    private static bool Postpone(Outlook outlook, List<PendingNotice> items, Duration by)
    {
        foreach (var item in items) item.Due = outlook.Now + by;
        outlook.State.Notices.AddRange(items);
        return true;
    }

    private static string Body(List<PendingNotice> items) =>
        new JsonObject { ["value"] = new JsonArray([.. items.Select(i => JsonNode.Parse(i.Json))]) }.ToJsonString();

    private void Keep(DeliveryAttempt attempt)
    {
        lock (gate)
        {
            attempts.Add(attempt);
            if (attempts.Count > KeptAttempts) attempts.RemoveAt(0);
        }
    }

    /// <summary>The handshake before a subscription is made: the URL echoes a token within ten seconds, as plain text (change-notifications-delivery-notificationurl-validation.md).</summary>
    /// <returns>What was wrong, or null.</returns>
    internal async Task<string?> RefusalAsync(string url, CancellationToken ct)
    {
        var token = $"Validation: Testing client application reachability for subscription Request-Id: {Guid.CreateVersion7()}";
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(world.Behaviour.HandshakePatience);
        try
        {
            using var content = new StringContent("", Encoding.UTF8, "text/plain");
            using var answer = await Http.PostAsync(
                $"{url}{(url.Contains('?', StringComparison.Ordinal) ? '&' : '?')}validationToken={Uri.EscapeDataString(token)}", content, patience.Token);
            var echo = await answer.Content.ReadAsStringAsync(patience.Token);
            if ((int)answer.StatusCode != 200) return $"Subscription validation request failed. Notification endpoint must respond with 200 OK to validation request. It responded {(int)answer.StatusCode}.";
            if (answer.Content.Headers.ContentType?.MediaType != "text/plain") return "Subscription validation request failed. Response must have content type text/plain.";
            return echo == token ? null : "Subscription validation request failed. Response must exactly match validationToken query parameter.";
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return "Subscription validation request timed out.";
        }
        catch (Exception e) when (e is HttpRequestException or InvalidOperationException)
        {
            return "Subscription validation request failed. The notification endpoint could not be reached.";
        }
    }
}

/// <summary>What happens to one delivery on its way.</summary>
public enum DeliveryTrouble
{
    /// <summary>It never arrives, and nobody tries again.</summary>
    Lost,

    /// <summary>It arrives two times.</summary>
    Twice,

    /// <summary>Its items come in the opposite order.</summary>
    Reversed,

    /// <summary>It comes ten minutes later, behind others.</summary>
    Late,
}

/// <summary>One POST to a notification URL; status 0 when nobody answered.</summary>
public sealed record DeliveryAttempt(Instant At, string Url, string Body, int Status, bool IsLost);

public sealed record SubscriptionSummary(
    string Id, string Mailbox, string Resource, string NotificationUrl, string? LifecycleUrl, Instant Expires, bool IsDead);
