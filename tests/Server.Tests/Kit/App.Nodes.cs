using System.Globalization;
using System.Security.Cryptography;
using Hidori.Domain;
using Hidori.Domain.Rooms;
using Hidori.Server.Features.Administration;
using Hidori.Server.Outside;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Tenancy;
using Hidori.Simulator;
using Hidori.Simulator.Microsoft365;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Hidori.Server.Tests.Kit;

/// <summary>Several nodes of one database, and a node that is a process of its own.</summary>
public sealed partial class App
{
    private readonly List<WebApplication> _otherNodes = [];

    /// <summary>Settings beside or instead of the usual ones, from the next start on.</summary>
    public Dictionary<string, string?> Settings { get; } = [];

    public TestDatabase Database => _database;

    /// <summary>The process that serves <see cref="Address"/>, where the app was started so.</summary>
    public ServerProcess Process { get; private set; } = null!;

    /// <summary>
    /// As <see cref="StartAsync"/>, but the server is a process that can be killed, configured by its environment
    /// alone, and the clock is the real one.
    /// </summary>
    public static async Task<App> StartKillableAsync(DatabaseKind kind, params string[] people)
    {
        var ct = TestContext.Current.CancellationToken;
        var simulator = await SimulatorHost.StartAsync(new SimulatorOptions(), ct);
        var address = new Uri($"http://localhost:{Ports.Next()}");
        var app = new App(
            await TestDatabase.MakeAsync(kind), simulator, new FakeTimeProvider(TimeProvider.System.GetUtcNow()),
            Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)), address);
        simulator.Microsoft365.AddTenant(new NewTenant(OrganizationName, "test.example") { Id = Tenant });
        simulator.Microsoft365.RegisterApp(new NewApp(ClientId, ClientSecret, new Uri(address, "sign-in/microsoft/callback").AbsoluteUri));
        foreach (var name in people)
            simulator.Microsoft365.AddUser(new NewAccount(Mail(name), DisplayName(name)));
        // Built and never started: it makes the organization and later lets us look into the database.
        app._server = await app.BuildNodeAsync(address);
        await using (var scope = app._server.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<SampleOrganization>().MakeAsync(
                OrganizationName, Tenant, [.. people.Select(n => new SampleMember(DisplayName(n), Mail(n)))], [], ct);
        }

        var environment = app.AllSettings().ToDictionary(s => s.Key.Replace(":", "__", StringComparison.Ordinal), s => s.Value);
        environment.Remove(OutsideServices.WorkerSwitch.Replace(":", "__", StringComparison.Ordinal));
        environment["ASPNETCORE_URLS"] = address.AbsoluteUri;
        app.Process = new ServerProcess(address, environment);
        return app;
    }

    /// <summary>Another node of the same database, with a worker that is driven by hand too.</summary>
    public async Task<Node> AnotherNodeAsync()
    {
        var address = new Uri($"http://localhost:{Ports.Next()}");
        var node = await BuildNodeAsync(address);
        _otherNodes.Add(node);
        await node.StartAsync(TestContext.Current.CancellationToken);
        return new Node(address, node.Services);
    }

    /// <summary>Looks into the organization's rows as the worker does.</summary>
    public async Task<T> InOrganizationAsync<T>(Func<IServiceProvider, Task<T>> look, IServiceProvider? node = null)
    {
        node ??= _server.Services;
        OrganizationId organization;
        await using (var before = node.CreateAsyncScope())
        {
            Let(before.ServiceProvider, default);
            organization = (await before.ServiceProvider.GetRequiredService<Db>().Organizations
                .IgnoreQueryFilters([Db.OrganizationFilter]).AsNoTracking().SingleAsync(TestContext.Current.CancellationToken)).Id;
        }

        await using var scope = node.CreateAsyncScope();
        Let(scope.ServiceProvider, organization);
        return await look(scope.ServiceProvider);
    }

    /// <summary>Rooms that somebody entered by hand, in this order.</summary>
    public Task<IReadOnlyList<RoomId>> HasRoomsAsync(params (string Address, string Name)[] rooms) => ReadsAsync<IReadOnlyList<RoomId>>(async db =>
    {
        var ct = TestContext.Current.CancellationToken;
        var organization = await db.Organizations.SingleAsync(ct);
        var made = rooms.Select(r => new Room(organization.Id, r.Address, new(r.Name, "", "", null, []), RoomSource.ByHand, Now)).ToList();
        db.Rooms.AddRange(made);
        db.Agendas.AddRange(made.Select(r => new Agenda { Organization = organization.Id, Whose = r.Id }));
        await db.SaveChangesAsync(ct);
        return [.. made.Select(r => r.Id)];
    });

    public Task<T> ReadsAsync<T>(Func<Db, Task<T>> read) => InOrganizationAsync(scope => read(scope.GetRequiredService<Db>()));

    /// <summary>Lets somebody into an organization by the worker's gate.</summary>
    public static void Let(IServiceProvider scope, OrganizationId organization) =>
        OutboxGate.Let(scope, new Lease(Guid.Empty, SubjectKind.Appointment, Guid.Empty, organization, 0));

    private async Task DisposeNodesAsync()
    {
        Process?.Dispose();
        foreach (var node in _otherNodes.Append(_server).OfType<WebApplication>())
            await node.DisposeAsync();
    }

    /// <summary>A node of this database that is not started yet.</summary>
    public Task<WebApplication> BuildNodeAsync(Uri at) => ServerHost.BuildAsync([], builder =>
    {
        builder.WebHost.UseUrls(at.AbsoluteUri);
        builder.Logging.ClearProviders().AddProvider(new TestLog());
        builder.Services.AddSingleton<TimeProvider>(Time);
        // The cookie container judges by the machine's clock, not by ours: also in years to come.
        builder.Services.PostConfigureAll<OpenIdConnectOptions>(options =>
        {
            options.CorrelationCookie.Expiration = TimeSpan.FromDays(36_500);
            options.NonceCookie.Expiration = TimeSpan.FromDays(36_500);
        });
        builder.Configuration.AddInMemoryCollection(AllSettings());
    });

    private Dictionary<string, string?> AllSettings()
    {
        var all = new Dictionary<string, string?>
        {
            ["PublicAddress"] = Address.AbsoluteUri,
            ["Database:Provider"] = _database.Provider,
            ["Database:Connection"] = _database.Connection,
            ["Secrets:Key"] = _key,
            ["Microsoft365:LoginAddress"] = Simulator.LoginAddress.AbsoluteUri,
            ["Microsoft365:GraphAddress"] = Simulator.GraphAddress.AbsoluteUri,
            ["Microsoft365:Tenant"] = Tenant,
            ["Microsoft365:ClientId"] = ClientId,
            ["Microsoft365:ClientSecret"] = ClientSecret,
            ["Mail:Host"] = "127.0.0.1",
            ["Mail:Port"] = Simulator.SmtpPort.ToString(CultureInfo.InvariantCulture),
            ["Mail:From"] = "noreply@hidori.example",
            [OutsideServices.WorkerSwitch] = "false",
            // Copies are kept where a test is about them: elsewhere calls would be counted and faults used up by them.
            ["Mailboxes:KeepsCopies"] = "false",
        };
        foreach (var (key, value) in Settings)
            all[key] = value;
        return all;
    }
}

/// <summary>One more server of the same database.</summary>
public sealed record Node(Uri Address, IServiceProvider Services)
{
    public OutboxWorker Worker => Services.GetRequiredService<OutboxWorker>();
}
