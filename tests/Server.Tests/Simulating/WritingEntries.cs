using System.Text.Json.Nodes;
using Hidori.Simulator.Microsoft365;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Simulating;

public sealed class WritingEntries
{
    private static readonly string[] ShortSelection = ["id", "subject", "showAs"];

    [Fact]
    public async Task A_second_post_with_the_same_transactionId_is_refused_even_after_deletion()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        var graph = await tenant.GraphAsync("tanaka@test.example");
        var item = Item();
        item["transactionId"] = "t-1";
        var first = await graph.CreateAsync(item);

        var second = await graph.SendAsync("POST", "/me/events", item.DeepClone());
        tenant.World.Behaviour.TellsExistingEventId = true;
        var third = await graph.SendAsync("POST", "/me/events", item.DeepClone());
        await graph.SendAsync("DELETE", "/me/events/" + first.Text("id"));
        tenant.World.Behaviour.DuplicateTransactionStatus = 400;
        var fourth = await graph.SendAsync("POST", "/me/events", item.DeepClone());

        Assert.Equal((409, "ErrorDuplicateTransactionId"), (second.Status, second.Body.ErrorCode()));
        Assert.Equal(first.Text("id"), third.Body.Text("error", "@event.existingEventId"));
        Assert.Equal((400, "ErrorDuplicateTransactionId"), (fourth.Status, fourth.Body.ErrorCode()));
        Assert.Empty(tenant.World.CalendarOf("tanaka@test.example"));
    }

    [Fact]
    public async Task A_transactionId_cannot_be_patched()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        var graph = await tenant.GraphAsync("tanaka@test.example");
        var created = await graph.CreateAsync(Item());

        var (status, body) = await graph.SendAsync("PATCH", "/me/events/" + created.Text("id"), new JsonObject { ["transactionId"] = "t-2" });

        Assert.Equal((400, "ErrorInvalidRequest"), (status, body.ErrorCode()));
    }

    [Fact]
    public async Task An_old_etag_is_refused_and_the_current_one_taken()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        var graph = await tenant.GraphAsync("tanaka@test.example");
        var created = await graph.CreateAsync(Item());
        var path = "/me/events/" + created.Text("id");
        var patched = await graph.PatchAsync(created.Text("id"), new JsonObject { ["subject"] = "変更" });

        var stale = await graph.SendAsync("DELETE", path, ifMatch: created.Text("@odata.etag"));
        var current = await graph.SendAsync("DELETE", path, ifMatch: patched.Text("@odata.etag"));

        Assert.Equal((412, "ErrorIrresolvableConflict"), (stale.Status, stale.Body.ErrorCode()));
        Assert.Equal(204, current.Status);
    }

    [Fact]
    public async Task The_immutable_id_survives_a_move_and_the_default_one_does_not()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        tenant.World.AddCalendar("tanaka@test.example", "別の予定表");
        var graph = await tenant.GraphAsync("tanaka@test.example");
        var immutable = (await graph.CreateAsync(Item())).Text("id");
        graph.Prefer = "";
        var ordinary = (await graph.GetAsync("/me/events/" + immutable)).Text("id");

        tenant.World.MoveToCalendar("tanaka@test.example", immutable, "別の予定表");
        var byImmutable = await graph.SendAsync("GET", "/me/events/" + immutable);
        var byOrdinary = await graph.SendAsync("GET", "/me/events/" + ordinary);

        Assert.NotEqual(immutable, ordinary);
        Assert.Equal(200, byImmutable.Status);
        Assert.Equal((404, "ErrorItemNotFound"), (byOrdinary.Status, byOrdinary.Body.ErrorCode()));
    }

    [Fact]
    public async Task An_extended_property_is_not_echoed_but_can_be_expanded_and_searched()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        var graph = await tenant.GraphAsync("tanaka@test.example");
        var item = Item();
        item["singleValueExtendedProperties"] = new JsonArray(new JsonObject { ["id"] = SimulatedTenant.Property, ["value"] = "appointment-1/host-1" });
        var created = await graph.CreateAsync(item);
        await graph.CreateAsync(Item());
        var expand = Uri.EscapeDataString($"singleValueExtendedProperties($filter=id eq '{SimulatedTenant.Property}')");

        var one = await graph.GetAsync($"/me/events/{created.Text("id")}?$expand={expand}");
        var exact = await Search($"ep/value eq 'appointment-1/host-1'");
        var prefix = await Search($"startswith(ep/value,'appointment-1/')");
        var none = await Search($"ep/value eq 'other'");

        Assert.False(created.ContainsKey("singleValueExtendedProperties"));
        Assert.Equal("appointment-1/host-1", one["singleValueExtendedProperties"]![0].Text("value"));
        Assert.Equal(created.Text("id"), Assert.Single(exact).Text("id"));
        Assert.Equal(created.Text("id"), Assert.Single(prefix).Text("id"));
        Assert.Equal("appointment-1/host-1", exact[0]!["singleValueExtendedProperties"]![0].Text("value"));
        Assert.Empty(none);

        async Task<JsonArray> Search(string condition)
        {
            var filter = Uri.EscapeDataString($"singleValueExtendedProperties/Any(ep: ep/id eq '{SimulatedTenant.Property}' and {condition})");
            return (JsonArray)(await graph.GetAsync($"/me/events?$filter={filter}&$expand={expand}&$select=id,subject"))["value"]!;
        }
    }

    [Fact]
    public async Task Two_searches_can_be_joined_by_or_and_by_iCalUId()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        var graph = await tenant.GraphAsync("tanaka@test.example");
        var one = await graph.CreateAsync(Item());
        var other = await graph.CreateAsync(Item());

        var both = await graph.GetAsync("/me/calendar/events?$filter=" + Uri.EscapeDataString($"iCalUId eq '{one.Text("iCalUId")}' or iCalUId eq '{other.Text("iCalUId")}'"));

        Assert.Equal(2, ((JsonArray)both["value"]!).Count);
    }

    [Fact]
    public async Task Only_selected_members_come_back()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        var graph = await tenant.GraphAsync("tanaka@test.example");
        var created = await graph.CreateAsync(Item());

        var one = await graph.GetAsync($"/me/events/{created.Text("id")}?$select=subject,showAs");

        Assert.Equal(ShortSelection, one.Select(p => p.Key).Where(k => !k.StartsWith('@')));
    }

    [Fact]
    public async Task A_member_the_service_does_not_know_is_refused()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        var graph = await tenant.GraphAsync("tanaka@test.example");
        var item = Item();
        item["titel"] = "x";

        var (status, body) = await graph.SendAsync("POST", "/me/events", item);

        Assert.Equal((400, "RequestBodyRead"), (status, body.ErrorCode()));
    }

    [Fact]
    public async Task Wall_time_of_the_given_zone_is_kept_as_an_instant()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        var graph = await tenant.GraphAsync("tanaka@test.example");

        var created = await graph.CreateAsync(Item());

        Assert.Equal("2026-04-02T01:00:00.0000000", created.Text("start", "dateTime"));
        Assert.Equal("UTC", created.Text("start", "timeZone"));
        Assert.Equal("Tokyo Standard Time", created.Text("originalStartTimeZone"));
        Assert.Equal(Instant.FromUtc(2026, 4, 2, 1, 0), Assert.Single(tenant.World.CalendarOf("tanaka@test.example")).Start);
    }

    [Fact]
    public async Task An_unknown_zone_is_refused()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        var graph = await tenant.GraphAsync("tanaka@test.example");

        var (status, body) = await graph.SendAsync("POST", "/me/events", GraphClient.Item("x", "2026-04-02T10:00:00", "2026-04-02T11:00:00", "Edo Standard Time"));

        Assert.Equal((400, "TimeZoneNotSupportedException"), (status, body.ErrorCode()));
    }

    [Fact]
    public async Task A_mailbox_that_does_not_exist_says_so()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        var graph = await tenant.GraphAsync("tanaka@test.example");
        tenant.World.SetMailboxState("tanaka@test.example", MailboxState.Missing);

        var (status, body) = await graph.SendAsync("GET", "/me/calendar");

        Assert.Equal((404, "MailboxNotEnabledForRESTAPI"), (status, body.ErrorCode()));
        Assert.NotEmpty(body.Text("error", "innerError", "request-id"));
    }

    private static JsonObject Item() => GraphClient.Item("打合せ", "2026-04-02T10:00:00", "2026-04-02T11:00:00");
}
