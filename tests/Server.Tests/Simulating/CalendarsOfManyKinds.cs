using Hidori.Simulator.Microsoft365;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Simulating;

/// <summary>Many calendars, shared ones, and series of every pattern (graph.md §4, §6.7; M5).</summary>
public sealed class CalendarsOfManyKinds
{
    private const string Tanaka = "tanaka@test.example";
    private const string Sato = "sato@test.example";
    private const string April = "startDateTime=2026-04-01T00:00:00Z&endDateTime=2026-05-01T00:00:00Z";

    [Fact]
    public async Task Thirty_calendars_come_on_three_pages_and_the_default_one_is_named_apart()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        for (var i = 1; i < 30; i++) tenant.World.AddCalendar(Tanaka, $"予定表 {i}");
        tenant.World.RenameCalendar(Tanaka, "予定表", "Kalender");
        tenant.World.SortCalendars(Tanaka, "予定表 7", "予定表 3");
        var graph = await tenant.GraphAsync(Tanaka);

        var names = new List<string>();
        var pages = 0;
        for (var url = "/me/calendars"; url != ""; pages++)
        {
            var page = await graph.GetAsync(url);
            names.AddRange(page["value"]!.AsArray().Select(c => c.Text("name")));
            url = page.Text("@odata.nextLink");
        }

        Assert.Equal((3, 30, "予定表 7"), (pages, names.Count, names[0]));
        Assert.Equal("Kalender", (await graph.GetAsync("/me/calendar")).Text("name"));
    }

    [Fact]
    public async Task Events_without_a_calendar_are_those_of_the_default_one()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        tenant.World.AddCalendar(Tanaka, "別");
        var elsewhere = tenant.World.Put(Tanaka, new NewItem("x", At(2), At(3)) { Calendar = "別" });
        var graph = await tenant.GraphAsync(Tanaka);

        Assert.Empty((await graph.GetAsync("/me/events"))["value"]!.AsArray());
        Assert.Empty((await graph.GetAsync("/me/calendarView?" + April))["value"]!.AsArray());
        Assert.Equal("別", (await graph.GetAsync($"/me/events/{elsewhere}/calendar")).Text("name"));
    }

    [Fact]
    public async Task A_shared_calendar_is_read_by_its_own_path_and_with_its_own_permission()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        tenant.World.ShareCalendar(Sato, with: Tanaka);
        var entry = tenant.World.Put(Sato, new NewItem("佐藤の予定", At(2), At(3)));
        var without = await tenant.GraphAsync(Tanaka);
        var shared = (await without.GetAsync("/me/calendars"))["value"]!.AsArray().Single(c => c.Text("owner", "address") == Sato);
        var view = $"/me/calendars/{shared.Text("id")}/calendarView?{April}";
        Assert.Equal(("false", 403), (shared.Text("canEdit"), (await without.SendAsync("GET", view)).Status));

        var with = await tenant.GraphAsync(Tanaka, SimulatedTenant.Usual + " Calendars.Read.Shared");

        Assert.Equal(entry, Assert.Single((await with.GetAsync(view))["value"]!.AsArray()).Text("id"));
        Assert.Equal(entry, (await with.GetAsync($"/me/calendars/{shared.Text("id")}/events/{entry}")).Text("id"));
        Assert.Equal(404, (await with.SendAsync("GET", "/me/events/" + entry)).Status);
        Assert.Equal("予定表", (await with.GetAsync($"/users/{Sato}/calendar")).Text("name"));
        Assert.Equal(403, (await with.SendAsync("POST", $"/me/calendars/{shared.Text("id")}/events", GraphClient.Item("x", "2026-04-02T10:00:00", "2026-04-02T11:00:00"))).Status);
    }

    [Theory]
    [InlineData(RecurrencePatternType.RelativeMonthly, WeekIndex.Second, "2026-04-14", 2, "2026-05-12")]
    [InlineData(RecurrencePatternType.RelativeMonthly, WeekIndex.Last, "2026-04-28", 2, "2026-05-26")]
    [InlineData(RecurrencePatternType.AbsoluteMonthly, WeekIndex.First, "2026-03-31", 2, "2026-04-30")]
    [InlineData(RecurrencePatternType.AbsoluteYearly, WeekIndex.First, "2026-04-14", 2, "2027-04-14")]
    [InlineData(RecurrencePatternType.RelativeYearly, WeekIndex.Second, "2026-04-14", 2, "2027-04-13")]
    public async Task A_series_of_each_pattern_falls_where_Outlook_puts_it(RecurrencePatternType type, WeekIndex index, string first, int count, string last)
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        var date = NodaTime.Text.LocalDatePattern.Iso.Parse(first).Value;
        var start = date.At(new LocalTime(10, 0)).InZoneStrictly(DateTimeZoneProviders.Tzdb["Asia/Tokyo"]).ToInstant();
        var id = tenant.World.Put(Tanaka, new NewItem("定例", start, start + Duration.FromHours(1))
        {
            Recurrence = new RecurrenceRule { Type = type, Index = index, StartDate = date, NumberOfOccurrences = count },
        });
        var graph = await tenant.GraphAsync(Tanaka);

        var seen = await graph.GetAsync($"/me/events/{id}/instances?startDateTime=2026-01-01T00:00:00Z&endDateTime=2028-01-01T00:00:00Z");

        Assert.Equal([first, last], seen["value"]!.AsArray().Select(o => o.Text("start", "dateTime")[..10]));
        Assert.Equal(Camel(type), (await graph.GetAsync("/me/events/" + id)).Text("recurrence", "pattern", "type"));
    }

    private static string Camel(RecurrencePatternType type) => char.ToLowerInvariant($"{type}"[0]) + $"{type}"[1..];

    private static Instant At(int hour) => Instant.FromUtc(2026, 4, 2, hour, 0);
}
