using System.Text.Json.Nodes;
using Hidori.Simulator;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Simulating;

public sealed class ThingsThatGoWrong
{
    private const string Tanaka = "tanaka@test.example";

    [Fact]
    public async Task A_lost_answer_leaves_the_entry_and_no_reply()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        var graph = await tenant.GraphAsync(Tanaka);
        tenant.Host.Faults.LosesTheAnswerTo("POST /me/events");

        await Assert.ThrowsAsync<HttpRequestException>(() => graph.SendAsync("POST", "/me/events", Item()));

        Assert.Single(tenant.World.CalendarOf(Tanaka));
        Assert.Equal((0, 201), (tenant.Host.Requests.All[^1].Status, tenant.Host.Requests.All[^1].Answered));
    }

    [Theory]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    public async Task A_lost_answer_is_not_asked_for_again_behind_the_clients_back(string method)
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        var graph = await tenant.GraphAsync(Tanaka);
        var id = (await graph.CreateAsync(Item())).Text("id");
        tenant.Host.Faults.Add(new Fault(FaultKind.DoneThenDisconnected, method, "/me/events/*"));

        await Assert.ThrowsAsync<HttpRequestException>(() => graph.SendAsync(method, "/me/events/" + id, method == "PATCH" ? new JsonObject { ["subject"] = "x" } : null));

        Assert.Single(tenant.Host.Requests.All, e => e.Method == method);
    }

    [Fact]
    public async Task A_call_that_never_arrives_leaves_nothing()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        var graph = await tenant.GraphAsync(Tanaka);
        tenant.Host.Faults.Add(new Fault(FaultKind.NeverArrives, "POST", "/me/events"));

        await Assert.ThrowsAsync<HttpRequestException>(() => graph.SendAsync("POST", "/me/events", Item()));

        Assert.Empty(tenant.World.CalendarOf(Tanaka));
    }

    [Fact]
    public async Task A_fault_hits_the_nth_call_of_its_kind_and_no_other()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        var graph = await tenant.GraphAsync(Tanaka);
        tenant.Host.Faults.Add(new Fault(FaultKind.Status(503, retryAfterSeconds: 7), "GET", "/me/calendar") { FromCall = 2, Mailbox = Tanaka });

        var statuses = new List<int>();
        for (var i = 0; i < 3; i++) statuses.Add((await graph.SendAsync("GET", "/me/calendar")).Status);

        Assert.Equal([200, 503, 200], statuses);
    }

    [Fact]
    public async Task A_test_may_decide_for_each_call()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        var graph = await tenant.GraphAsync(Tanaka);
        tenant.Host.Faults.Decide = call => call is { Method: "GET", Route: "/me" } ? FaultKind.Status(401) : null;

        var (status, body) = await graph.SendAsync("GET", "/me");

        Assert.Equal((401, "InvalidAuthenticationToken"), (status, body.ErrorCode()));
    }

    [Fact]
    public async Task The_fifth_request_at_once_to_one_mailbox_is_throttled()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        var graph = await tenant.GraphAsync(Tanaka);
        tenant.Host.Faults.Add(new Fault(FaultKind.Slow(Duration.FromMinutes(1), onSimulatedTime: true), "GET", "/me/calendar") { Times = 4 });
        var slow = Enumerable.Range(0, 4).Select(_ => graph.SendAsync("GET", "/me/calendar")).ToList();
        while (tenant.Host.Faults.Pending.Count > 0) await Task.Yield();

        using var fifth = await WaitForThrottleAsync(graph);
        while (!slow.TrueForAll(s => s.IsCompleted))
        {
            tenant.Time.Advance(TimeSpan.FromMinutes(1));
            await Task.Yield();
        }
        var others = await Task.WhenAll(slow);

        Assert.Equal("10", fifth.Headers.RetryAfter!.ToString());
        Assert.All(others, o => Assert.Equal(200, o.Status));
    }

    [Fact]
    public async Task A_batch_answers_each_request_with_its_own_status()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        var graph = await tenant.GraphAsync(Tanaka);
        var created = await graph.CreateAsync(Item());

        var (status, body) = await graph.SendAsync("POST", "/$batch", new JsonObject
        {
            ["requests"] = new JsonArray(
                new JsonObject { ["id"] = "a", ["method"] = "DELETE", ["url"] = "/me/events/" + created.Text("id") },
                new JsonObject { ["id"] = "b", ["method"] = "GET", ["url"] = "/me/events/AAMkAabc" },
                new JsonObject { ["id"] = "c", ["method"] = "GET", ["url"] = "/me?$select=displayName" }),
        });

        Assert.Equal(200, status);
        var responses = ((JsonArray)body!["responses"]!).ToDictionary(r => r.Text("id"), r => r.Text("status"));
        Assert.Equal(("204", "400", "200"), (responses["a"], responses["b"], responses["c"]));
    }

    [Fact]
    public async Task The_world_comes_back_from_its_file()
    {
        var file = Path.Combine(Path.GetTempPath(), $"hidori-simulator-{Guid.CreateVersion7()}.json");
        string token;
        await using (var tenant = await SimulatedTenant.StartAsync(file))
        {
            token = (await tenant.TokensAsync(Tanaka)).Text("access_token");
            await new GraphClient(tenant.Http, token).CreateAsync(Item());
        }

        await using var again = await SimulatedTenant.StartAsync(file);
        var page = await new GraphClient(again.Http, token).GetAsync("/me/events");

        Assert.Single((JsonArray)page["value"]!);
        File.Delete(file);
    }

    private static async Task<HttpResponseMessage> WaitForThrottleAsync(GraphClient graph)
    {
        while (true)
        {
            var answer = await graph.RawAsync("GET", "/me/calendar");
            if ((int)answer.StatusCode == 429) return answer;
            answer.Dispose();
        }
    }

    private static JsonObject Item() => GraphClient.Item("打合せ", "2026-04-02T10:00:00", "2026-04-02T11:00:00");
}
