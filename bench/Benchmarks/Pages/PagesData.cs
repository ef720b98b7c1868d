using Hidori.Benchmarks.Ground;
using Hidori.Benchmarks.Yardstick;
using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Availability;
using Hidori.Domain.BookingPages;
using Hidori.Domain.Organizations;
using Hidori.Integrations;
using Hidori.Server;
using Hidori.Server.Outside;
using Hidori.Server.Outside.Mailboxes;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Hidori.Benchmarks.Pages;

/// <summary>A host's calendar: the yardstick's list (G1), and 800 entries of the year before.</summary>
internal readonly record struct HostCalendar(int List, int Busy = 200, int Days = 30);

/// <summary>A page that any one of its hosts attends.</summary>
internal sealed record PageWanted(string Slug, IReadOnlyList<int> Hosts, int Days = 30);

/// <summary>An organization of many hosts with the yardstick's calendars (G4), as copies of linked mailboxes.</summary>
internal sealed class PagesData : IAsyncDisposable
{
    private const string Berlin = "Europe/Berlin";
    private const int FirstHistory = 1_000_000;
    private const int History = 800;
    private const int Year = 366;

    private readonly FiguresDatabase database;
    private readonly DbFactory factory;
    private readonly CurrentOrganization admitted;
    private readonly IReadOnlyList<MemberId> hosts;

    private PagesData(FiguresDatabase database, DbFactory factory, CurrentOrganization admitted, IReadOnlyList<MemberId> hosts) =>
        (this.database, this.factory, this.admitted, this.hosts) = (database, factory, admitted, hosts);

    /// <param name="calendars">One for each host.</param>
    public static async Task<PagesData> MakeAsync(FiguresDatabase database, IReadOnlyList<HostCalendar> calendars)
    {
        var organization = new Organization("株式会社計測", Berlin, "ja", Generators.Base);
        var members = calendars
            .Select((_, i) => new Member(organization.Id, $"member{i}@figures.example", $"社員 {i}", MemberRole.Administrator, Generators.Base)).ToList();
        var data = new PagesData(database, database.NewFactory(), Admit(organization.Id), [.. members.Select(m => m.Id)]);
        var connections = members.Select(_ => ConnectionId.New()).ToList();
        await using (var db = data.Open())
        {
            db.Organizations.Add(organization);
            db.Members.AddRange(members);
            db.Agendas.AddRange(members.Select(m => new Agenda { Organization = organization.Id, Whose = m.Id }));
            db.Connections.AddRange(members.Select((m, i) => new ConnectionRow
            {
                Id = connections[i], Organization = organization.Id, Member = m.Id, Provider = ProviderKind.Microsoft365, State = ConnectionState.Connected,
                ConnectedAt = Generators.Base, Address = m.Mail, IssuesJoinLinks = true,
            }));
            db.Mailboxes.AddRange(connections.Select(c => new MailboxRow
            {
                Connection = c, Organization = organization.Id, ReadAt = Generators.Base, RereadAt = Generators.Base, LookedAt = Generators.Base, Mark = "x",
                WindowStartsAt = Generators.Base - Duration.FromDays(400), WindowEndsAt = Generators.Base + Duration.FromDays(400),
            }));
            await db.SaveChangesAsync();
        }

        await using var server = await ServerHost.BuildAsync([], builder =>
        {
            builder.Logging.ClearProviders();
            builder.Configuration.AddInMemoryCollection(FiguresServer.Settings(database));
        });
        for (var host = 0; host < calendars.Count; host++)
            data.Entries += await data.CopyAsync(server.Services, connections[host], calendars[host]);
        return data;
    }

    /// <summary>How many the copies hold.</summary>
    public int Entries { get; private set; }

    public OrganizationId Organization => admitted.Id;

    public IReadOnlyList<MemberId> Hosts => hosts;

    public string AddressOf(string slug) => $"/b/{Organization.ToString()[^12..]}/{slug}";

    public Db Open() => factory.Open(admitted);

    /// <summary>Pages by the yardstick's rules: 30 minutes every 15, Monday to Friday from 9 to 17, no notice.</summary>
    public async Task OpenPagesAsync(IEnumerable<PageWanted> wanted, Func<BookingPageSettings, BookingPageSettings>? change = null)
    {
        await using var db = Open();
        var usual = BookingPageSettings.Usual(Berlin, AppointmentFormat.Online);
        foreach (var page in wanted)
        {
            var settings = usual with
            {
                Rule = new PageRule(page.Hosts.Count > 1 ? PageAttendance.AnyOne : PageAttendance.Everyone),
                Hours = usual.Hours with
                {
                    Weekly = [.. Enumerable.Range(1, 5).Select(d => new WeeklyRange((IsoDayOfWeek)d, new LocalTime(9, 0), new LocalTime(17, 0)))],
                    Holidays = HolidayRule.AsUsual,
                    WithinWorkingHours = false,
                },
                Limits = new PageLimits { NoticeMinutes = 0, FurthestDays = page.Days - 1, StepMinutes = 15 },
            };
            db.BookingPages.Add(new BookingPage(
                Organization, hosts[page.Hosts[0]], page.Slug, "製品のご相談", change is null ? settings : change(settings),
                [.. page.Hosts.Select((h, i) => new PageSeat(hosts[h], PagePart.Attends, i))], Generators.Base));
        }

        await db.SaveChangesAsync();
    }

    /// <summary>Times that a host has taken, or keeps free for proposals; only the rows that pages read, before any page was shown.</summary>
    public Task TakeAsync(int host, IEnumerable<Instant> starts, bool isFixed) => new BulkRows(database).WriteAsync(
        "taken_times",
        ["whose", "appointment", "candidate", "organization", "starts_at", "ends_at", "is_fixed"],
        starts.Select(s => (object[])
        [
            hosts[host].Value, Guid.CreateVersion7(), Guid.CreateVersion7(), Organization.Value, s, s + Duration.FromMinutes(15), isFixed,
        ]));

    /// <summary>As after a change of one host's calendar: the next look at their pages reads them anew.</summary>
    public async Task ChangeAsync(int host)
    {
        await using var db = Open();
        var member = hosts[host];
        await db.Members.Where(m => m.Id == member).ExecuteUpdateAsync(set => set.SetProperty(m => m.Name, m => m.Name));
    }

    /// <summary>As after a change of what all pages share: the next look at any page reads all of it anew.</summary>
    public async Task ChangeAllAsync()
    {
        await using var db = Open();
        await db.Organizations.ExecuteUpdateAsync(set => set.SetProperty(o => o.Name, o => o.Name));
    }

    public ValueTask DisposeAsync() => factory.DisposeAsync();

    /// <summary>By the product's own hand, which seals what it writes.</summary>
    private async Task<int> CopyAsync(IServiceProvider services, ConnectionId connection, HostCalendar calendar)
    {
        await using var scope = services.CreateAsyncScope();
        OutboxGate.Let(scope.ServiceProvider, new Lease(Guid.Empty, SubjectKind.Mailbox, Guid.Empty, Organization, 0));
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        var mailbox = await db.Mailboxes.AsNoTracking().SingleAsync(m => m.Connection == connection);
        List<BusyEntry> entries =
        [
            .. EntriesOf(calendar).Select((e, n) => new BusyEntry(new Interval(At(e.Start), At(e.End)), BusyKind.Busy, $"entry-{n}", Title: null, Ours: null)),
        ];
        await scope.ServiceProvider.GetRequiredService<MailboxCopy>().ReplaceAsync(mailbox, places: null, entries, default);
        await db.SaveChangesAsync();
        return entries.Count;
    }

    private static IEnumerable<MinuteInterval> EntriesOf(HostCalendar calendar) => Generators.BusyOfHost(calendar.List, calendar.Busy, calendar.Days)
        .Concat(Generators.BusyOfHost(FirstHistory + calendar.List, History, Year - 1).Select(Before)).Distinct();

    private static MinuteInterval Before(MinuteInterval interval) =>
        new(interval.Start - (Year * Generators.MinutesPerDay), interval.End - (Year * Generators.MinutesPerDay));

    private static Instant At(int minute) => Generators.Base + Duration.FromMinutes(minute);

    /// <summary>By the worker's gate: nobody signs in here.</summary>
    private static CurrentOrganization Admit(OrganizationId organization)
    {
        using var services = new ServiceCollection().AddTenancy().BuildServiceProvider();
        using var scope = services.CreateScope();
        OutboxGate.Let(scope.ServiceProvider, new Lease(Guid.Empty, SubjectKind.Mailbox, Guid.Empty, organization, 0));
        return scope.ServiceProvider.GetRequiredService<Admission>().Organization;
    }
}
