using System.Collections.Concurrent;
using System.Security.Cryptography;
using Hidori.Server.Features.Administration;
using Hidori.Server.Outside;
using Hidori.Server.Tests.GraphContract;
using Hidori.Simulator;
using Hidori.Simulator.Microsoft365;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using NodaTime.Text;
using Xunit;

namespace Hidori.Server.Tests.Kit;

/// <summary>The product with a simulated world around it, an organization of its own and a clock that we move.</summary>
public sealed partial class App : IAsyncDisposable
{
    public const string Zone = "Asia/Tokyo";
    public const string ClientId = "11111111-2222-4333-8444-555555555555";
    private const string ClientSecret = "secret-of-the-test";
    public const string OrganizationName = "株式会社試験";
    public const string Tenant = "5a3b1e10-0000-4000-8000-00000000000a";

    /// <summary>A Monday.</summary>
    private static readonly DateTimeOffset Start = new(2027, 4, 5, 9, 0, 0, TimeSpan.FromHours(9));

    private readonly TestDatabase _database;
    private readonly ConcurrentQueue<string> _differences;
    private readonly string _key;
    private WebApplication _server;

    private App(TestDatabase database, SimulatorHost simulator, FakeTimeProvider time, string key, Uri address)
    {
        (_database, Simulator, Time, _key, Address) = (database, simulator, time, key, address);
        _differences = HeldToTheContractAttribute.Watch(simulator);
        _server = null!;
    }

    public SimulatorHost Simulator { get; }
    public FakeTimeProvider Time { get; }
    public Uri Address { get; }
    public Microsoft365World Outlook => Simulator.Microsoft365;
    public Instant Now => Instant.FromDateTimeOffset(Time.GetUtcNow());

    public static string Mail(string name) => $"{name}@test.example";

    /// <param name="people">Members of the organization; the first is its administrator.</param>
    public static async Task<App> StartAsync(DatabaseKind kind, params string[] people)
    {
        string[] names = people.Length > 0 ? people : ["tanaka", "sato"];
        var app = await StartEmptyAsync(kind, names);
        await using var scope = app._server.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<SampleOrganization>().MakeAsync(
            OrganizationName, Tenant, [.. names.Select(n => new SampleMember(DisplayName(n), Mail(n)))], [], TestContext.Current.CancellationToken);
        return app;
    }

    /// <summary>As after the very first start: Microsoft knows the people, the product knows nobody.</summary>
    public static async Task<App> StartEmptyAsync(DatabaseKind kind, params string[] people)
    {
        var time = new FakeTimeProvider(Start);
        var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { TimeProvider = time }, TestContext.Current.CancellationToken);
        var address = new Uri($"http://localhost:{Ports.Next()}");
        var app = new App(
            await TestDatabase.MakeAsync(kind), simulator, time, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)), address);
        simulator.Microsoft365.AddTenant(new NewTenant(OrganizationName, "test.example") { Id = Tenant });
        simulator.Microsoft365.RegisterApp(new NewApp(ClientId, ClientSecret, new Uri(address, "sign-in/microsoft/callback").AbsoluteUri));
        foreach (var name in people)
            simulator.Microsoft365.AddUser(new NewAccount(Mail(name), DisplayName(name)));
        await app.StartServerAsync();
        return app;
    }

    /// <summary>The tenant's administrator grants more than a member may, for everybody.</summary>
    public void MicrosoftConsentsTo(params string[] scopes) =>
        Outlook.GrantForOrganization(Tenant, ClientId, ["openid", "profile", "offline_access", "User.Read", "Calendars.ReadWrite", .. scopes]);

    public static string DisplayName(string name) => name switch
    {
        "tanaka" => "田中 美咲",
        "sato" => "佐藤 健一",
        "suzuki" => "鈴木 大輔",
        _ => name,
    };

    /// <summary>Dates as people write them: "2027-04-06 10:00 Asia/Tokyo".</summary>
    public static Instant At(string text)
    {
        var parts = text.Split(' ');
        var local = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm").Parse($"{parts[0]} {parts[1]}").Value;
        return local.InZoneStrictly(DateTimeZoneProviders.Tzdb[parts.Length > 2 ? parts[2] : Zone]).ToInstant();
    }

    public Browser NewBrowser() => new(Address);

    /// <summary>Signs in as a person would, through Microsoft's pages.</summary>
    public async Task<MemberBrowser> SignsInAsync(string name)
    {
        var browser = new MemberBrowser(this, name);
        await browser.SignInAsync();
        return browser;
    }

    /// <summary>Lets the worker work, and time pass where it waits, until nothing is left to do.</summary>
    public async Task OutsideWorldSettlesAsync(Duration? within = null)
    {
        var ct = TestContext.Current.CancellationToken;
        var until = Now + (within ?? Duration.FromMinutes(15));
        while (true)
        {
            while (await Worker.RunOneAsync(ct))
            {
            }

            if (await NextLookAsync(ct) is not { } next || next > until)
                break;
            Time.Advance(next > Now ? (next - Now).ToTimeSpan() : TimeSpan.FromSeconds(1));
        }

        SeesNoDifference();
    }

    /// <summary>Lets the worker do what is due at this moment, and no time pass.</summary>
    public async Task WorkerLooksAsync()
    {
        while (await Worker.RunOneAsync(TestContext.Current.CancellationToken))
        {
        }
    }

    /// <summary>The link that the console shows at the first start; null when there is an organization.</summary>
    public Task<string?> LinkOnTheConsoleAsync() =>
        _server.Services.GetRequiredService<FirstRunToken>().LinkAsync(TestContext.Current.CancellationToken);

    /// <summary>利用停止, without the pages of the administrator who does it.</summary>
    public Task SuspendsAsync(string name) => ReadsAsync(async db =>
    {
        var member = await db.Members.SingleAsync(m => m.Mail == Mail(name), TestContext.Current.CancellationToken);
        member.Suspend();
        return await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    });

    /// <summary>The registered address of a member becomes another.</summary>
    public Task RegistersAsync(string name, string mail) =>
        _database.ExecuteAsync($"UPDATE members SET mail = '{mail}' WHERE mail = '{Mail(name)}'");

    /// <summary>A second organization on the same server, made after the first, with one administrator who signs in by password.</summary>
    public async Task<MemberBrowser> AnotherOrganizationAsync(string administrator, string password)
    {
        var hash = new Microsoft.AspNetCore.Identity.PasswordHasher<object>().HashPassword(this, password);
        var (organization, member) = (Guid.CreateVersion7().ToString().ToUpperInvariant(), Guid.CreateVersion7().ToString().ToUpperInvariant());
        await _database.ExecuteAsync(
            $"""
            INSERT INTO organizations (id, slug, name, zone_id, language, microsoft_tenants, created_at)
            VALUES ('{organization}', 'another', '別の会社', 'Asia/Tokyo', 'ja', '[]', '2027-04-05T00:30:00.000Z');
            INSERT INTO members (id, organization, mail, name, role, state, created_at, password_hash, session_generation, reading, language, zone_id, working_days, usual_format, signature, has_ready_page)
            VALUES ('{member}', '{organization}', '{Mail(administrator)}', '{administrator}', 'PrincipalAdministrator', 'Active', '2027-04-01T00:00:00.000Z', '{hash}', 0, '', '', '', '[]', 'Online', '', FALSE);
            INSERT INTO agendas (whose, organization, version) VALUES ('{member}', '{organization}', 0);
            """);
        var browser = new MemberBrowser(this, administrator);
        await browser.SignsInWithPasswordAsync(password);
        return browser;
    }

    public void TimePasses(Duration duration) => Time.Advance(duration.ToTimeSpan());

    /// <summary>Every call of ours and every answer of the simulator kept to Microsoft's published contract.</summary>
    public void SeesNoDifference() => Assert.Empty(_differences);

    /// <summary>The same database under a new process.</summary>
    public async Task RestartsAsync()
    {
        await _server.DisposeAsync();
        await StartServerAsync();
    }

    public OutboxWorker Worker => _server.Services.GetRequiredService<OutboxWorker>();

    public IServiceProvider ServicesForStorageTests => _server.Services;

    public async ValueTask DisposeAsync()
    {
        await DisposeNodesAsync();
        await Simulator.DisposeAsync();
        await _database.DisposeAsync();
    }

    private async Task StartServerAsync()
    {
        _server = await BuildNodeAsync(Address);
        await _server.StartAsync(TestContext.Current.CancellationToken);
    }

    private Task<Instant?> NextLookAsync(CancellationToken ct) => _server.Services.GetRequiredService<Outbox>().NextAsync(ct);
}
