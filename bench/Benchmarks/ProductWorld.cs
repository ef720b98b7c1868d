using System.Globalization;
using System.Security.Cryptography;
using Hidori.Benchmarks.Ground;
using Hidori.Domain;
using Hidori.Domain.Availability;
using Hidori.Server;
using Hidori.Server.Features.Administration;
using Hidori.Server.Outside;
using Hidori.Server.Outside.Mailboxes;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Tenancy;
using Hidori.Simulator;
using Hidori.Simulator.Microsoft365;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using NodaTime;

namespace Hidori.Benchmarks;

/// <summary>
/// The product on SQLite and the simulated Microsoft 365 in this process, over loopback, with members who signed in by
/// Microsoft's pages. The clock stands until it is moved; the worker works when it is told to.
/// </summary>
internal sealed class ProductWorld : IAsyncDisposable
{
    private const string ClientId = "11111111-2222-4333-8444-555555555555";
    private const string ClientSecret = "secret-of-the-figures";
    private const string Tenant = "5a3b1e10-0000-4000-8000-00000000000b";

    private readonly string _folder = Directory.CreateTempSubdirectory("hidori-figures-").FullName;
    // Near the present, because cookies are judged by the machine's clock.
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private WebApplication _server = null!;
    private OrganizationId _organization;

    private ProductWorld()
    {
    }

    public SimulatorHost Simulator { get; private set; } = null!;

    public Instant Now => Instant.FromDateTimeOffset(_time.GetUtcNow());

    public static string Mail(int member) => $"member{member}@figures.example";

    public static async Task<ProductWorld> StartAsync(int members, bool notified, int port)
    {
        var world = new ProductWorld();
        var address = new Uri($"http://localhost:{port}");
        world.Simulator = await SimulatorHost.StartAsync(new SimulatorOptions { TimeProvider = world._time });
        var outlook = world.Simulator.Microsoft365;
        outlook.AddTenant(new NewTenant("株式会社計測", "figures.example") { Id = Tenant });
        outlook.RegisterApp(new NewApp(ClientId, ClientSecret, new Uri(address, "sign-in/microsoft/callback").AbsoluteUri));
        for (var i = 0; i < members; i++)
            outlook.AddUser(new NewAccount(Mail(i), $"社員 {i}"));

        world._server = await ServerHost.BuildAsync([], builder => world.Configure(builder, address, notified));
        await using (var scope = world._server.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<SampleOrganization>().MakeAsync(
                "株式会社計測", Tenant, [.. Enumerable.Range(0, members).Select(i => new SampleMember($"社員 {i}", Mail(i)))], [], default);
        }

        await world._server.StartAsync();
        world._organization = await world.InOrganizationAsync(async scope =>
            (await scope.GetRequiredService<Db>().Organizations.IgnoreQueryFilters([Db.OrganizationFilter]).SingleAsync()).Id);
        for (var i = 0; i < members; i++)
            await MemberSignIn.RunAsync(address, Mail(i));
        return world;
    }

    public void TimePasses(Duration time) => _time.Advance(time.ToTimeSpan());

    /// <summary>Lets the worker do what is due at this moment.</summary>
    public async Task WorkerLooksAsync()
    {
        var worker = _server.Services.GetRequiredService<OutboxWorker>();
        while (await worker.RunOneAsync(default))
        {
        }
    }

    /// <summary>When the worker has something to do next.</summary>
    public async Task<Instant> NextAsync() =>
        await _server.Services.GetRequiredService<Outbox>().NextAsync(default) ?? Instant.MaxValue;

    /// <summary>What a page shows of a member's week from now.</summary>
    public Task<BusyTimes> PageAsync() => InOrganizationAsync(async scope =>
    {
        var member = await scope.GetRequiredService<Db>().Connections.Select(c => c.Member).FirstAsync();
        var week = new Interval(Now, Now + Duration.FromDays(7));
        return (await scope.GetRequiredService<BusyForPages>().ReadAsync([member], week, default))[member];
    });

    public Task<int> CopiedAsync() => InOrganizationAsync(async scope =>
    {
        var count = 0;
        foreach (var mailbox in await scope.GetRequiredService<Db>().Mailboxes.Select(m => m.Connection).ToListAsync())
            count += (await scope.GetRequiredService<MailboxCopy>().HeldAsync(mailbox, default)).Count;
        return count;
    });

    /// <summary>As on the first day: the copies are empty and due.</summary>
    public Task ForgetCopiesAsync() => InOrganizationAsync(async scope =>
    {
        var db = scope.GetRequiredService<Db>();
        await db.BusyCopies.ExecuteDeleteAsync();
        await db.Mailboxes.ExecuteUpdateAsync(set => set.SetProperty(m => m.Mark, (string?)null));
        await db.Outbox.Where(o => o.Kind == SubjectKind.Mailbox).ExecuteUpdateAsync(set => set.SetProperty(o => o.DueAt, Now));
        return 0;
    });

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await Simulator.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    public async Task<T> InOrganizationAsync<T>(Func<IServiceProvider, Task<T>> look)
    {
        await using var scope = _server.Services.CreateAsyncScope();
        OutboxGate.Let(scope.ServiceProvider, new Lease(Guid.Empty, SubjectKind.Mailbox, Guid.Empty, _organization, 0));
        return await look(scope.ServiceProvider);
    }

    private void Configure(WebApplicationBuilder builder, Uri address, bool notified)
    {
        builder.WebHost.UseUrls(address.AbsoluteUri);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(_time);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["PublicAddress"] = address.AbsoluteUri,
            ["Database:Provider"] = "sqlite",
            ["Database:Connection"] = $"Data Source={Path.Combine(_folder, "hidori.db")}",
            ["Secrets:Key"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            ["Microsoft365:LoginAddress"] = Simulator.LoginAddress.AbsoluteUri,
            ["Microsoft365:GraphAddress"] = Simulator.GraphAddress.AbsoluteUri,
            ["Microsoft365:Tenant"] = Tenant,
            ["Microsoft365:ClientId"] = ClientId,
            ["Microsoft365:ClientSecret"] = ClientSecret,
            ["Mail:Host"] = "127.0.0.1",
            ["Mail:Port"] = Simulator.SmtpPort.ToString(CultureInfo.InvariantCulture),
            ["Mail:From"] = "noreply@figures.example",
            ["Mailboxes:Notifications"] = notified ? "true" : "false",
            [OutsideServices.WorkerSwitch] = "false",
        });
    }
}
