using System.Globalization;
using Hidori.Benchmarks.Ground;
using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Availability;
using Hidori.Domain.BookingPages;
using Hidori.Domain.Rooms;
using Hidori.Server;
using Hidori.Server.Features.Administration;
using Hidori.Server.Outside;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Tenancy;
using Hidori.Simulator;
using Hidori.Simulator.Microsoft365;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Hidori.Benchmarks.Confirm;

/// <summary>
/// Twenty hosts with linked calendars and a page each, open day and night; the product in a process of its own, the simulated Microsoft
/// 365 in this one, and the machine's clock.
/// </summary>
internal sealed class ConfirmWorld : IAsyncDisposable
{
    public const int Hosts = 20;
    public const int Minutes = 30;

    private const int Rooms = 2;
    private const string ClientId = "11111111-2222-4333-8444-555555555555";
    private const string ClientSecret = "secret-of-the-figures";
    private const string Tenant = "5a3b1e10-0000-4000-8000-00000000000b";

    private readonly Dictionary<string, string?> settings;
    private readonly SimulatorHost simulator;
    private WebApplication node = null!;
    private ServerProcess server = null!;
    private string slug = "";

    private ConfirmWorld(FiguresDatabase database, SimulatorHost simulator, bool worker)
    {
        (Database, this.simulator) = (database, simulator);
        settings = FiguresServer.Settings(database);
        settings["Microsoft365:LoginAddress"] = simulator.LoginAddress.AbsoluteUri;
        settings["Microsoft365:GraphAddress"] = simulator.GraphAddress.AbsoluteUri;
        settings["Microsoft365:Tenant"] = Tenant;
        settings["Microsoft365:ClientId"] = ClientId;
        settings["Microsoft365:ClientSecret"] = ClientSecret;
        settings["Mail:Port"] = simulator.SmtpPort.ToString(CultureInfo.InvariantCulture);
        settings["Mailboxes:Notifications"] = "false";
        settings[OutsideServices.WorkerSwitch] = worker ? "true" : "false";
    }

    public FiguresDatabase Database { get; }

    public Uri Address => new(settings["PublicAddress"]!);

    /// <summary>The first moment that can be booked: a midnight to come.</summary>
    public Instant First { get; private set; }

    public OrganizationId Organization { get; private set; }

    public IReadOnlyList<MemberId> Members { get; private set; } = [];

    public IReadOnlyList<RoomId> RoomIds { get; private set; } = [];

    /// <param name="rooms">Each page needs one of two rooms, which all pages share.</param>
    /// <param name="worker">The server carries out what was decided, in calendars and mails.</param>
    public static async Task<ConfirmWorld> StartAsync(bool rooms = false, bool worker = false)
    {
        var simulator = await SimulatorHost.StartAsync(new SimulatorOptions());
        var world = new ConfirmWorld(await FiguresDatabase.MakeAsync(), simulator, worker);
        simulator.Microsoft365.AddTenant(new NewTenant("株式会社計測", "figures.example") { Id = Tenant });
        simulator.Microsoft365.RegisterApp(new NewApp(ClientId, ClientSecret, new Uri(world.Address, "sign-in/microsoft/callback").AbsoluteUri));
        for (var host = 0; host < Hosts; host++)
            simulator.Microsoft365.AddUser(new NewAccount(Mail(host), $"社員 {host}"));
        for (var room = 0; room < Rooms; room++)
            simulator.Microsoft365.AddRoom(new NewRoom(RoomMail(room), $"会議室 {room}") { Capacity = 8, AnswersAfter = Duration.Zero });

        // Built and never started: it makes the organization and later lets us look into the database.
        world.node = await ServerHost.BuildAsync([], builder =>
        {
            builder.Logging.ClearProviders();
            builder.Configuration.AddInMemoryCollection(world.settings);
        });
        await using (var scope = world.node.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<SampleOrganization>().MakeAsync(
                "株式会社計測", Tenant, [.. Enumerable.Range(0, Hosts).Select(i => new SampleMember($"社員 {i}", Mail(i)))], [], default);
            world.First = scope.ServiceProvider.GetRequiredService<IClock>().GetCurrentInstant().InUtc().Date.PlusDays(2).AtMidnight().InUtc().ToInstant();
        }

        await world.RestartAsync();
        for (var host = 0; host < Hosts; host++)
            await MemberSignIn.RunAsync(world.Address, Mail(host));
        await world.OpenPagesAsync(rooms);
        // The copies that pages are shown from.
        while (!worker && await world.node.Services.GetRequiredService<OutboxWorker>().RunOneAsync(default))
        {
        }

        return world;
    }

    /// <summary>The page of a host.</summary>
    public string AddressOf(int host) => $"/b/{slug}/p{host}";

    /// <summary>When the slots of a numbered half hour begin (G5).</summary>
    public Instant StartOf(int slot, bool late = false) => First + Duration.FromMinutes((slot * Minutes) + (late ? Minutes / 2 : 0));

    /// <summary>What the server and its database have used.</summary>
    public TimeSpan CpuTime() => Cpu.Of(server.Process) + (Database.Name is { } name ? Cpu.OfDatabase(name) : TimeSpan.Zero);

    public Task KillAsync() => server.KillAsync();

    public async Task RestartAsync() => server = await ServerProcess.StartAsync(settings, FiguresServer.ClockGoes);

    /// <summary>What stands in a host's calendar outside.</summary>
    public IReadOnlyList<Instant> CalendarOf(int host) => [.. simulator.Microsoft365.CalendarOf(Mail(host)).Select(e => e.Interval.Start)];

    public Task<T> ReadsAsync<T>(Func<Db, Task<T>> read) => InOrganizationAsync(scope => read(scope.GetRequiredService<Db>()));

    public async Task<T> InOrganizationAsync<T>(Func<IServiceProvider, Task<T>> act)
    {
        await using var scope = node.Services.CreateAsyncScope();
        OutboxGate.Let(scope.ServiceProvider, new Lease(Guid.Empty, SubjectKind.Mailbox, Guid.Empty, Organization, 0));
        return await act(scope.ServiceProvider);
    }

    public async ValueTask DisposeAsync()
    {
        server?.Dispose();
        await node.DisposeAsync();
        await simulator.DisposeAsync();
        await Database.DisposeAsync();
    }

    private static string Mail(int host) => $"member{host}@figures.example";

    private static string RoomMail(int room) => $"room{room}@figures.example";

    private async Task OpenPagesAsync(bool rooms)
    {
        await using (var scope = node.Services.CreateAsyncScope())
        {
            OutboxGate.Let(scope.ServiceProvider, new Lease(Guid.Empty, SubjectKind.Mailbox, Guid.Empty, default, 0));
            var organization = await scope.ServiceProvider.GetRequiredService<Db>().Organizations.IgnoreQueryFilters([Db.OrganizationFilter]).SingleAsync();
            (Organization, slug) = (organization.Id, organization.Slug);
        }

        await ReadsAsync(async db =>
        {
            var members = await db.Members.AsNoTracking().ToDictionaryAsync(m => m.Mail, m => m.Id);
            Members = [.. Enumerable.Range(0, Hosts).Select(h => members[Mail(h)])];
            var made = Enumerable.Range(0, rooms ? Rooms : 0)
                .Select(r => new Room(Organization, RoomMail(r), new RoomFacts($"会議室 {r}", "", "", 8, []), RoomSource.ByHand, First)).ToList();
            RoomIds = [.. made.Select(r => r.Id)];
            db.Rooms.AddRange(made);
            db.Agendas.AddRange(made.Select(r => new Agenda { Organization = Organization, Whose = r.Id }));
            var usual = BookingPageSettings.Usual("Etc/UTC", rooms ? AppointmentFormat.VisitToUs : AppointmentFormat.Online);
            var settings = usual with
            {
                Hours = usual.Hours with
                {
                    Weekly = [.. Enumerable.Range(1, 7).Select(d => new WeeklyRange((IsoDayOfWeek)d, LocalTime.Midnight, LocalTime.Midnight))],
                    Holidays = HolidayRule.AsUsual,
                    WithinWorkingHours = false,
                },
                Limits = new PageLimits { NoticeMinutes = 0, FurthestDays = 60, StepMinutes = 15 },
                Rooms = RoomIds,
            };
            db.BookingPages.AddRange(Members.Select((m, h) => new BookingPage(
                Organization, m, $"p{h}", "製品のご相談", settings, [new PageSeat(m, PagePart.Attends, 0)], First)));
            return await db.SaveChangesAsync();
        });
    }
}
