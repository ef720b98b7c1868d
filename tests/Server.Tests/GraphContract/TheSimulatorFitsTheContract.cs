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

    /// <summary>Examples that the simulator does not answer as the page does.</summary>
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
        ["outlook-get-shared"] = "nobody shares a calendar in this tenant; CalendarsOfManyKinds has one who does",
        ["outlook-create-event-in-shared"] = "nobody shares a calendar in this tenant; CalendarsOfManyKinds has one who does",
        ["event-delta"] = "the page's window is a placeholder; delta-query-events.01 has a real one",
        ["delta-query-events.02"] = "the page's token is another service's",
        ["delta-query-events.03"] = "the page's token is another service's",
        ["delta-query-events.04"] = "the page's token is another service's",
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
        ["outlook-calendar-meeting-proposals.02"] = "an organizer cannot answer the own meeting, and the page has no other",
        ["event-list-instances"] = "needs a series; ReadingCalendars reads one",
        ["place-list.02"] = "no room list stands here; RoomsOfTheTenant reads one",
        ["place-get.02"] = "no room list stands here; RoomsOfTheTenant reads one",
        ["place-update"] = "Hidori changes no rooms",
        ["user-get-mailboxsettings.03"] = "Hidori reads the settings as a whole",
        ["user-update-mailboxsettings"] = "Hidori changes no settings",
        ["user-list.05"] = "Hidori uses no advanced queries of the directory",
        ["user-list.07"] = "a missing equals sign in the page",
        ["multivaluelegacyextendedproperty"] = "Hidori uses single values",
    };

    /// <summary>Members the pages show that the simulator's answer lacks, by the end of their path.</summary>
    private static readonly (string File, string Member, string Reason)[] NotGiven =
    [
        ("calendar-get", ".@odata.id", "only some pages show it, and Hidori follows no such link"),
        ("user-list-calendars", ".@odata.id", "only some pages show it, and Hidori follows no such link"),
        ("", ".onlineMeeting.tollNumber", "the tenant has no dial-in numbers"),
        ("", ".workingHours.timeZone.@odata.type", "the second mailbox of the page has a zone of its own making"),
        ("", ".workingHours.timeZone.bias", "the second mailbox of the page has a zone of its own making"),
        ("", ".workingHours.timeZone.standardOffset", "the second mailbox of the page has a zone of its own making"),
        ("", ".workingHours.timeZone.daylightOffset", "the second mailbox of the page has a zone of its own making"),
        ("event-get.01", ".attendees[].proposedNewTime", "nobody proposes another time here"),
        ("outlook-calendar-meeting-proposals.04", ".attendees[].proposedNewTime", "nobody proposes another time here"),
        ("event-get.02", ".locations[].address", "the entry here has a plain place; user-post-events.02 has the full one"),
        ("event-get.02", ".locations[].coordinates", "the entry here has a plain place; user-post-events.02 has the full one"),
        ("event-get.01", ".locations", "not among the members the page itself selects"),
        ("user-list-events.01", ".locations", "not among the members the page itself selects"),
        ("outlook-calendar-meeting-proposals", ".uid", "dropped since 2021"),
        ("place-", ".isManaged", "dropped since 2021"),
        ("place-", ".displayDevice", "renamed displayDeviceName"),
        ("delta-query-events.01", ".@odata.nextLink", "the round here has but one page; FollowingChanges has several"),
        ("user-list.", ".value is empty", "the page asks for people who are not here"),
    ];

    [Fact]
    public async Task Documented_requests_are_answered_in_the_documented_shape_with_the_documented_members()
    {
        var contract = GraphApiContract.Needed();
        await using var tenant = await SimulatedTenant.StartAsync();
        tenant.World.GrantForOrganization("test.example", SimulatedTenant.ClientId, "Place.Read.All", "User.ReadBasic.All");
        var differences = GraphApiContract.Watch(tenant.Host);
        var graph = await tenant.GraphAsync(Tanaka);
        graph.Prefer = "";
        var calendar = (await graph.GetAsync("/me/calendar")).Text("id");

        var answered = 0;
        var refused = new List<string>();
        var lacking = new List<string>();
        foreach (var example in GraphExample.All(contract).Where(e => Simulated().IsMatch(e.Path) && !NotAnswered.Keys.Any(e.File.StartsWith)))
        {
            tenant.World.ResetThrottle();
            var entry = (await graph.CreateAsync(WithPlace(GraphClient.Item("例", "2026-04-02T10:00:00", "2026-04-02T11:00:00")))).Text("id");
            var path = EntryId().Replace(CalendarId().Replace(example.Path, "$1" + calendar), "$1" + entry);
            path = PlaceId().Replace(UserId().Replace(path, "$1" + Tanaka), "$1room@test.example");
            var body = example.RequestBody?.DeepClone();
            // The pages share one value, which can be spent only once.
            if (body is JsonObject sent && sent.ContainsKey("transactionId")) sent["transactionId"] = example.File;
            // The pages ask about other people, at other times.
            if (example.Path.EndsWith("/getSchedule", StringComparison.OrdinalIgnoreCase)) AskHere((JsonObject)body!);
            var query = DateOf().Replace(example.Query, m => m.Groups[1].Value + (m.Groups[2].Value == "start" ? "2026-03-31" : "2026-04-05"));
            var (status, reply) = await graph.SendAsync(example.Method, path + (query == "" ? "" : "?" + query), body);
            answered++;
            if (status >= 400) refused.Add($"{example.File}: {status} {reply?.ToJsonString()}");
            else lacking.AddRange(Lacking(example.ResponseBody, reply, "").Where(m => !IsKnown(example.File, m)).Select(m => $"{example.File}: {m}"));
        }

        Assert.True(answered >= 35, $"Only {answered} examples were tried.");
        Assert.True(refused.Count + lacking.Count == 0, string.Join('\n', refused.Concat(lacking)));
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

    private static JsonObject WithPlace(JsonObject item)
    {
        item["location"] = new JsonObject { ["displayName"] = "会議室" };
        item["attendees"] = new JsonArray(GraphClient.Attendee("sato@test.example"));
        return item;
    }

    private static void AskHere(JsonObject question)
    {
        string Spelled(string name) => question.First(m => m.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Key;
        question[Spelled("schedules")] = new JsonArray(Tanaka);
        question[Spelled("startTime")]!["dateTime"] = "2026-04-01T00:00:00";
        question[Spelled("endTime")]!["dateTime"] = "2026-04-05T00:00:00";
    }

    private static bool IsKnown(string file, string member) =>
        NotGiven.Any(n => file.StartsWith(n.File, StringComparison.Ordinal) && member.EndsWith(n.Member, StringComparison.Ordinal));

    /// <summary>The members of the example that the reply does not have. Whether a value is null is the mailbox's affair.</summary>
    private static IEnumerable<string> Lacking(JsonNode? shown, JsonNode? reply, string at) => (shown, reply) switch
    {
        (JsonObject wanted, JsonObject given) => wanted.SelectMany(m =>
            given.ContainsKey(m.Key) ? Lacking(m.Value, given[m.Key], $"{at}.{m.Key}") : [$"{at}.{m.Key}"]),
        (JsonArray { Count: > 0 } wanted, JsonArray { Count: > 0 } given) => wanted.SelectMany((w, i) => Lacking(w, given[Math.Min(i, given.Count - 1)], at + "[]")).Distinct(),
        (JsonArray { Count: > 0 }, JsonArray) when at == ".value" => [at + " is empty"],
        (JsonObject or JsonArray, null) when at == "" => ["no body"],
        _ => [],
    };

    [GeneratedRegex(@"^/me(/(calendar|calendars|calendarView|calendarGroups|events)(/.*)?|/mailboxSettings(/.*)?|/licenseDetails)?$|^/users(/[^/]+)?$|^/places(/[^/]+)?$", RegexOptions.IgnoreCase)]
    private static partial Regex Simulated();

    [GeneratedRegex(@"((start|end)DateTime=)\d{4}-\d\d-\d\d", RegexOptions.IgnoreCase)]
    private static partial Regex DateOf();

    [GeneratedRegex("^(/users/)[^/]+")]
    private static partial Regex UserId();

    [GeneratedRegex("^(/places/)(?!microsoft)[^/]+")]
    private static partial Regex PlaceId();

    [GeneratedRegex("(/events/)[^/]+")]
    private static partial Regex EntryId();

    [GeneratedRegex("(/calendars/)[^/]+")]
    private static partial Regex CalendarId();
}
