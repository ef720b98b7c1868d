using Hidori.Simulator.Microsoft365;
using Xunit;

namespace Hidori.Server.Tests.Simulating;

/// <summary>places as graph.md §8 has them (M15).</summary>
public sealed class RoomsOfTheTenant
{
    private const string Tanaka = "tanaka@test.example";

    [Fact]
    public async Task Rooms_come_in_hundreds_and_stand_in_lists()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        tenant.World.AddRoomList("honsha@test.example", "本社");
        for (var i = 0; i < 120; i++)
            tenant.World.AddRoom(new NewRoom($"r{i}@test.example", $"会議室 {i}") { List = i < 3 ? "honsha@test.example" : null });
        tenant.World.GrantForOrganization("test.example", SimulatedTenant.ClientId, "Place.Read.All");
        var graph = await tenant.GraphAsync(Tanaka);

        var first = await graph.GetAsync("/places/microsoft.graph.room");
        var second = await graph.GetAsync(first.Text("@odata.nextLink"));
        var list = Assert.Single((await graph.GetAsync("/places/microsoft.graph.roomList"))["value"]!.AsArray());
        var inList = await graph.GetAsync($"/places/{list.Text("emailAddress")}/microsoft.graph.roomList/rooms");

        Assert.Equal((100, 21, 3), (first["value"]!.AsArray().Count, second["value"]!.AsArray().Count, inList["value"]!.AsArray().Count));
    }

    [Fact]
    public async Task Without_the_permission_they_are_not_shown()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        var graph = await tenant.GraphAsync(Tanaka);

        Assert.Equal(403, (await graph.SendAsync("GET", "/places/microsoft.graph.room")).Status);
    }
}
