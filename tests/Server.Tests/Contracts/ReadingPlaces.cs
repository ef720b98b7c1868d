using System.Net;
using Hidori.Integrations;
using Hidori.Server.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Hidori.Server.Tests.Contracts;

/// <summary>The tenant's list of rooms (reference/graph.md §8; SPEC M15).</summary>
public sealed class ReadingPlaces
{
    private const string First = """
        { "@odata.nextLink": "https://graph.microsoft.com/v1.0/places/microsoft.graph.room?$skip=100",
          "value": [ { "id": "1", "emailAddress": "Sakura@contoso.com", "displayName": "Sakura", "building": "1", "floorNumber": 3,
            "floorLabel": "M3", "capacity": 8, "displayDeviceName": "Surface Hub", "audioDeviceName": null, "tags": [ "bean bags", "surface hub" ] } ] }
        """;

    private const string Second = """
        { "value": [ { "id": "2", "emailAddress": "matsu@contoso.com", "displayName": "Matsu", "capacity": null, "floorNumber": null },
                     { "id": "3", "displayName": "no mailbox" } ] }
        """;

    private const string Lists = """
        { "value": [ { "id": "9", "displayName": "Tower", "emailAddress": "tower@contoso.com" }, { "id": "8", "displayName": "no mailbox" } ] }
        """;

    private const string InTower = """
        { "value": [ { "id": "1", "emailAddress": "Sakura@contoso.com" }, { "id": "2", "emailAddress": "Matsu@contoso.com" } ] }
        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact, Trap(11)]
    public async Task Rooms_are_read_to_the_last_page_and_places_without_a_mailbox_are_left_out()
    {
        var wire = Answering(First, Second, Lists, InTower);
        await using var services = wire.Services();

        var rooms = await services.GetRequiredService<IRoomDirectory>().ReadAsync(Canned.Someone, Ct);

        Assert.Equal("https://graph.microsoft.com/v1.0/places/microsoft.graph.room", wire.Asked[0].Address.AbsoluteUri);
        Assert.Equal(["sakura@contoso.com", "matsu@contoso.com"], rooms.Select(r => r.Address));
        Assert.Equal(("Sakura", "1", "M3", 8), (rooms[0].Facts.Name, rooms[0].Facts.Building, rooms[0].Facts.Floor, rooms[0].Facts.Capacity!.Value));
        Assert.Equal(["Surface Hub", "bean bags"], rooms[0].Facts.Equipment);
        Assert.Equal(("Matsu", "", null), (rooms[1].Facts.Name, rooms[1].Facts.Floor, rooms[1].Facts.Capacity));
    }

    [Fact]
    public async Task A_room_without_a_building_of_its_own_has_that_of_its_list()
    {
        var wire = Answering(First, Second, Lists, InTower);
        await using var services = wire.Services();

        var rooms = await services.GetRequiredService<IRoomDirectory>().ReadAsync(Canned.Someone, Ct);

        Assert.Equal(["1", "Tower"], rooms.Select(r => r.Facts.Building));
        Assert.Equal(
            ["https://graph.microsoft.com/v1.0/places/microsoft.graph.roomList", "https://graph.microsoft.com/v1.0/places/tower%40contoso.com/microsoft.graph.roomList/rooms"],
            wire.Asked.Skip(2).Select(a => a.Address.AbsoluteUri));
    }

    /// <summary>SPEC M21: half of what the directory says would take buildings away that were there before.</summary>
    [Fact]
    public async Task A_list_that_cannot_be_read_is_a_directory_that_cannot_be_read()
    {
        var wire = new Canned(
            _ => Canned.Answer(HttpStatusCode.OK, Second), _ => Canned.Answer(HttpStatusCode.OK, Lists),
            _ => Canned.Answer(HttpStatusCode.NotFound, """{ "error": { "code": "ErrorItemNotFound", "message": "" } }"""));
        await using var services = wire.Services();

        await Assert.ThrowsAnyAsync<ProviderException>(() => services.GetRequiredService<IRoomDirectory>().ReadAsync(Canned.Someone, Ct));
    }

    private static Canned Answering(params string[] bodies) =>
        new([.. bodies.Select(body => (Func<HttpRequestMessage, HttpResponseMessage>)(_ => Canned.Answer(HttpStatusCode.OK, body)))]);

    [Fact]
    public async Task Without_consent_it_is_a_lost_permission_and_no_empty_list()
    {
        await using var services = Canned.Always(HttpStatusCode.Forbidden, """{ "error": { "code": "ErrorAccessDenied", "message": "" } }""").Services();

        await Assert.ThrowsAsync<PermissionLostException>(() => services.GetRequiredService<IRoomDirectory>().ReadAsync(Canned.Someone, Ct));
    }
}
