using Hidori.Domain.BookingPages;
using Hidori.Domain.Organizations;
using Hidori.Domain.Rooms;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hidori.Server.Storage.Mappings;

internal static class BookingMappings
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<BookingPage>(e =>
        {
            e.ToTable("booking_pages");
            e.HasKey(p => p.Id);
            e.Property(p => p.Id).ValueGeneratedNever();
            e.Property(p => p.Version).IsConcurrencyToken();
            e.Property(p => p.Settings).HasConversion<JsonValueConverter<BookingPageSettings>>().IsRequired();
            e.Ignore(p => p.Seats);
            e.Ignore(p => p.Hosts);
            e.Ignore(p => p.Managers);
            e.Ignore(p => p.Attendance);
            e.HasIndex(p => new { p.Organization, p.Slug }).IsUnique();
            e.HasOne<Organization>().WithMany().HasForeignKey(p => p.Organization).OnDelete(DeleteBehavior.Restrict);
            e.HasMany<PageSeat>("_seats").WithOne().HasForeignKey("PageId").IsRequired().OnDelete(DeleteBehavior.Cascade);
            e.Navigation("_seats").AutoInclude();
        });

        model.Entity<PageSeat>(e =>
        {
            e.ToTable("booking_page_members");
            e.HasKey("PageId", nameof(PageSeat.Member));
            e.HasIndex(s => s.Member);
            e.HasOne<Member>().WithMany().HasForeignKey(s => s.Member).OnDelete(DeleteBehavior.Restrict);
        });

        model.Entity<OneTimeLinkRow>(e =>
        {
            e.ToTable("one_time_links");
            e.HasKey(l => l.Id);
            e.Property(l => l.Id).ValueGeneratedNever();
            e.HasIndex(l => l.SecretHash).IsUnique();
            e.HasIndex(l => l.Page);
            e.HasOne<BookingPage>().WithMany().HasForeignKey(l => l.Page).OnDelete(DeleteBehavior.Cascade);
        });

        model.Entity<PendingBookingRow>(e =>
        {
            e.ToTable("pending_bookings");
            e.HasKey(p => p.Id);
            e.Property(p => p.Id).ValueGeneratedNever();
            e.HasIndex(p => p.Attempt).IsUnique();
            e.HasIndex(p => p.SecretHash).IsUnique();
            e.HasIndex(p => new { p.Organization, p.AddressHash });
            e.HasIndex(p => p.Page);
            e.HasOne<BookingPage>().WithMany().HasForeignKey(p => p.Page).OnDelete(DeleteBehavior.Cascade);
        });

        model.Entity<PageLogoRow>(e =>
        {
            e.ToTable("page_logos");
            e.HasKey(l => l.Page);
            e.Property(l => l.Page).ValueGeneratedNever();
            e.HasOne<BookingPage>().WithMany().HasForeignKey(l => l.Page).OnDelete(DeleteBehavior.Cascade);
        });

        model.Entity<WishRow>(e =>
        {
            e.ToTable("wishes");
            e.HasKey(w => w.Id);
            e.Property(w => w.Id).ValueGeneratedNever();
            e.HasIndex(w => new { w.Page, w.CreatedAt });
            e.HasOne<BookingPage>().WithMany().HasForeignKey(w => w.Page).OnDelete(DeleteBehavior.Cascade);
        });

        model.Entity<OrganizationDayRow>(e =>
        {
            e.ToTable("organization_days");
            e.HasKey(d => new { d.Organization, d.Date });
        });

        model.Entity<AvailabilityVersionRow>(e =>
        {
            e.ToTable("availability_versions");
            e.HasKey(v => new { v.Organization, v.Subject });
        });

        model.Entity<RoomCopyRow>(e =>
        {
            e.ToTable("room_copies");
            e.HasKey(c => c.Room);
            e.Property(c => c.Room).ValueGeneratedNever();
            e.Property(c => c.Times).HasConversion(new JsonListConverter<RoomTime>(), new JsonListComparer<RoomTime>());
            e.HasOne<Room>().WithMany().HasForeignKey(c => c.Room).OnDelete(DeleteBehavior.Cascade);
        });
    }
}
