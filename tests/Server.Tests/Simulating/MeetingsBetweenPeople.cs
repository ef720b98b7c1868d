using System.Text.Json.Nodes;
using Hidori.Simulator.Microsoft365;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Simulating;

public sealed class MeetingsBetweenPeople
{
    private const string Tanaka = "tanaka@test.example";
    private const string Sato = "sato@test.example";
    private const string Room = "room@test.example";

    [Fact]
    public async Task A_colleague_gets_a_tentative_copy_with_the_same_iCalUId_and_another_id()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        var graph = await tenant.GraphAsync(Tanaka);

        var created = await graph.CreateAsync(With(Sato));

        var copy = Assert.Single(tenant.World.CalendarOf(Sato));
        Assert.Equal((created.Text("iCalUId"), false, ShowAs.Tentative, ResponseType.NotResponded), (copy.ICalUId, copy.IsOrganizer, copy.ShowAs, copy.Response));
        Assert.NotEqual(created.Text("id"), copy.Id);
    }

    [Fact]
    public async Task A_change_by_the_organizer_reaches_the_copy_and_a_new_time_asks_again()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        var graph = await tenant.GraphAsync(Tanaka);
        var created = await graph.CreateAsync(With(Sato));
        var sato = await tenant.GraphAsync(Sato);
        Assert.Equal(202, (await sato.SendAsync("POST", $"/me/events/{tenant.World.CalendarOf(Sato)[0].Id}/accept", new JsonObject())).Status);
        Assert.Equal(ShowAs.Busy, tenant.World.CalendarOf(Sato)[0].ShowAs);

        await graph.PatchAsync(created.Text("id"), GraphClient.Item("新しい題", "2026-04-03T10:00:00", "2026-04-03T11:00:00"));

        var copy = Assert.Single(tenant.World.CalendarOf(Sato));
        Assert.Equal(("新しい題", Instant.FromUtc(2026, 4, 3, 1, 0), ResponseType.NotResponded), (copy.Subject, copy.Start, copy.Response));
    }

    [Fact]
    public async Task Attendees_are_replaced_as_a_whole()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        var graph = await tenant.GraphAsync(Tanaka);
        var created = await graph.CreateAsync(With(Sato, "guest@elsewhere.example"));

        await graph.PatchAsync(created.Text("id"), new JsonObject { ["attendees"] = new JsonArray(GraphClient.Attendee("kanri@test.example")) });

        Assert.Empty(tenant.World.CalendarOf(Sato));
        Assert.Single(tenant.World.CalendarOf("kanri@test.example"));
        Assert.Equal(["invitation", "cancellation"], tenant.World.InvitationsSent.Select(i => i.Kind));
    }

    [Fact]
    public async Task An_attendee_may_not_change_what_belongs_to_the_organizer()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        await (await tenant.GraphAsync(Tanaka)).CreateAsync(With(Sato));
        var sato = await tenant.GraphAsync(Sato);
        var path = "/me/events/" + tenant.World.CalendarOf(Sato)[0].Id;

        var subject = await sato.SendAsync("PATCH", path, new JsonObject { ["subject"] = "x" });
        var reminder = await sato.SendAsync("PATCH", path, new JsonObject { ["isReminderOn"] = false });
        var cancel = await sato.SendAsync("POST", path + "/cancel", new JsonObject());

        Assert.Equal((400, "ErrorInvalidRequest"), (subject.Status, subject.Body.ErrorCode()));
        Assert.Equal(200, reminder.Status);
        Assert.Equal(400, cancel.Status);
    }

    [Theory]
    [InlineData("DELETE", "", 204)]
    [InlineData("POST", "/cancel", 202)]
    public async Task Deleting_or_cancelling_takes_the_copies_along(string method, string action, int status)
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        var graph = await tenant.GraphAsync(Tanaka);
        var created = await graph.CreateAsync(With(Sato));

        var reply = await graph.SendAsync(method, $"/me/events/{created.Text("id")}{action}", method == "POST" ? new JsonObject() : null);

        Assert.Equal(status, reply.Status);
        Assert.Empty(tenant.World.CalendarOf(Tanaka));
        Assert.Empty(tenant.World.CalendarOf(Sato));
    }

    [Fact]
    public async Task A_free_room_accepts_later_than_the_post_and_a_taken_one_declines()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        var graph = await tenant.GraphAsync(Tanaka);
        var first = await graph.CreateAsync(WithRoom());
        var second = await graph.CreateAsync(WithRoom());
        Assert.Equal("none", first["attendees"]![0].Text("status", "response"));

        tenant.Time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal("accepted", (await graph.GetAsync("/me/events/" + first.Text("id")))["attendees"]![0].Text("status", "response"));
        Assert.Equal("declined", (await graph.GetAsync("/me/events/" + second.Text("id")))["attendees"]![0].Text("status", "response"));
        Assert.Equal(first.Text("iCalUId"), Assert.Single(tenant.World.CalendarOf(Room)).ICalUId);
    }

    [Fact]
    public async Task A_room_that_declined_is_asked_again_at_a_new_time()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        var graph = await tenant.GraphAsync(Tanaka);
        await graph.CreateAsync(WithRoom());
        var second = await graph.CreateAsync(WithRoom());
        tenant.Time.Advance(TimeSpan.FromSeconds(3));

        await graph.PatchAsync(second.Text("id"), GraphClient.Item("x", "2026-04-09T10:00:00", "2026-04-09T11:00:00"));
        tenant.Time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal("accepted", (await graph.GetAsync("/me/events/" + second.Text("id")))["attendees"]![0].Text("status", "response"));
    }

    [Theory]
    [InlineData("2026-04-02T10:00:00", 60, "accepted")]
    [InlineData("2026-06-02T10:00:00", 60, "declined")]
    [InlineData("2026-04-02T10:00:00", 180, "declined")]
    public async Task A_room_declines_what_its_rules_do_not_allow(string start, int minutes, string answer)
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        tenant.World.AddRoom(new NewRoom("strict@test.example", "応接室") { BookingWindowDays = 30, MaximumMinutes = 120 });
        var graph = await tenant.GraphAsync(Tanaka);
        var end = DateTime.Parse(start, System.Globalization.CultureInfo.InvariantCulture).AddMinutes(minutes).ToString("s", System.Globalization.CultureInfo.InvariantCulture);
        var item = GraphClient.Item("打合せ", start, end);
        item["attendees"] = new JsonArray(GraphClient.Attendee("strict@test.example", "resource"));

        var created = await graph.CreateAsync(item);
        tenant.Time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(answer, (await graph.GetAsync("/me/events/" + created.Text("id")))["attendees"]![0].Text("status", "response"));
    }

    [Fact]
    public async Task A_room_takes_requests_only_from_those_it_knows()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        tenant.World.AddRoom(new NewRoom("strict@test.example", "役員室") { Bookers = [Sato] });
        var graph = await tenant.GraphAsync(Tanaka);
        var item = With();
        item["attendees"] = new JsonArray(GraphClient.Attendee("strict@test.example", "resource"));

        var created = await graph.CreateAsync(item);
        tenant.Time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal("declined", (await graph.GetAsync("/me/events/" + created.Text("id")))["attendees"]![0].Text("status", "response"));
    }

    [Fact]
    public async Task A_delegates_room_is_tentative_until_somebody_answers_and_bears_the_organizers_name()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        tenant.World.SetRoomPolicy(Room, RoomPolicy.AsksDelegate);
        var graph = await tenant.GraphAsync(Tanaka);
        var created = await graph.CreateAsync(WithRoom());
        tenant.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal("tentativelyAccepted", (await graph.GetAsync("/me/events/" + created.Text("id")))["attendees"]![0].Text("status", "response"));

        var copy = Assert.Single(tenant.World.CalendarOf(Room));
        tenant.World.Respond(Room, copy.Id, ResponseType.Accepted);

        Assert.Equal("accepted", (await graph.GetAsync("/me/events/" + created.Text("id")))["attendees"]![0].Text("status", "response"));
        Assert.Equal("田中 美咲", copy.Subject);
    }

    [Theory]
    [InlineData(true, "accepted")]
    [InlineData(false, "none")]
    public async Task The_organizer_hears_an_answer_only_if_it_is_sent(bool send, string seen)
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        var graph = await tenant.GraphAsync(Tanaka);
        var created = await graph.CreateAsync(With(Sato));
        var sato = await tenant.GraphAsync(Sato);

        await sato.SendAsync("POST", $"/me/events/{tenant.World.CalendarOf(Sato)[0].Id}/accept", new JsonObject { ["sendResponse"] = send });

        Assert.Equal(ResponseType.Accepted, tenant.World.CalendarOf(Sato)[0].Response);
        Assert.Equal(seen, (await graph.GetAsync("/me/events/" + created.Text("id")))["attendees"]![0].Text("status", "response"));
    }

    [Fact]
    public async Task An_invitation_may_take_its_time()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        tenant.World.Behaviour.InvitationDelay = Duration.FromMinutes(1);
        var graph = await tenant.GraphAsync(Tanaka);

        await graph.CreateAsync(With(Sato));
        var atOnce = tenant.World.CalendarOf(Sato).Count;
        tenant.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(0, atOnce);
        Assert.Single(tenant.World.CalendarOf(Sato));
    }

    private static JsonObject With(params string[] attendees)
    {
        var item = GraphClient.Item("打合せ", "2026-04-02T10:00:00", "2026-04-02T11:00:00");
        item["attendees"] = new JsonArray([.. attendees.Select(a => GraphClient.Attendee(a))]);
        return item;
    }

    private static JsonObject WithRoom()
    {
        var item = With();
        item["attendees"] = new JsonArray(GraphClient.Attendee(Room, "resource"));
        return item;
    }
}
