using System.Text.Json.Nodes;
using Hidori.Simulator.Microsoft365;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Simulating;

public sealed class ReadingCalendars
{
    private const string Tanaka = "tanaka@test.example";
    private const string Window = "/me/calendar/calendarView?startDateTime=2026-04-06T00:00:00%2B09:00&endDateTime=2026-04-13T00:00:00%2B09:00";

    [Fact]
    public async Task A_series_is_expanded_in_the_view_and_a_single_master_in_the_list()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        tenant.World.Put(Tanaka, new NewItem("朝会", At(6, 9), At(6, 10))
        {
            Recurrence = RecurrenceRule.Weekly(new LocalDate(2026, 4, 6), null, IsoDayOfWeek.Monday, IsoDayOfWeek.Wednesday, IsoDayOfWeek.Friday),
            CancelledDates = [new LocalDate(2026, 4, 8)],
            MovedOccurrences = [new MovedOccurrence(new LocalDate(2026, 4, 10), At(10, 15), At(10, 16))],
        });
        var graph = await tenant.GraphAsync(Tanaka);

        var view = Values(await graph.GetAsync(Window));
        var list = Values(await graph.GetAsync("/me/events"));

        Assert.Equal(["occurrence", "exception"], view.Select(e => e.Text("type")));
        Assert.Equal(["2026-04-06T00:00:00.0000000", "2026-04-10T06:00:00.0000000"], view.Select(e => e.Text("start", "dateTime")));
        Assert.Equal(view[0].Text("seriesMasterId"), Assert.Single(list).Text("id"));
        Assert.NotEqual(view[0].Text("iCalUId"), view[1].Text("iCalUId"));
    }

    [Fact]
    public async Task Pages_hold_ten_and_the_next_link_leads_to_the_rest()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        for (var hour = 0; hour < 12; hour++) tenant.World.Put(Tanaka, new NewItem($"{hour}", At(7, hour), At(7, hour + 1)));
        var graph = await tenant.GraphAsync(Tanaka);

        var first = await graph.GetAsync(Window + "&$select=subject");
        var second = await graph.GetAsync(first.Text("@odata.nextLink"));
        var whole = await graph.GetAsync(Window + "&$top=1000");

        Assert.Equal(10, Values(first).Count);
        Assert.Equal(2, Values(second).Count);
        Assert.False(second.ContainsKey("@odata.nextLink"));
        Assert.False(((JsonObject)Values(second)[0]!).ContainsKey("showAs"));
        Assert.Equal(12, Values(whole).Count);
    }

    [Fact]
    public async Task An_all_day_entry_is_midnight_to_midnight_in_the_zone_of_the_reply()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        tenant.World.Put(Tanaka, new NewItem("休暇", At(7, 0), At(8, 0)) { IsAllDay = true, ShowAs = ShowAs.Oof });
        var graph = await tenant.GraphAsync(Tanaka);

        var utc = Values(await graph.GetAsync(Window))[0];
        graph.Prefer = "outlook.timezone=\"Tokyo Standard Time\"";
        var tokyo = Values(await graph.GetAsync(Window))[0];

        Assert.Equal(("2026-04-07T00:00:00.0000000", "UTC"), (utc.Text("start", "dateTime"), utc.Text("start", "timeZone")));
        Assert.Equal(("2026-04-07T00:00:00.0000000", "Tokyo Standard Time"), (tokyo.Text("start", "dateTime"), tokyo.Text("start", "timeZone")));
    }

    [Fact]
    public async Task The_offset_of_the_window_counts_and_the_preferred_zone_does_not()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        tenant.World.Put(Tanaka, new NewItem("x", At(6, 1), At(6, 2)));
        var graph = await tenant.GraphAsync(Tanaka);
        graph.Prefer = "outlook.timezone=\"Tokyo Standard Time\"";

        var inTokyo = Values(await graph.GetAsync(Window));
        var inUtc = Values(await graph.GetAsync("/me/calendarView?startDateTime=2026-04-06T00:00:00&endDateTime=2026-04-07T00:00:00"));

        Assert.Single(inTokyo);
        Assert.Empty(inUtc);
    }

    [Fact]
    public async Task The_default_calendar_is_the_default_in_any_order()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        for (var i = 0; i < 11; i++) tenant.World.AddCalendar(Tanaka, $"予定表{i}");
        tenant.World.SortCalendars(Tanaka, "予定表7", "予定表3");
        var graph = await tenant.GraphAsync(Tanaka);

        var list = await graph.GetAsync("/me/calendars");
        var usual = await graph.GetAsync("/me/calendar");

        Assert.Equal("予定表7", Values(list)[0].Text("name"));
        Assert.Equal(10, Values(list).Count);
        Assert.NotEmpty(list.Text("@odata.nextLink"));
        Assert.Equal(("予定表", "true"), (usual.Text("name"), usual.Text("isDefaultCalendar")));
    }

    [Fact]
    public async Task Free_busy_of_a_stranger_is_an_error_of_that_address_only()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        tenant.World.Put("sato@test.example", new NewItem("秘密", At(7, 10), At(7, 11)) { ShowAs = ShowAs.Tentative });
        var graph = await tenant.GraphAsync(Tanaka);

        var (status, body) = await graph.SendAsync("POST", "/me/calendar/getSchedule", FreeBusy(["sato@test.example", "nobody@test.example"], "2026-04-07T09:00:00", "2026-04-07T12:00:00"));

        Assert.Equal(200, status);
        var found = Values((JsonObject)body!);
        var (sato, nobody) = (found[0]!, found[1]!);
        Assert.Equal("001100", sato.Text("availabilityView"));
        Assert.Equal(("tentative", ""), (sato["scheduleItems"]![0].Text("status"), sato["scheduleItems"]![0].Text("subject")));
        Assert.Equal("ErrorMailRecipientNotFound", nobody.Text("error", "responseCode"));
    }

    [Theory]
    [InlineData(101, 1, "ErrorMailboxDataArrayTooBig")]
    [InlineData(1, 63, "ErrorTimeIntervalTooBig")]
    public async Task Too_many_addresses_or_days_are_refused(int addresses, int days, string code)
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        var graph = await tenant.GraphAsync(Tanaka);
        var end = new LocalDate(2026, 4, 1).PlusDays(days);

        var (status, body) = await graph.SendAsync("POST", "/me/calendar/getSchedule", FreeBusy(Enumerable.Repeat(Tanaka, addresses), "2026-04-01T00:00:00", $"{end:uuuu-MM-dd}T00:00:00"));

        Assert.Equal((400, code), (status, body.ErrorCode()));
    }

    [Fact]
    public async Task Rooms_come_with_their_own_permission()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        tenant.World.GrantForOrganization("test.example", SimulatedTenant.ClientId, "Place.Read.All");
        var graph = await tenant.GraphAsync(Tanaka);

        var room = Assert.Single(Values(await graph.GetAsync("/places/microsoft.graph.room?$top=100")));

        Assert.Equal(("room@test.example", "6"), (room.Text("emailAddress"), room.Text("capacity")));
    }

    private static JsonObject FreeBusy(IEnumerable<string> addresses, string start, string end) => new()
    {
        ["schedules"] = new JsonArray([.. addresses.Select(a => JsonValue.Create(a))]),
        ["startTime"] = new JsonObject { ["dateTime"] = start, ["timeZone"] = "Tokyo Standard Time" },
        ["endTime"] = new JsonObject { ["dateTime"] = end, ["timeZone"] = "Tokyo Standard Time" },
    };

    private static JsonArray Values(JsonObject page) => (JsonArray)page["value"]!;

    private static Instant At(int day, int hour) =>
        new LocalDateTime(2026, 4, day, 0, 0).PlusHours(hour).InZoneStrictly(DateTimeZoneProviders.Tzdb["Asia/Tokyo"]).ToInstant();
}
