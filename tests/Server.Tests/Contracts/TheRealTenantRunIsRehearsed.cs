using Hidori.Simulator;
using Hidori.Simulator.Microsoft365;

namespace Hidori.Server.Tests.Contracts;

/// <summary>The run against a real tenant, with the simulator in its place: so that its arrangements work on the day they are needed, and application permissions with them.</summary>
public sealed class TheRealTenantRunIsRehearsed : CalendarProviderContract
{
    private const string ClientId = "0d8c1e52-8f2a-4b53-9d3b-7f6d3c1a9b10";
    private const string Secret = "rehearsal-secret";
    private static readonly string[] Permissions = ["Calendars.ReadWrite", "User.ReadBasic.All"];

    protected override async Task<IOutside> StartAsync()
    {
        var simulator = await SimulatorHost.StartAsync(new SimulatorOptions(), Ct);
        var tenant = simulator.Microsoft365.AddTenant(new NewTenant("株式会社試験", "test.example"));
        simulator.Microsoft365.RegisterApp(new NewApp(ClientId, Secret, "http://localhost/back"));
        simulator.Microsoft365.AddUser(new NewAccount("tanaka@test.example", "田中 美咲"));
        simulator.Microsoft365.AddUser(new NewAccount("sato@test.example", "佐藤 健一"));
        simulator.Microsoft365.AddRoom(new NewRoom("room@test.example", "会議室 桜"));
        simulator.Microsoft365.GrantToApplication(tenant, ClientId, Permissions);
        return await RealTenantOutside.StartAsync(
            new RealTenant(tenant, ClientId, Secret, ["tanaka@test.example", "sato@test.example"], simulator.LoginAddress, simulator.GraphAddress)
            {
                Room = "room@test.example",
            },
            simulator);
    }
}
