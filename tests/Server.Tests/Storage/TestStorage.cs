using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Availability;
using Hidori.Domain.BookingPages;
using Hidori.Domain.Organizations;
using Hidori.Domain.Outside;
using Hidori.Domain.Rooms;
using Hidori.Integrations;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Tenancy;
using Hidori.Server.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Storage;

/// <summary>A database of the product without the product around it.</summary>
internal sealed class TestStorage : IAsyncDisposable
{
    public static readonly Instant Now = Instant.FromUtc(2027, 4, 5, 0, 0);

    private readonly List<DbFactory> _nodes = [];

    private TestStorage(TestDatabase database) => Database = database;

    public TestDatabase Database { get; }

    /// <summary>The first node's way to the database.</summary>
    public DbFactory Factory { get; private set; } = null!;

    public static async Task<TestStorage> MakeAsync(DatabaseKind kind)
    {
        var storage = await MakeEmptyAsync(kind);
        await new Migrator(storage.Factory, NullLogger<Migrator>.Instance).RunAsync(TestContext.Current.CancellationToken);
        return storage;
    }

    public static async Task<TestStorage> MakeEmptyAsync(DatabaseKind kind)
    {
        var storage = new TestStorage(await TestDatabase.MakeAsync(kind));
        storage.Factory = storage.AnotherNode();
        return storage;
    }

    /// <summary>What another process of the same database holds.</summary>
    public DbFactory AnotherNode()
    {
        var node = new DbFactory(Options.Create(new DatabaseOptions { Provider = Database.Provider, Connection = Database.Connection }));
        _nodes.Add(node);
        return node;
    }

    public Db Open(OrganizationId organization, DbFactory? node = null) => (node ?? Factory).Open(Admitted(organization));

    /// <summary>An organization with its members, each with an agenda.</summary>
    public async Task<(OrganizationId Organization, IReadOnlyList<MemberId> Members)> AddOrganizationAsync(string name, int members)
    {
        var organization = new Organization(name, "Asia/Tokyo", "ja", Now);
        var people = Enumerable.Range(0, members)
            .Select(n => new Member(organization.Id, $"{n}@{name}.example", $"{name} {n}", MemberRole.Member, Now)).ToList();
        await using var db = Open(organization.Id);
        db.Organizations.Add(organization);
        db.Members.AddRange(people);
        db.Agendas.AddRange(people.Select(p => new Agenda { Organization = organization.Id, Whose = p.Id }));
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        return (organization.Id, [.. people.Select(p => p.Id)]);
    }

    /// <summary>A proposal of these hosts, its row alone: nothing taken, nobody told.</summary>
    public static Appointment Proposal(OrganizationId organization, params MemberId[] hosts)
    {
        var start = Now + Duration.FromDays(2);
        var proposed = Appointment.Propose(
            new ProposalRequest(
                organization, hosts[0], hosts, hosts[0], [new Interval(start, start + Duration.FromHours(1))],
                [new GuestInvitation("社", "客", "guest@guest.example", "ja", Guid.CreateVersion7().ToString("N"), "sealed")],
                "題", AppointmentFormat.Online, "", false, "", "", null, "Asia/Tokyo", true, true,
                hosts.ToDictionary(h => h, _ => (BusyTimes)new BusyTimes.Known([], Now)), hosts.ToHashSet()),
            Now);
        Assert.True(proposed.Succeeded(out var appointment), $"{proposed.Refusal}");
        return appointment;
    }

    /// <summary>One row of every kind that belongs to an organization.</summary>
    public async Task FillAsync(OrganizationId organization, MemberId member)
    {
        await using var db = Open(organization);
        var room = new Room(organization, "room@fill.example", new RoomFacts("会議室", "", "", null, []), RoomSource.ByHand, Now);
        db.Rooms.Add(room);
        db.RoomObservations.Add(new RoomObservationRow { Id = Guid.CreateVersion7(), Organization = organization, Room = room.Id, At = Now });
        var appointment = Proposal(organization, member);
        db.Appointments.Add(appointment);
        db.TakenTimes.AddRange(appointment.TakenTimes());
        db.Attempts.Add(new AttemptRow { Attempt = Guid.CreateVersion7(), Organization = organization, Appointment = appointment.Id });
        db.Drafts.Add(new DraftRow { Id = Guid.CreateVersion7(), Organization = organization, Member = member, ChangedAt = Now });
        db.ReceptionCodes.Add(new ReceptionCodeRow { Organization = organization, Code = "000000", Appointment = appointment.Id, EndsAt = Now });
        db.MessageTemplates.Add(new MessageTemplateRow { Id = Guid.CreateVersion7(), Organization = organization, Member = member, ChangedAt = Now });
        var page = new BookingPage(
            organization, member, "page", "予約", BookingPageSettings.Usual("Asia/Tokyo", AppointmentFormat.Online), [new PageSeat(member, PagePart.Attends, 0)], Now);
        db.BookingPages.Add(page);
        db.OneTimeLinks.Add(new OneTimeLinkRow
        {
            Id = Guid.CreateVersion7(),
            Organization = organization,
            Page = page.Id,
            SecretHash = Guid.CreateVersion7().ToString("N"),
            CreatedAt = Now,
            EndsAt = Now,
        });
        db.PendingBookings.Add(new PendingBookingRow
        {
            Id = Guid.CreateVersion7(),
            Organization = organization,
            Page = page.Id,
            Attempt = Guid.CreateVersion7(),
            SecretHash = Guid.CreateVersion7().ToString("N"),
            CreatedAt = Now,
            EndsAt = Now,
        });
        db.PageLogos.Add(new PageLogoRow { Page = page.Id, Organization = organization, MediaType = "image/png" });
        db.Wishes.Add(new WishRow { Id = Guid.CreateVersion7(), Organization = organization, Page = page.Id, CreatedAt = Now });
        db.OrganizationDays.Add(new OrganizationDayRow { Organization = organization, Date = new LocalDate(2027, 12, 29) });
        db.RoomCopies.Add(new RoomCopyRow { Room = room.Id, Organization = organization, WindowStartsAt = Now, WindowEndsAt = Now, ReadAt = Now });
        db.Outbox.Add(new OutboxRow { Kind = SubjectKind.Appointment, Subject = appointment.Id.Value, Organization = organization, DueAt = Now });
        db.Mails.Add(new MailRow { Id = Guid.CreateVersion7(), Organization = organization, MessageId = Guid.CreateVersion7().ToString("N"), CreatedAt = Now });
        db.Timeline.Add(new TimelineRow { Id = Guid.CreateVersion7(), Organization = organization, Appointment = appointment.Id, At = Now });
        var connection = ConnectionId.New();
        db.Connections.Add(new ConnectionRow
        {
            Id = connection,
            Organization = organization,
            Member = member,
            Provider = ProviderKind.Microsoft365,
            ConnectedAt = Now,
        });
        db.AccountSwitches.Add(new AccountSwitchRow { Member = member, Organization = organization, EndsAt = Now });
        db.Mailboxes.Add(new MailboxRow { Connection = connection, Organization = organization });
        db.BusyCopies.Add(new BusyCopyRow { Connection = connection, Organization = organization, ProtectedEntries = [1] });
        db.ApplicationAccesses.Add(new ApplicationAccessRow { Organization = organization, ChangedBy = member, ChangedAt = Now });
        db.ApplicationReaches.Add(new ApplicationReachRow { Member = member, Organization = organization, FoundAt = Now });
        db.ConsentRequests.Add(new ConsentRequestRow { Member = member, Organization = organization, AskedAt = Now });
        db.Ledger.Add(new LedgerRow
        {
            Appointment = appointment.Id,
            Candidate = appointment.Candidates[0].Id,
            Whose = member,
            Organization = organization,
            Purpose = EntryPurpose.Hold,
            State = LedgerState.Gone,
            ChangedAt = Now,
        });
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
        await Database.DisposeAsync();
    }

    /// <summary>Only a gate makes the proof of an organization; the worker's is the nearest.</summary>
    private static CurrentOrganization Admitted(OrganizationId organization)
    {
        using var services = new ServiceCollection().AddTenancy().BuildServiceProvider();
        using var scope = services.CreateScope();
        App.Let(scope.ServiceProvider, organization);
        return scope.ServiceProvider.GetRequiredService<Admission>().Organization;
    }
}
