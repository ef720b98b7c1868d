using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Hidori.Simulator;
using Hidori.Simulator.Microsoft365;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Hidori.Server.Tests.Simulating;

public sealed class TheControlPanel
{
    [Theory]
    [InlineData("/", "外の世界")]
    [InlineData("/calendars", "予定表")]
    [InlineData("/calendars?week=2026-04-08&who=tanaka@test.example", "4月6日(月) の週")]
    [InlineData("/mail", "メール")]
    [InlineData("/people", "佐藤 健一")]
    [InlineData("/notifications", "購読はありません")]
    [InlineData("/faults", "障害を追加")]
    public async Task Every_screen_opens(string path, string words)
    {
        await using var tenant = await SimulatedTenant.StartAsync();

        Assert.Contains(words, WebUtility.HtmlDecode(await tenant.Http.GetStringAsync(path, TestContext.Current.CancellationToken)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_is_added_moved_and_deleted_by_forms()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        await PostAsync("/calendars", ("who", "sato@test.example"), ("subject", "<b>見積</b>"), ("start", "2026-04-02T10:00"), ("end", "2026-04-02T11:00"), ("showAs", "Tentative"));
        var page = new HtmlParser().ParseDocument(await tenant.Http.GetStringAsync("/calendars?week=2026-04-02", TestContext.Current.CancellationToken));

        var card = page.QuerySelector(".entry.tentative")!;
        var id = ((IHtmlInputElement)card.QuerySelector("input[name=id]")!).Value;
        await PostAsync("/calendars/change", ("who", "sato@test.example"), ("id", id), ("do", "move"), ("start", "2026-04-03T10:00"), ("end", "2026-04-03T11:00"));
        var moved = Assert.Single(tenant.World.CalendarOf("sato@test.example"));
        await PostAsync("/calendars/change", ("who", "sato@test.example"), ("id", id), ("do", "delete"));
        var deleted = tenant.World.CalendarOf("sato@test.example").Count;
        var trash = new HtmlParser().ParseDocument(await tenant.Http.GetStringAsync("/calendars?week=2026-04-02", TestContext.Current.CancellationToken));
        await PostAsync("/calendars/change", ("who", "sato@test.example"), ("id", ((IHtmlInputElement)trash.QuerySelector("form:has(button[value=restore]) input[name=id]")!).Value), ("do", "restore"));

        Assert.Contains("<b>見積</b>", card.TextContent, StringComparison.Ordinal);
        Assert.Equal(NodaTime.Instant.FromUtc(2026, 4, 3, 1, 0), moved.Start);
        Assert.Equal(0, deleted);
        Assert.Equal(id, Assert.Single(tenant.World.CalendarOf("sato@test.example")).Id);

        async Task PostAsync(string path, params (string Name, string Value)[] form)
        {
            using var answer = await tenant.Http.PostAsync(path, new FormUrlEncodedContent(form.Select(f => new KeyValuePair<string, string>(f.Name, f.Value))), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_fault_chosen_on_the_screen_is_waiting()
    {
        await using var tenant = await SimulatedTenant.StartAsync();

        using var answer = await tenant.Http.PostAsync("/faults", new FormUrlEncodedContent([new("kind", "429"), new("vendor", "microsoft365"), new("method", "GET"), new("times", "2")]), TestContext.Current.CancellationToken);

        var fault = Assert.Single(tenant.Host.Faults.Pending).Fault;
        Assert.Equal((FaultKind.Status(429, 10), "GET", 2), (fault.Kind, fault.Method, fault.Times));
    }

    [Fact]
    public void The_sample_company_is_the_same_every_time()
    {
        var (one, other) = (Seeded(), Seeded());

        Assert.All(SampleWorld.Members, m => Assert.Equal(one[m], other[m]));
        Assert.All(SampleWorld.Members, m => Assert.True(one[m].Count >= 3, m));

        static Dictionary<string, List<(string, NodaTime.Instant)>> Seeded()
        {
            var world = new Microsoft365World(new FakeTimeProvider(new DateTimeOffset(2026, 4, 1, 0, 0, 0, TimeSpan.Zero)));
            SampleWorld.Seed(world, new SampleOptions { ClientId = "c", ClientSecret = "s", RedirectUris = ["http://localhost/back"] });
            return SampleWorld.Members.ToDictionary(m => m, m => world.CalendarOf(SampleWorld.Address(m)).Select(i => (i.Subject, i.Start)).Order().ToList());
        }
    }
}
