using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Organizations;
using Hidori.Domain.Rooms;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hidori.Server.Storage.Mappings;

internal static class AppointmentMappings
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Appointment>(e =>
        {
            e.ToTable("appointments");
            e.HasKey(a => a.Id);
            e.Property(a => a.Id).ValueGeneratedNever();
            e.Property(a => a.Version).IsConcurrencyToken();
            e.Property(a => a.PreferredTimes)
                .HasConversion(new JsonListConverter<PreferredTime>(), new JsonListComparer<PreferredTime>());
            e.Property(a => a.Upcoming).HasConversion<JsonValueConverter<UpcomingNotice>>();
            e.Ignore(a => a.Hosts);
            e.Ignore(a => a.Chosen);
            e.Property(a => a.Copies).HasConversion(new JsonListConverter<string>(), new JsonListComparer<string>());
            e.Ignore(a => a.FirstGuest);
            e.Ignore(a => a.AnsweringGuest);
            e.Ignore(a => a.GuestWhoAnswered);
            e.Ignore(a => a.GuestsOfAllTimes);
            e.Ignore(a => a.GuestsToTell);
            e.Ignore(a => a.GuestsToRelease);
            e.Ignore(a => a.GuestWaits);
            e.Ignore(a => a.GuestsHaveCopy);
            e.Ignore(a => a.TakenBack);
            e.Ignore(a => a.RemindableFrom);
            e.Ignore(a => a.RoomNeed);
            e.Ignore(a => a.IsReceived);
            e.Ignore(a => a.NeedsReceptionCode);
            e.Ignore(a => a.EntryTitle);
            e.Ignore(a => a.Words);
            e.Ignore(a => a.CandidatesWithRooms);
            e.Property(a => a.RoomEquipment).HasConversion(new JsonListConverter<string>(), new JsonListComparer<string>());
            e.HasIndex(a => new { a.Organization, a.State });
            e.HasIndex(a => new { a.Organization, a.ChangedAt, a.Id });
            e.HasOne<Organization>().WithMany().HasForeignKey(a => a.Organization).OnDelete(DeleteBehavior.Restrict);

            e.HasMany(a => a.Candidates).WithOne().HasForeignKey("AppointmentId").IsRequired().OnDelete(DeleteBehavior.Cascade);
            e.HasMany(a => a.Guests).WithOne().HasForeignKey("AppointmentId").IsRequired().OnDelete(DeleteBehavior.Cascade);
            e.HasMany<HostSeat>("_seats").WithOne().HasForeignKey("AppointmentId").IsRequired().OnDelete(DeleteBehavior.Cascade);
            e.Navigation(a => a.Candidates).AutoInclude();
            e.Navigation(a => a.Guests).AutoInclude();
            e.Navigation("_seats").AutoInclude();
        });

        model.Entity<Candidate>(e =>
        {
            e.ToTable("candidates");
            e.HasKey(c => c.Id);
            e.Property(c => c.Id).ValueGeneratedNever();
            e.Property(c => c.AcceptedOverlaps)
                .HasConversion(new JsonListConverter<AcceptedOverlap>(), new JsonListComparer<AcceptedOverlap>());
            e.Property(c => c.LostRooms).HasConversion(new JsonListConverter<RoomId>(), new JsonListComparer<RoomId>());
            e.Ignore(c => c.Time);
            e.Ignore(c => c.HasRoom);
            e.Ignore(c => c.IsRoomLost);
            e.Ignore(c => c.RoomOrNone);
            e.HasOne<Room>().WithMany().HasForeignKey(c => c.Room).OnDelete(DeleteBehavior.Restrict);
        });

        model.Entity<Guest>(e =>
        {
            e.ToTable("guests");
            e.HasKey(g => g.Id);
            e.Property(g => g.Id).ValueGeneratedNever();
            e.HasIndex(g => g.LinkHash).IsUnique();
        });

        model.Entity<HostSeat>(e =>
        {
            e.ToTable("appointment_hosts");
            e.HasKey("AppointmentId", nameof(HostSeat.Member));
            e.HasIndex(s => s.Member);
            e.HasOne<Member>().WithMany().HasForeignKey(s => s.Member).OnDelete(DeleteBehavior.Restrict);
        });

        model.Entity<TakenTime>(e =>
        {
            e.ToTable("taken_times");
            e.HasKey(t => new { t.Appointment, t.Candidate, t.Whose });
            e.HasIndex(t => new { t.Whose, t.Start });
            e.HasIndex(t => new { t.Page, t.Start });
            e.Ignore(t => t.Time);
            e.HasOne<Appointment>().WithMany().HasForeignKey(t => t.Appointment).OnDelete(DeleteBehavior.Cascade);
        });

        model.Entity<ReceptionCodeRow>(e =>
        {
            e.ToTable("reception_codes");
            e.HasKey(r => new { r.Organization, r.Code });
            e.HasIndex(r => r.Appointment).IsUnique();
            e.Property(r => r.Appointment).IsConcurrencyToken();
        });

        model.Entity<AttemptRow>(e =>
        {
            e.ToTable("attempts");
            e.HasKey(a => a.Attempt);
            e.Property(a => a.Attempt).ValueGeneratedNever();
        });

        model.Entity<DraftRow>(e =>
        {
            e.ToTable("drafts");
            e.HasKey(d => d.Id);
            e.Property(d => d.Id).ValueGeneratedNever();
            e.HasIndex(d => d.Member);
        });
        model.Entity<MessageTemplateRow>(e =>
        {
            e.ToTable("message_templates");
            e.HasKey(t => t.Id);
            e.Property(t => t.Id).ValueGeneratedNever();
            e.HasIndex(t => new { t.Organization, t.Member });
        });
    }
}
