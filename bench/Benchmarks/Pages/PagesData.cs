using Hidori.Benchmarks.Yardstick;
using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Availability;
using Hidori.Domain.BookingPages;
using Hidori.Domain.Organizations;
using Hidori.Integrations;
using Hidori.Server.Outside;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Hidori.Benchmarks.Pages;

/// <summary>An organization of many hosts with the yardstick's calendars, as copies of linked mailboxes, and a page for each.</summary>
internal sealed class PagesData(Func<Db> open, OrganizationId organization, IReadOnlyList<MemberId> hosts)
{
    private const int Batch = 4_000;
    private const string Berlin = "Europe/Berlin";

    public string Address { get; } = "/b/" + organization.ToString()[^12..] + "/";

    /// <param name="openFor">Opens the database, whose schema is there.</param>
    /// <param name="busy">How many entries of each host, before duplicates are taken out.</param>
    public static async Task<PagesData> MakeAsync(Func<CurrentOrganization, Db> openFor, int hosts, int busy, int days)
    {
        var organization = new Organization("株式会社計測", Berlin, "ja", Generators.Base);
        var admitted = Admit(organization.Id);
        Db Open() => openFor(admitted);
        var members = Enumerable.Range(0, hosts)
            .Select(i => new Member(organization.Id, $"member{i}@figures.example", $"社員 {i}", MemberRole.Administrator, Generators.Base)).ToList();
        await using (var db = Open())
        {
            db.Organizations.Add(organization);
            db.Members.AddRange(members);
            db.Agendas.AddRange(members.Select(m => new Agenda { Organization = organization.Id, Whose = m.Id }));
            await db.SaveChangesAsync();
        }

        var data = new PagesData(Open, organization.Id, [.. members.Select(m => m.Id)]);
        for (var host = 0; host < hosts; host++)
            await data.LinkAsync(host, busy, days);
        return data;
    }

    /// <summary>A page by the yardstick's rules: 30 minutes every 15, Monday to Friday from 9 to 17, no notice.</summary>
    /// <param name="first">The first of the hosts who attend, any one of them where there are several.</param>
    public async Task<string> OpenPageAsync(string slug, int first, int count, int days = 30, Func<PageLimits, PageLimits>? limit = null)
    {
        await using var db = open();
        var usual = BookingPageSettings.Usual(Berlin, AppointmentFormat.Online);
        var limits = new PageLimits { NoticeMinutes = 0, FurthestDays = days - 1, StepMinutes = 15 };
        var settings = usual with
        {
            Rule = new PageRule(count > 1 ? PageAttendance.AnyOne : PageAttendance.Everyone),
            Hours = usual.Hours with
            {
                Weekly = [.. Enumerable.Range(1, 5).Select(d => new WeeklyRange((IsoDayOfWeek)d, new LocalTime(9, 0), new LocalTime(17, 0)))],
                Holidays = HolidayRule.AsUsual,
                WithinWorkingHours = false,
            },
            Limits = limit is null ? limits : limit(limits),
        };
        db.BookingPages.Add(new BookingPage(
            organization, hosts[first], slug, "製品のご相談", settings,
            [.. hosts.Skip(first).Take(count).Select((h, i) => new PageSeat(h, PagePart.Attends, i))], Generators.Base));
        await db.SaveChangesAsync();
        return Address + slug;
    }

    /// <summary>So many times that a host has taken or keeps free for a proposal; only the rows that pages read.</summary>
    public async Task TakeAsync(int host, int count, Instant from, bool isFixed)
    {
        await using var db = open();
        var taken = Enumerable.Range(0, count).Select(i => from + Duration.FromMinutes(15 * i)).Select(start => new TakenTime(
            organization, hosts[host], AppointmentId.New(), CandidateId.New(), start, start + Duration.FromMinutes(15), isFixed));
        // Their appointments are of no interest here.
        await db.Database.OpenConnectionAsync();
        await db.Database.ExecuteSqlRawAsync(db.Database.IsSqlite() ? "PRAGMA foreign_keys = OFF" : "SET session_replication_role = replica");
        db.TakenTimes.AddRange(taken);
        await db.SaveChangesAsync();
        await db.Database.ExecuteSqlRawAsync(db.Database.IsSqlite() ? "PRAGMA foreign_keys = ON" : "SET session_replication_role = DEFAULT");
    }

    /// <summary>As after a change of one host's calendar: the next look at their pages reads them anew.</summary>
    public async Task ChangeAsync(int host)
    {
        await using var db = open();
        var member = hosts[host];
        await db.Members.Where(m => m.Id == member).ExecuteUpdateAsync(set => set.SetProperty(m => m.Name, m => m.Name));
    }

    /// <summary>By the worker's gate: nobody signs in here.</summary>
    private static CurrentOrganization Admit(OrganizationId organization)
    {
        using var services = new ServiceCollection().AddTenancy().BuildServiceProvider();
        using var scope = services.CreateScope();
        OutboxGate.Let(scope.ServiceProvider, new Lease(Guid.Empty, SubjectKind.Mailbox, Guid.Empty, organization, 0));
        return scope.ServiceProvider.GetRequiredService<Admission>().Organization;
    }

    private async Task LinkAsync(int host, int busy, int days)
    {
        await using var db = open();
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        var connection = ConnectionId.New();
        db.Connections.Add(new ConnectionRow
        {
            Id = connection, Organization = organization, Member = hosts[host], Provider = ProviderKind.Microsoft365, State = ConnectionState.Connected,
            ConnectedAt = Generators.Base, Address = $"member{host}@figures.example", IssuesJoinLinks = true,
        });
        db.Mailboxes.Add(new MailboxRow
        {
            Connection = connection, Organization = organization, ReadAt = Generators.Base, RereadAt = Generators.Base, LookedAt = Generators.Base, Mark = "x",
            WindowStartsAt = Generators.Base - Duration.FromDays(2), WindowEndsAt = Generators.Base + Duration.FromDays(400),
        });
        await db.SaveChangesAsync();
        foreach (var some in Generators.BusyOfHost(host, busy, days).Distinct().Select((b, i) => (b, i)).Chunk(Batch))
        {
            db.ChangeTracker.Clear();
            db.BusyEntries.AddRange(some.Select(s => new BusyEntryRow
            {
                Connection = connection, Organization = organization, RemoteId = $"entry-{s.i}", Kind = BusyKind.Busy,
                StartsAt = Generators.Base + Duration.FromMinutes(s.b.Start), EndsAt = Generators.Base + Duration.FromMinutes(s.b.End),
            }));
            await db.SaveChangesAsync();
        }
    }
}
