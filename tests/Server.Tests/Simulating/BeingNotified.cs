using System.Text.Json.Nodes;
using Hidori.Simulator.Microsoft365;
using Microsoft.AspNetCore.Http;
using NodaTime;
using NodaTime.Text;
using Xunit;

namespace Hidori.Server.Tests.Simulating;

/// <summary>Subscriptions as graph.md §7.1–7.2 has them (M20).</summary>
public sealed class BeingNotified : IAsyncLifetime
{
    private const string Tanaka = "tanaka@test.example";
    private SimulatedTenant _tenant = null!;
    private NotificationListener _listener = null!;
    private GraphClient _graph = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private ChangeNotifications Notifications => _tenant.World.Notifications;

    public async ValueTask InitializeAsync()
    {
        _tenant = await SimulatedTenant.StartAsync();
        _listener = await NotificationListener.StartAsync(Ct);
        _graph = await _tenant.GraphAsync(Tanaka);
    }

    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync();
        await _tenant.DisposeAsync();
    }

    [Fact]
    public async Task Both_urls_echo_a_token_before_the_subscription_is_made()
    {
        var (status, body) = await SubscribeAsync();

        Assert.Equal((201, "secret"), (status, body.Text("clientState")));
        Assert.Equal(2, _listener.Tokens.Count);
        Assert.All(_listener.Tokens, t => Assert.Contains("Validation: ", t, StringComparison.Ordinal));
        Assert.Equal("", (await _graph.GetAsync("/subscriptions/" + body.Text("id"))).Text("clientState"));
    }

    [Fact]
    public async Task A_wrong_echo_makes_no_subscription()
    {
        Func<string, IResult>[] wrong =
        [
            t => Results.Text(Uri.EscapeDataString(t), "text/plain"), t => Results.Text(t, "text/html"), t => Results.Text(t, "text/plain", statusCode: 202),
        ];
        foreach (var handshake in wrong)
        {
            _listener.Handshake = handshake;
            var (status, body) = await SubscribeAsync();
            Assert.Equal((400, "ValidationError"), (status, body.ErrorCode()));
        }

        Assert.Empty(Notifications.Subscriptions);
    }

    [Fact]
    public async Task A_slow_echo_is_not_waited_for()
    {
        _tenant.World.Behaviour.HandshakePatience = TimeSpan.FromMilliseconds(200);
        using var isRefused = new ManualResetEventSlim();
        _listener.Handshake = token =>
        {
            isRefused.Wait(Ct);
            return Results.Text(token, "text/plain");
        };

        var (status, body) = await SubscribeAsync();
        isRefused.Set();

        Assert.Equal((400, "ValidationError"), (status, body.ErrorCode()));
    }

    [Fact]
    public async Task A_lifetime_has_an_upper_and_a_lower_end()
    {
        var tooLong = await SubscribeAsync(minutes: 10_081);
        var brief = await SubscribeAsync(minutes: 5);

        Assert.Equal(400, tooLong.Status);
        Assert.Equal(_tenant.World.Now + Duration.FromMinutes(45), InstantPattern.ExtendedIso.Parse(brief.Body.Text("expirationDateTime")).Value);
    }

    [Fact]
    public async Task The_same_once_more_is_a_conflict_and_the_list_shows_the_first()
    {
        var first = await SubscribeAsync();

        var second = await SubscribeAsync();

        Assert.Equal(409, second.Status);
        Assert.Equal(first.Body.Text("id"), Assert.Single((await _graph.GetAsync("/subscriptions"))["value"]!.AsArray()).Text("id"));
    }

    [Fact]
    public async Task It_is_renewed_and_ends_by_time_or_by_hand()
    {
        var id = (await SubscribeAsync(minutes: 60)).Body.Text("id");

        var renewed = await _graph.SendAsync("PATCH", "/subscriptions/" + id, new JsonObject { ["expirationDateTime"] = In(10_000) });
        var again = await _graph.SendAsync("POST", $"/subscriptions/{id}/reauthorize");
        var ended = await _graph.SendAsync("DELETE", "/subscriptions/" + id);
        var gone = await _graph.SendAsync("PATCH", "/subscriptions/" + id, new JsonObject { ["expirationDateTime"] = In(100) });

        Assert.Equal((200, 204, 204, 404), (renewed.Status, again.Status, ended.Status, gone.Status));

        var brief = (await SubscribeAsync(minutes: 50)).Body.Text("id");
        _tenant.Time.Advance(TimeSpan.FromMinutes(51));
        Assert.Equal(404, (await _graph.SendAsync("PATCH", "/subscriptions/" + brief, new JsonObject { ["expirationDateTime"] = In(100) })).Status);
    }

    [Fact]
    public async Task A_new_entry_is_told_twice_and_our_own_writes_echo()
    {
        var id = (await SubscribeAsync()).Body.Text("id");

        var entry = await _graph.CreateAsync(GraphClient.Item("打合せ", "2026-04-02T10:00:00", "2026-04-02T11:00:00"));
        await Notifications.DeliverAsync(Ct);

        Assert.Equal(["created", "updated"], _listener.Items.Select(i => i.Text("changeType")));
        var item = _listener.Items.First();
        Assert.Equal((id, "secret", entry.Text("id")), (item.Text("subscriptionId"), item.Text("clientState"), item.Text("resourceData", "id")));
        Assert.Single(_listener.Deliveries);
    }

    [Fact]
    public async Task Several_mailboxes_share_one_delivery()
    {
        await SubscribeAsync();
        var sato = await _tenant.GraphAsync("sato@test.example");
        await SubscribeAsync(sato);

        foreach (var who in new[] { Tanaka, "sato@test.example" }) _tenant.World.DeleteEvent(who, Put(who));
        await Notifications.DeliverAsync(Ct);

        Assert.Equal(2, Assert.Single(_listener.Deliveries)["value"]!.AsArray().Select(i => i.Text("subscriptionId")).Distinct().Count());
        Assert.Equal(6, _listener.Items.Count());
    }

    [Fact]
    public async Task Other_calendars_are_not_told_of()
    {
        await SubscribeAsync();
        _tenant.World.AddCalendar(Tanaka, "別");

        _tenant.World.Put(Tanaka, new NewItem("x", _tenant.World.Now, _tenant.World.Now + Duration.FromHours(1)) { Calendar = "別" });

        Assert.Equal(0, await Notifications.DeliverAsync(Ct));
    }

    [Fact]
    public async Task A_refused_delivery_comes_again_and_is_missed_after_four_hours()
    {
        await SubscribeAsync();
        _listener.Status = 500;
        Put(Tanaka);
        await Notifications.DeliverAsync(Ct);
        for (var i = 0; i < 20; i++)
        {
            _tenant.Time.Advance(TimeSpan.FromMinutes(20));
            await Notifications.DeliverAsync(Ct);
        }

        Assert.True(_listener.Deliveries.Count > 5);
        Assert.Contains(_listener.Items, i => i.Text("lifecycleEvent") == "missed");
    }

    [Fact]
    public async Task A_delivery_may_be_lost_doubled_reversed_or_late()
    {
        await SubscribeAsync();
        Notifications.GoWrong(DeliveryTrouble.Lost);
        await PutAndDeliverAsync();
        Assert.Empty(_listener.Deliveries);

        Notifications.GoWrong(DeliveryTrouble.Twice);
        await PutAndDeliverAsync();
        Assert.Equal(2, _listener.Deliveries.Count);

        Notifications.GoWrong(DeliveryTrouble.Reversed);
        await PutAndDeliverAsync();
        Assert.Equal(["updated", "created"], _listener.Deliveries.Last()["value"]!.AsArray().Select(i => i.Text("changeType")));

        Notifications.GoWrong(DeliveryTrouble.Late);
        await PutAndDeliverAsync();
        Assert.Equal(3, _listener.Deliveries.Count);
        _tenant.Time.Advance(TimeSpan.FromMinutes(10));
        await Notifications.DeliverAsync(Ct);
        Assert.Equal(4, _listener.Deliveries.Count);
    }

    [Fact]
    public async Task Shortly_before_the_end_it_asks_to_be_reauthorized_once()
    {
        await SubscribeAsync(minutes: 120);
        _tenant.Time.Advance(TimeSpan.FromMinutes(65));

        await Notifications.DeliverAsync(Ct);
        await Notifications.DeliverAsync(Ct);

        Assert.Equal("reauthorizationRequired", Assert.Single(_listener.Items).Text("lifecycleEvent"));
    }

    [Fact]
    public async Task With_the_consent_the_subscription_goes_and_says_so()
    {
        await SubscribeAsync();

        _tenant.World.RevokeConsent(Tanaka);
        await Notifications.DeliverAsync(Ct);

        Assert.Equal("subscriptionRemoved", Assert.Single(_listener.Items).Text("lifecycleEvent"));
        Assert.Empty(Notifications.Subscriptions);
    }

    [Fact]
    public async Task A_subscription_can_die_without_a_word()
    {
        var id = (await SubscribeAsync()).Body.Text("id");

        Notifications.DieSilently(Tanaka);
        await PutAndDeliverAsync();

        Assert.Empty(_listener.Deliveries);
        Assert.Equal(id, (await _graph.GetAsync("/subscriptions/" + id)).Text("id"));
    }

    private string Put(string who) =>
        _tenant.World.Put(who, new NewItem("x", _tenant.World.Now, _tenant.World.Now + Duration.FromHours(1)));

    private async Task PutAndDeliverAsync()
    {
        Put(Tanaka);
        await Notifications.DeliverAsync(Ct);
    }

    private string In(int minutes) => InstantPattern.ExtendedIso.Format(_tenant.World.Now + Duration.FromMinutes(minutes));

    private async Task<(int Status, JsonNode? Body)> SubscribeAsync(GraphClient? graph = null, int minutes = 10_000) =>
        await (graph ?? _graph).SendAsync("POST", "/subscriptions", new JsonObject
        {
            ["changeType"] = "created,updated,deleted",
            ["notificationUrl"] = new Uri(_listener.Address, "notices").AbsoluteUri,
            ["lifecycleNotificationUrl"] = new Uri(_listener.Address, "lives?a=b").AbsoluteUri,
            ["resource"] = "/me/events",
            ["expirationDateTime"] = In(minutes),
            ["clientState"] = "secret",
        });
}
