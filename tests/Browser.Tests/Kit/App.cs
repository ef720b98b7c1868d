using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Hidori.Domain;
using Hidori.Domain.BookingPages;
using Hidori.Domain.Rooms;
using Hidori.Server;
using Hidori.Server.Features.Administration;
using Hidori.Server.Outside;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Tenancy;
using Hidori.Server.Tests.GraphContract;
using Hidori.Server.Tests.Kit;
using Hidori.Simulator;
using Hidori.Simulator.Mail;
using Hidori.Simulator.Microsoft365;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Hidori.Browser.Tests.Kit;

/// <summary>The product as dev.cs starts it, at nine on a Monday of its own; its worker runs by itself.</summary>
public class App : IAsyncLifetime
{
    public const string Zone = "Asia/Tokyo";
    public const string ClientId = "11111111-2222-4333-8444-555555555555";
    public const string ClientSecret = "secret-of-the-test";
    private static readonly DateTimeOffset Start = new(2027, 4, 5, 9, 0, 0, TimeSpan.FromHours(9));

    private readonly string _folder = Directory.CreateTempSubdirectory("hidori-browser-").FullName;
    private readonly ClockFrom _time = new(Start);
    private WebApplication _server = null!;
    private ConcurrentQueue<string> _differences = [];

    public Uri Address { get; } = new($"http://localhost:{Ports.Next()}");
    public SimulatorHost Simulator { get; private set; } = null!;

    /// <summary>Null once there is an organization.</summary>
    public string? FirstRunLink { get; private set; }

    protected virtual bool HasSample => true;

    /// <summary>Whether the configuration names the registration at Microsoft.</summary>
    protected virtual bool IsRegistered => true;

    public static string Mail(string member) => SampleWorld.Address(member);

    public async ValueTask InitializeAsync()
    {
        Simulator = await SimulatorHost.StartAsync(new SimulatorOptions { TimeProvider = _time });
        _differences = GraphApiContract.Watch(Simulator);
        SampleWorld.Seed(Simulator.Microsoft365, new SampleOptions
        {
            ClientId = ClientId,
            ClientSecret = ClientSecret,
            RedirectUris = [new Uri(Address, "sign-in/microsoft/callback").AbsoluteUri],
        });
        _server = await ServerHost.BuildAsync([], Configure);
        if (HasSample)
        {
            await using var scope = _server.Services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<SampleOrganization>().MakeAsync(
                "株式会社サンプル", SampleWorld.TenantId,
                [.. SampleWorld.Members.Select(Mail).Select(mail =>
                    new SampleMember(Simulator.Microsoft365.Accounts.First(a => a.UserPrincipalName == mail).DisplayName, mail))],
                [],
                CancellationToken.None);
        }

        await _server.StartAsync();
        FirstRunLink = await _server.Services.GetRequiredService<FirstRunToken>().LinkAsync(CancellationToken.None);
    }

    /// <summary>A booking page as its host would set it. Its address.</summary>
    /// <param name="members">Who attends; none: who did before.</param>
    public async Task<string> SetsAsync(string slug, Func<BookingPageSettings, BookingPageSettings> change, params string[] members)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var scope = _server.Services.CreateAsyncScope();
        OutboxGate.Let(scope.ServiceProvider, new Lease(Guid.Empty, SubjectKind.Appointment, Guid.Empty, default, 0));
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        var people = await db.Members.IgnoreQueryFilters([Db.OrganizationFilter]).ToDictionaryAsync(m => m.Mail, m => m.Id, ct);
        var page = await db.BookingPages.IgnoreQueryFilters([Db.OrganizationFilter]).SingleAsync(p => p.Slug == slug, ct);
        page.Change(
            slug, page.Name, change(page.Settings),
            members.Length == 0 ? page.Seats : [.. members.Select((m, i) => new PageSeat(people[Mail(m)], PagePart.Attends, i))], page.ChangedAt);
        await db.SaveChangesAsync(ct);
        return $"/b/{await db.Organizations.IgnoreQueryFilters([Db.OrganizationFilter]).Select(o => o.Slug).SingleAsync(ct)}/{slug}";
    }

    /// <summary>A room that an administrator has entered.</summary>
    public async Task<RoomId> HasRoomAsync(string room)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var scope = _server.Services.CreateAsyncScope();
        OutboxGate.Let(scope.ServiceProvider, new Lease(Guid.Empty, SubjectKind.Appointment, Guid.Empty, default, 0));
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        var organization = await db.Organizations.IgnoreQueryFilters([Db.OrganizationFilter]).SingleAsync(ct);
        var made = new Room(organization.Id, Mail(room), new RoomFacts(room, "", "", null, []), RoomSource.ByHand, organization.CreatedAt);
        db.Rooms.Add(made);
        await db.SaveChangesAsync(ct);
        return made.Id;
    }

    /// <summary>For everybody at once: server, simulator, and what is due by then.</summary>
    public void TimePasses(TimeSpan time) => _time.Passes(time);

    /// <summary>What Hidori wrote into a member's calendar.</summary>
    public IReadOnlyList<CalendarItem> Holds(string member) =>
        [.. Simulator.Microsoft365.CalendarOf(Mail(member)).Where(i => i.ExtendedProperties.Count > 0 && i.ShowAs == ShowAs.Tentative)];

    /// <summary>Meetings with this title in a member's calendar, as organizer or as the copy of one who was invited.</summary>
    public IReadOnlyList<CalendarItem> Meetings(string member, string title) =>
        [.. Simulator.Microsoft365.CalendarOf(Mail(member)).Where(i => i.Subject == title)];

    public IReadOnlyList<ReceivedMail> MailsTo(string address) =>
        [.. Simulator.Mail.Messages.Where(m => m.EnvelopeTo.Contains(address))];

    /// <summary>Waits for what the worker does by itself; never for a time.</summary>
    /// <summary>Of whoever waits for the worker: long, since the machine may be busy with other tests.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromMinutes(1);

    public static async Task EventuallyAsync(string what, Func<bool> isSo)
    {
        var patience = Stopwatch.StartNew();
        while (!isSo())
        {
            Assert.True(patience.Elapsed < Patience, $"Never happened: {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _server.DisposeAsync();
        await Simulator.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
        // The app outlives the tests of a class, so this fails the class and hides no test's own failure.
        Assert.Empty(_differences);
    }

    private void Configure(WebApplicationBuilder builder)
    {
        builder.WebHost.UseUrls(Address.AbsoluteUri);
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Services.AddSingleton<TimeProvider>(_time);
        // The browser judges cookies by the machine's clock, not by ours.
        builder.Services.PostConfigureAll<OpenIdConnectOptions>(options =>
        {
            options.CorrelationCookie.Expiration = TimeSpan.FromDays(36_500);
            options.NonceCookie.Expiration = TimeSpan.FromDays(36_500);
        });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["PublicAddress"] = Address.AbsoluteUri,
            ["Database:Provider"] = "sqlite",
            ["Database:Connection"] = $"Data Source={Path.Combine(_folder, "hidori.db")}",
            ["Secrets:Key"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            ["Microsoft365:LoginAddress"] = Simulator.LoginAddress.AbsoluteUri,
            ["Microsoft365:GraphAddress"] = Simulator.GraphAddress.AbsoluteUri,
            ["Microsoft365:Tenant"] = IsRegistered ? SampleWorld.TenantId : "organizations",
            ["Microsoft365:ClientId"] = IsRegistered ? ClientId : null,
            ["Microsoft365:ClientSecret"] = IsRegistered ? ClientSecret : null,
            ["Mail:Host"] = "127.0.0.1",
            ["Mail:Port"] = Simulator.SmtpPort.ToString(CultureInfo.InvariantCulture),
            ["Mail:From"] = "noreply@hidori.example",
        });
    }

    /// <summary>The machine's clock, moved: it runs, and every run begins at the same moment.</summary>
    private sealed class ClockFrom(DateTimeOffset start) : TimeProvider
    {
        private readonly long _began = System.GetTimestamp();
        private long _skipped;

        public void Passes(TimeSpan time) => Interlocked.Add(ref _skipped, time.Ticks);

        public override DateTimeOffset GetUtcNow() =>
            start.ToUniversalTime() + System.GetElapsedTime(_began) + TimeSpan.FromTicks(Interlocked.Read(ref _skipped));
    }
}

/// <summary>Without an organization, as `--no-sample`.</summary>
public sealed class EmptyApp : App
{
    protected override bool HasSample => false;
}

/// <summary>Nothing but an address: the registration is entered on the page.</summary>
public sealed class NewInstallation : App
{
    protected override bool HasSample => false;

    protected override bool IsRegistered => false;
}
