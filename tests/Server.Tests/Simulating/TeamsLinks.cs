using System.Text.Json.Nodes;
using Hidori.Simulator.Microsoft365;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Simulating;

public sealed class TeamsLinks
{
    private const string Tanaka = "tanaka@test.example";

    [Fact]
    public async Task The_link_is_in_the_answer_and_its_block_in_the_body()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        var graph = await tenant.GraphAsync(Tanaka);

        var created = await graph.CreateAsync(Online());

        Assert.StartsWith("https://teams.microsoft.com/l/meetup-join/", created.Text("onlineMeeting", "joinUrl"), StringComparison.Ordinal);
        Assert.Contains(created.Text("onlineMeeting", "joinUrl"), created.Text("body", "content"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_late_link_comes_with_time()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        tenant.World.SetTeams(Tanaka, TeamsAvailability.Late(Duration.FromSeconds(8)));
        var graph = await tenant.GraphAsync(Tanaka);

        var created = await graph.CreateAsync(Online());
        tenant.Time.Advance(TimeSpan.FromSeconds(8));
        var later = await graph.GetAsync("/me/events/" + created.Text("id"));

        Assert.Equal(("true", ""), (created.Text("isOnlineMeeting"), created.Text("onlineMeeting")));
        Assert.NotEmpty(later.Text("onlineMeeting", "joinUrl"));
    }

    [Fact]
    public async Task Without_Teams_the_entry_is_made_and_silently_stays_offline()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        tenant.World.SetTeams(Tanaka, TeamsAvailability.Never);
        var graph = await tenant.GraphAsync(Tanaka);

        var created = await graph.CreateAsync(Online());
        var calendar = await graph.GetAsync("/me/calendar");

        Assert.Equal(("false", "unknown"), (created.Text("isOnlineMeeting"), created.Text("onlineMeetingProvider")));
        Assert.Empty((JsonArray)calendar["allowedOnlineMeetingProviders"]!);
    }

    [Fact]
    public async Task A_hold_becomes_an_online_meeting_in_place()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        var graph = await tenant.GraphAsync(Tanaka);
        var hold = await graph.CreateAsync(GraphClient.Item("仮", "2026-04-02T10:00:00", "2026-04-02T11:00:00"));

        var meeting = await graph.PatchAsync(hold.Text("id"), new JsonObject { ["showAs"] = "busy", ["isOnlineMeeting"] = true, ["onlineMeetingProvider"] = "teamsForBusiness" });

        Assert.Equal(hold.Text("id"), meeting.Text("id"));
        Assert.NotEmpty(meeting.Text("onlineMeeting", "joinUrl"));
    }

    [Fact]
    public async Task A_body_without_the_block_loses_the_meeting_and_one_with_it_keeps_it()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        var graph = await tenant.GraphAsync(Tanaka);
        var created = await graph.CreateAsync(Online());
        var id = created.Text("id");

        var kept = await graph.PatchAsync(id, Body("<p>前書き</p>" + created.Text("body", "content")));
        var lost = await graph.PatchAsync(id, Body("<p>前書きだけ</p>"));

        Assert.NotEmpty(kept.Text("onlineMeeting", "joinUrl"));
        Assert.Equal(("false", ""), (lost.Text("isOnlineMeeting"), lost.Text("onlineMeeting")));
    }

    private static JsonObject Body(string html) => new() { ["body"] = new JsonObject { ["contentType"] = "html", ["content"] = html } };

    private static JsonObject Online()
    {
        var item = GraphClient.Item("打合せ", "2026-04-02T10:00:00", "2026-04-02T11:00:00");
        item["isOnlineMeeting"] = true;
        item["onlineMeetingProvider"] = "teamsForBusiness";
        return item;
    }
}
