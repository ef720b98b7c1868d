using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.BookingPages;
using Hidori.Domain.Organizations;
using Hidori.Domain.Rooms;
using Hidori.Server.Storage.Mappings;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Hidori.Server.Storage;

/// <summary>The model: one for both databases. Use cases take this; only the two contexts beside it know a dialect.</summary>
public abstract class Db(CurrentOrganization organization) : DbContext
{
    /// <summary>Name of the filter that keeps organizations apart.</summary>
    public const string OrganizationFilter = "Organization";

    protected OrganizationId Tenant => organization.Id;

    public DbSet<Organization> Organizations => Set<Organization>();
    public DbSet<Member> Members => Set<Member>();
    public DbSet<ConnectionRow> Connections => Set<ConnectionRow>();
    public DbSet<AccountSwitchRow> AccountSwitches => Set<AccountSwitchRow>();
    public DbSet<Appointment> Appointments => Set<Appointment>();
    public DbSet<BookingPage> BookingPages => Set<BookingPage>();
    public DbSet<OneTimeLinkRow> OneTimeLinks => Set<OneTimeLinkRow>();
    public DbSet<PendingBookingRow> PendingBookings => Set<PendingBookingRow>();
    public DbSet<PageLogoRow> PageLogos => Set<PageLogoRow>();
    public DbSet<WishRow> Wishes => Set<WishRow>();
    public DbSet<OrganizationDayRow> OrganizationDays => Set<OrganizationDayRow>();
    public DbSet<RoomCopyRow> RoomCopies => Set<RoomCopyRow>();
    public DbSet<AvailabilityVersionRow> AvailabilityVersions => Set<AvailabilityVersionRow>();
    public DbSet<Room> Rooms => Set<Room>();
    public DbSet<RoomObservationRow> RoomObservations => Set<RoomObservationRow>();
    public DbSet<MailboxRow> Mailboxes => Set<MailboxRow>();
    public DbSet<BusyCopyRow> BusyCopies => Set<BusyCopyRow>();
    public DbSet<Agenda> Agendas => Set<Agenda>();
    public DbSet<TakenTime> TakenTimes => Set<TakenTime>();
    public DbSet<LedgerRow> Ledger => Set<LedgerRow>();
    public DbSet<OutboxRow> Outbox => Set<OutboxRow>();
    public DbSet<MailRow> Mails => Set<MailRow>();
    public DbSet<TimelineRow> Timeline => Set<TimelineRow>();
    public DbSet<AttemptRow> Attempts => Set<AttemptRow>();
    public DbSet<DraftRow> Drafts => Set<DraftRow>();
    public DbSet<ReceptionCodeRow> ReceptionCodes => Set<ReceptionCodeRow>();
    public DbSet<MessageTemplateRow> MessageTemplates => Set<MessageTemplateRow>();
    public DbSet<ProtectionKeyRow> ProtectionKeys => Set<ProtectionKeyRow>();
    public DbSet<ProviderRegistrationRow> Registrations => Set<ProviderRegistrationRow>();
    public DbSet<SetupFindingRow> SetupFindings => Set<SetupFindingRow>();
    public DbSet<ApplicationAccessRow> ApplicationAccesses => Set<ApplicationAccessRow>();
    public DbSet<ApplicationReachRow> ApplicationReaches => Set<ApplicationReachRow>();
    public DbSet<ConsentRequestRow> ConsentRequests => Set<ConsentRequestRow>();

    /// <summary>Locks agendas until the transaction ends, in id order so that two never wait for each other.</summary>
    public abstract Task LockAgendasAsync(IReadOnlyCollection<AgendaId> agendas, CancellationToken ct);

    /// <summary>Whether a failed save means that the database itself refused an overlap (SPEC X2).</summary>
    public abstract bool IsOverlapRefusal(Exception failure);

    /// <summary>Whether a failed save may go through when repeated: a deadlock, a lock that could not be had.</summary>
    public abstract bool IsPassing(Exception failure);

    /// <summary>Whether a failed save hit a unique index: somebody else was first.</summary>
    public abstract bool IsDuplicate(Exception failure);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        AccountMappings.Map(modelBuilder);
        AppointmentMappings.Map(modelBuilder);
        OutsideMappings.Map(modelBuilder);
        RegistrationMappings.Map(modelBuilder);
        MailboxMappings.Map(modelBuilder);
        RoomMappings.Map(modelBuilder);
        BookingMappings.Map(modelBuilder);

        modelBuilder.Entity<Organization>().HasQueryFilter(OrganizationFilter, o => o.Id == Tenant);
        modelBuilder.Entity<Member>().HasQueryFilter(OrganizationFilter, m => m.Organization == Tenant);
        modelBuilder.Entity<ConnectionRow>().HasQueryFilter(OrganizationFilter, c => c.Organization == Tenant);
        modelBuilder.Entity<AccountSwitchRow>().HasQueryFilter(OrganizationFilter, s => s.Organization == Tenant);
        modelBuilder.Entity<MailboxRow>().HasQueryFilter(OrganizationFilter, m => m.Organization == Tenant);
        modelBuilder.Entity<BusyCopyRow>().HasQueryFilter(OrganizationFilter, b => b.Organization == Tenant);
        modelBuilder.Entity<Appointment>().HasQueryFilter(OrganizationFilter, a => a.Organization == Tenant);
        modelBuilder.Entity<Room>().HasQueryFilter(OrganizationFilter, r => r.Organization == Tenant);
        modelBuilder.Entity<RoomObservationRow>().HasQueryFilter(OrganizationFilter, o => o.Organization == Tenant);
        modelBuilder.Entity<Agenda>().HasQueryFilter(OrganizationFilter, a => a.Organization == Tenant);
        modelBuilder.Entity<TakenTime>().HasQueryFilter(OrganizationFilter, t => t.Organization == Tenant);
        modelBuilder.Entity<LedgerRow>().HasQueryFilter(OrganizationFilter, l => l.Organization == Tenant);
        modelBuilder.Entity<OutboxRow>().HasQueryFilter(OrganizationFilter, o => o.Organization == Tenant);
        modelBuilder.Entity<MailRow>().HasQueryFilter(OrganizationFilter, m => m.Organization == Tenant);
        modelBuilder.Entity<TimelineRow>().HasQueryFilter(OrganizationFilter, t => t.Organization == Tenant);
        modelBuilder.Entity<AttemptRow>().HasQueryFilter(OrganizationFilter, a => a.Organization == Tenant);
        modelBuilder.Entity<DraftRow>().HasQueryFilter(OrganizationFilter, d => d.Organization == Tenant);
        modelBuilder.Entity<ReceptionCodeRow>().HasQueryFilter(OrganizationFilter, r => r.Organization == Tenant);
        modelBuilder.Entity<MessageTemplateRow>().HasQueryFilter(OrganizationFilter, t => t.Organization == Tenant);
        modelBuilder.Entity<BookingPage>().HasQueryFilter(OrganizationFilter, p => p.Organization == Tenant);
        modelBuilder.Entity<OneTimeLinkRow>().HasQueryFilter(OrganizationFilter, l => l.Organization == Tenant);
        modelBuilder.Entity<PendingBookingRow>().HasQueryFilter(OrganizationFilter, p => p.Organization == Tenant);
        modelBuilder.Entity<PageLogoRow>().HasQueryFilter(OrganizationFilter, l => l.Organization == Tenant);
        modelBuilder.Entity<WishRow>().HasQueryFilter(OrganizationFilter, w => w.Organization == Tenant);
        modelBuilder.Entity<OrganizationDayRow>().HasQueryFilter(OrganizationFilter, d => d.Organization == Tenant);
        modelBuilder.Entity<RoomCopyRow>().HasQueryFilter(OrganizationFilter, c => c.Organization == Tenant);
        modelBuilder.Entity<AvailabilityVersionRow>().HasQueryFilter(OrganizationFilter, v => v.Organization == Tenant);
        modelBuilder.Entity<ApplicationAccessRow>().HasQueryFilter(OrganizationFilter, a => a.Organization == Tenant);
        modelBuilder.Entity<ApplicationReachRow>().HasQueryFilter(OrganizationFilter, r => r.Organization == Tenant);
        modelBuilder.Entity<ConsentRequestRow>().HasQueryFilter(OrganizationFilter, r => r.Organization == Tenant);

        SnakeCase.Apply(modelBuilder);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        Conventions.Apply(configurationBuilder);
}
