using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hidori.Server.Tests.Simulating;
using Hidori.Simulator.Microsoft365;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.GraphContract;

public sealed partial class TheSimulatorFitsTheContract
{
    private const string Tanaka = "tanaka@test.example";

    /// <summary>Examples of calendars and entries that the simulator does not answer as the page does.</summary>
    private static readonly Dictionary<string, string> NotAnswered = new()
    {
        ["calendar-delete"] = "Hidori makes and deletes no calendars",
        ["calendar-update"] = "Hidori renames no calendars",
        ["user-post-calendars"] = "Hidori makes and deletes no calendars",
        ["user-post-calendargroups"] = "Hidori makes no calendar groups",
        ["calendargroup-"] = "single groups are only read through their calendars",
        ["calendar-list-calendarpermissions"] = "Hidori reads no sharing permissions",
        ["calendar-get-allowed"] = "Hidori reads no sharing permissions",
        ["calendar-allowed"] = "Hidori reads no sharing permissions",
        ["outlook-share-or-delegate"] = "Hidori reads no sharing permissions",
        ["outlook-get-shared"] = "nobody shares a calendar here",
        ["outlook-create-event-in-shared"] = "nobody shares a calendar here",
        ["event-delta"] = "delta is not simulated",
        ["delta-query-events"] = "delta is not simulated",
        ["event-forward"] = "Hidori forwards nothing",
        ["event-dismissreminder"] = "Hidori leaves reminders alone",
        ["event-snoozereminder"] = "Hidori leaves reminders alone",
        ["event-list-attachments"] = "Hidori attaches nothing",
        ["event-post-attachments"] = "Hidori attaches nothing",
        ["attachment"] = "Hidori attaches nothing",
        ["opentypeextension"] = "Hidori uses extended properties instead",
        ["event-accept"] = "an organizer cannot answer the own meeting, and the page has no other",
        ["event-decline"] = "an organizer cannot answer the own meeting, and the page has no other",
        ["event-tentativelyaccept"] = "an organizer cannot answer the own meeting, and the page has no other",
        ["outlook-calendar-meeting-proposals"] = "the page breaks its request bodies off",
        ["event-list-instances"] = "needs a series; ReadingCalendars reads one",
        ["multivaluelegacyextendedproperty"] = "Hidori uses single values",
    };

    [Fact]
    public async Task Documented_requests_for_entries_and_calendars_are_answered_in_the_documented_shape()
    {
        var contract = GraphApiContract.Needed();
        await using var tenant = await SimulatedTenant.StartAsync();
        var differences = GraphApiContract.Watch(tenant.Host);
        var graph = await tenant.GraphAsync(Tanaka);
        graph.Prefer = "";
        var calendar = (await graph.GetAsync("/me/calendar")).Text("id");

        var answered = 0;
        var refused = new List<string>();
        foreach (var example in GraphExample.All(contract).Where(e => Calendars().IsMatch(e.Path) && !NotAnswered.Keys.Any(e.File.StartsWith)))
        {
            tenant.World.ResetThrottle();
            var entry = (await graph.CreateAsync(GraphClient.Item("例", "2026-04-02T10:00:00", "2026-04-02T11:00:00"))).Text("id");
            var path = EntryId().Replace(CalendarId().Replace(example.Path, "$1" + calendar), "$1" + entry);
            var body = example.RequestBody?.DeepClone();
            // The pages share one value, which can be spent only once.
            if (body is JsonObject sent && sent.ContainsKey("transactionId")) sent["transactionId"] = example.File;
            var (status, _) = await graph.SendAsync(example.Method, path + (example.Query == "" ? "" : "?" + example.Query), body);
            answered++;
            if (status >= 400) refused.Add($"{example.File}: {status} {tenant.Host.Requests.All[^1].ResponseBody}");
        }

        Assert.True(answered >= 25, $"Only {answered} examples were tried.");
        Assert.True(refused.Count == 0, string.Join('\n', refused));
        Assert.All(differences, d => Assert.True(ExampleExemptions.IsOfARequest(d), d));
    }

    [Fact]
    public async Task Every_answer_the_simulator_can_give_has_the_shape_of_the_contract()
    {
        GraphApiContract.Needed();
        await using var tenant = await SimulatedTenant.StartAsync();
        tenant.World.GrantForOrganization("test.example", SimulatedTenant.ClientId, "Place.Read.All", "User.ReadBasic.All");
        var differences = GraphApiContract.Watch(tenant.Host);
        var graph = await tenant.GraphAsync(Tanaka);
        tenant.World.Put(Tanaka, new NewItem("朝会", Instant.FromUtc(2026, 4, 6, 0, 0), Instant.FromUtc(2026, 4, 6, 1, 0))
        {
            Recurrence = RecurrenceRule.Weekly(new LocalDate(2026, 4, 6), null, IsoDayOfWeek.Monday), Location = "会議室",
        });

        var meeting = GraphClient.Item("打合せ", "2026-04-07T10:00:00", "2026-04-07T11:00:00");
        meeting["isOnlineMeeting"] = true;
        meeting["transactionId"] = "t";
        meeting["attendees"] = new JsonArray(GraphClient.Attendee("room@test.example", "resource"), GraphClient.Attendee("sato@test.example"));
        meeting["singleValueExtendedProperties"] = new JsonArray(new JsonObject { ["id"] = SimulatedTenant.Property, ["value"] = "v" });
        var id = (await graph.CreateAsync(meeting)).Text("id");
        await graph.SendAsync("POST", "/me/events", meeting.DeepClone());
        await graph.SendAsync("PATCH", $"/me/events/{id}", new JsonObject { ["showAs"] = "tentative" }, ifMatch: "W/\"old\"");
        string[] reads =
        [
            "/me", "/me?$select=id,displayName,mail,userPrincipalName,proxyAddresses,userType,accountEnabled", "/me/licenseDetails",
            "/me/mailboxSettings", "/me/calendar", "/me/calendars", "/me/calendarGroups", "/users", "/places/microsoft.graph.room",
            "/me/calendar/calendarView?startDateTime=2026-04-01T00:00:00Z&endDateTime=2026-05-01T00:00:00Z&$select=id,subject,showAs,isAllDay,type",
            "/me/calendarView?startDateTime=2026-04-01T00:00:00Z&endDateTime=2026-05-01T00:00:00Z", "/me/events", $"/me/events/{id}",
            $"/me/events/{id}?$expand=singleValueExtendedProperties($filter=id eq '{SimulatedTenant.Property}')",
            "/me/events/unknown", "/users/sato@test.example/events",
        ];
        foreach (var read in reads) await graph.SendAsync("GET", read);
        await graph.SendAsync("POST", "/me/calendar/getSchedule", new JsonObject
        {
            ["schedules"] = new JsonArray(Tanaka, "nobody@test.example"),
            ["startTime"] = new JsonObject { ["dateTime"] = "2026-04-06T00:00:00", ["timeZone"] = "UTC" },
            ["endTime"] = new JsonObject { ["dateTime"] = "2026-04-08T00:00:00", ["timeZone"] = "UTC" },
        });
        await graph.SendAsync("POST", "/$batch", new JsonObject
        {
            ["requests"] = new JsonArray(
                new JsonObject { ["id"] = "1", ["method"] = "GET", ["url"] = "/me/calendar" },
                new JsonObject { ["id"] = "2", ["method"] = "GET", ["url"] = "/me/events/unknown" }),
        });
        await graph.SendAsync("POST", $"/me/events/{id}/cancel", new JsonObject { ["comment"] = "中止" });

        Assert.Empty(differences);
    }

    [GeneratedRegex("^/me/(calendar|calendars|calendarView|calendarGroups|events)(/|$)", RegexOptions.IgnoreCase)]
    private static partial Regex Calendars();

    [GeneratedRegex("(/events/)[^/]+")]
    private static partial Regex EntryId();

    [GeneratedRegex("(/calendars/)[^/]+")]
    private static partial Regex CalendarId();
}
