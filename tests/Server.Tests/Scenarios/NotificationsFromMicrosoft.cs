using System.Net;
using System.Text;
using System.Text.Json;
using Hidori.Server.Tests.Kit;
using Hidori.Simulator.Microsoft365;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>What Microsoft posts, and what strangers post to the same address (SPEC M22).</summary>
public sealed class NotificationsFromMicrosoft
{
    private const string Path = "/api/notifications/microsoft365";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task The_handshake_echoes_the_decoded_token_as_plain_text(DatabaseKind kind)
    {
        await using var app = await CopiesOfMailboxes.CopyingAsync(kind, notified: false);

        foreach (var path in new[] { Path, Path + "/lifecycle" })
        {
            using var answer = await PostAsync(app, $"{path}?validationToken={Uri.EscapeDataString("Validation: Testing <b>1+1</b> ü")}", "");
            Assert.Equal((HttpStatusCode.OK, "text/plain"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
            Assert.Equal("Validation: Testing <b>1+1</b> ü", await answer.Content.ReadAsStringAsync(Ct));
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        }
    }

    /// <summary>Each item by itself; what is not believed is taken like the rest and wakes nobody.</summary>
    [Theory, EveryDatabase, Trap(15)]
    public async Task Every_item_of_a_batch_counts_and_only_the_one_with_the_secret_is_believed(DatabaseKind kind)
    {
        await using var app = await CopiesOfMailboxes.CopyingAsync(kind, notified: true);
        var subscription = Assert.Single(app.Outlook.Notifications.Subscriptions).Id;
        var secret = SecretOf(app);

        foreach (var items in new[] { Items((subscription, "wrong"), (subscription, null), ("unknown", secret)), """{"value":[1,{"subscriptionId":5}]}""", "{}", "[]" })
        {
            using var answer = await PostAsync(app, Path, items);
            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        }

        Assert.Null(await NotifiedAtAsync(app));
        using var believed = await PostAsync(app, Path, Items(("unknown", "x"), (subscription, "wrong"), (subscription, secret)));
        Assert.Equal(HttpStatusCode.Accepted, believed.StatusCode);
        Assert.Equal(app.Now, await NotifiedAtAsync(app));
    }

    [Theory, EveryDatabase, Trap(15)]
    public async Task What_is_no_notification_is_refused_and_does_no_harm(DatabaseKind kind)
    {
        await using var app = await CopiesOfMailboxes.CopyingAsync(kind, notified: true);

        using var nonsense = await PostAsync(app, Path, "{not json");
        using var endless = await PostAsync(app, Path, "\"" + new string('x', 2 << 20) + "\"");

        Assert.Equal(HttpStatusCode.BadRequest, nonsense.StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, endless.StatusCode);
        Assert.Null(await NotifiedAtAsync(app));
    }

    [Theory, EveryDatabase]
    public async Task Repeated_late_and_reversed_notices_lead_to_the_same_copy(DatabaseKind kind)
    {
        await using var app = await CopiesOfMailboxes.CopyingAsync(kind, notified: true);
        foreach (var trouble in new[] { DeliveryTrouble.Twice, DeliveryTrouble.Reversed, DeliveryTrouble.Late })
        {
            app.Outlook.Notifications.GoWrong(trouble);
            var id = TakesTime(app, "2027-04-06 10:00");
            app.Outlook.MoveEvent(App.Mail("tanaka"), id, App.At("2027-04-07 10:00"));
            await app.Outlook.Notifications.DeliverAsync(Ct);
            app.TimePasses(Duration.FromMinutes(11));
            await app.Outlook.Notifications.DeliverAsync(Ct);
            app.TimePasses(Duration.FromSeconds(3));
            await app.WorkerLooksAsync();
            Assert.Equal(["2027-04-07 10:00"], await CopiesOfMailboxes.StartsAsync(app));
            app.Outlook.DeleteEvent(App.Mail("tanaka"), id);
        }
    }

    /// <summary>A deleted occurrence may be told by a notice and stand in no list of changes (graph-docs issue 5520).</summary>
    [Theory, EveryDatabase, Trap(16)]
    public async Task A_notice_whose_change_is_in_no_list_is_looked_for_everywhere(DatabaseKind kind)
    {
        await using var app = await CopiesOfMailboxes.CopyingAsync(kind, notified: true);
        app.Outlook.Behaviour.DeltaLag = Duration.FromHours(2);
        TakesTime(app, "2027-04-06 10:00");
        await app.Outlook.Notifications.DeliverAsync(Ct);
        app.TimePasses(Duration.FromSeconds(3));
        await app.WorkerLooksAsync();

        Assert.Equal(["2027-04-06 10:00"], await CopiesOfMailboxes.StartsAsync(app));
    }

    [Theory, EveryDatabase, Trap(21)]
    public async Task A_subscription_is_renewed_at_half_its_life_and_made_anew_when_it_is_gone(DatabaseKind kind)
    {
        await using var app = await CopiesOfMailboxes.CopyingAsync(kind, notified: true);
        var first = Assert.Single(app.Outlook.Notifications.Subscriptions);

        app.TimePasses(Duration.FromDays(4));
        await app.WorkerLooksAsync();
        var renewed = Assert.Single(app.Outlook.Notifications.Subscriptions);
        app.Outlook.Notifications.Tell(App.Mail("tanaka"), LifecycleEvent.SubscriptionRemoved);
        await app.Outlook.Notifications.DeliverAsync(Ct);
        TakesTime(app, "2027-04-20 10:00");
        app.TimePasses(Duration.FromSeconds(3));
        await app.WorkerLooksAsync();

        Assert.Equal(first.Id, renewed.Id);
        Assert.True(renewed.Expires > first.Expires);
        Assert.NotEqual(first.Id, Assert.Single(app.Outlook.Notifications.Subscriptions).Id);
        Assert.Equal(["2027-04-20 10:00"], await CopiesOfMailboxes.StartsAsync(app));
    }

    [Theory, EveryDatabase, Trap(21)]
    public async Task A_reauthorization_that_is_asked_for_is_given_at_once_and_missed_notices_are_made_up_for(DatabaseKind kind)
    {
        await using var app = await CopiesOfMailboxes.CopyingAsync(kind, notified: true);
        var before = Assert.Single(app.Outlook.Notifications.Subscriptions).Expires;
        app.TimePasses(Duration.FromMinutes(30));
        TakesTime(app, "2027-04-06 10:00");
        app.Outlook.Notifications.GoWrong(DeliveryTrouble.Lost);
        await app.Outlook.Notifications.DeliverAsync(Ct);

        app.Outlook.Notifications.Tell(App.Mail("tanaka"), LifecycleEvent.ReauthorizationRequired);
        app.Outlook.Notifications.Tell(App.Mail("tanaka"), LifecycleEvent.Missed);
        await app.Outlook.Notifications.DeliverAsync(Ct);
        app.TimePasses(Duration.FromSeconds(3));
        await app.WorkerLooksAsync();

        Assert.True(Assert.Single(app.Outlook.Notifications.Subscriptions).Expires > before);
        Assert.Equal(["2027-04-06 10:00"], await CopiesOfMailboxes.StartsAsync(app));
    }

    /// <summary>The answer to our creation was lost: the same changes again are refused with 409, and the old one makes room.</summary>
    [Theory, EveryDatabase, Trap(19)]
    public async Task A_subscription_we_know_nothing_of_is_replaced(DatabaseKind kind)
    {
        await using var app = await CopiesOfMailboxes.CopyingAsync(kind, notified: true);
        var orphan = Assert.Single(app.Outlook.Notifications.Subscriptions).Id;
        await app.Database.ExecuteAsync("UPDATE mailboxes SET subscription = NULL, subscription_secret_hash = NULL, subscription_ends_at = NULL, subscribe_again_at = NULL");

        await CopiesOfMailboxes.AsksAsync(app);

        Assert.NotEqual(orphan, Assert.Single(app.Outlook.Notifications.Subscriptions).Id);
    }

    [Theory, EveryDatabase]
    public async Task Where_the_quota_is_used_up_the_copy_follows_by_asking(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind);
        app.Outlook.Behaviour.MaxSubscriptionsPerMailbox = 0;
        (app.Settings["Mailboxes:KeepsCopies"], app.Settings["Mailboxes:Notifications"]) = ("true", "true");
        await app.RestartsAsync();
        using var tanaka = await app.SignsInAsync("tanaka");
        await app.WorkerLooksAsync();
        TakesTime(app, "2027-04-06 10:00");

        await CopiesOfMailboxes.AsksAsync(app);

        Assert.Empty(app.Outlook.Notifications.Subscriptions);
        Assert.Equal(["2027-04-06 10:00"], await CopiesOfMailboxes.StartsAsync(app));
        Assert.Equal("Connected", await app.ReadsAsync(db => db.Connections.Select(c => c.State.ToString()).SingleAsync(Ct)));
    }

    private static string TakesTime(App app, string start) =>
        app.Outlook.Put(App.Mail("tanaka"), new NewItem("別件", App.At(start), App.At(start) + Duration.FromHours(1)));

    private static Task<Instant?> NotifiedAtAsync(App app) =>
        app.ReadsAsync(db => db.Mailboxes.AsNoTracking().Select(m => m.NotifiedAt).SingleAsync(Ct));

    /// <summary>The secret as only Microsoft and the request itself know it; we keep its hash.</summary>
    private static string SecretOf(App app)
    {
        var creation = app.Simulator.Requests.All.Last(r => r.Method == "POST" && r.PathAndQuery.EndsWith("/subscriptions", StringComparison.Ordinal));
        return JsonDocument.Parse(creation.RequestBody).RootElement.GetProperty("clientState").GetString()!;
    }

    private static string Items(params (string Subscription, string? Secret)[] items) => JsonSerializer.Serialize(
        new { value = items.Select(i => new { subscriptionId = i.Subscription, clientState = i.Secret, changeType = "updated", resource = "Users/x/Events/y" }) });

    private static async Task<HttpResponseMessage> PostAsync(App app, string path, string json)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false });
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(app.Address, path)) { Content = content };
        // So that what is too long is refused before it is sent.
        request.Headers.ExpectContinue = json.Length > 1 << 20;
        return await http.SendAsync(request, Ct);
    }
}
