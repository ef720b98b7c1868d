using Hidori.Domain.Appointments;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hidori.Server.Storage.Mappings;

internal static class OutsideMappings
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<LedgerRow>(e =>
        {
            e.ToTable("ledger");
            e.HasKey(l => new { l.Appointment, l.Candidate, l.Whose });
            e.Ignore(l => l.Key);
            e.Property(l => l.Writes).IsConcurrencyToken();
            e.Property(l => l.OurTimes).HasConversion(new JsonListConverter<EntryTime>(), new JsonListComparer<EntryTime>());
            e.Property(l => l.Answers).HasConversion(new JsonListConverter<SeenAnswer>(), new JsonListComparer<SeenAnswer>());
            e.HasIndex(l => l.Connection);
            e.HasIndex(l => l.Whose);
            e.HasOne<Appointment>().WithMany().HasForeignKey(l => l.Appointment).OnDelete(DeleteBehavior.Restrict);
        });

        model.Entity<OutboxRow>(e =>
        {
            e.ToTable("outbox");
            e.HasKey(o => new { o.Kind, o.Subject });
            e.HasIndex(o => o.DueAt);
        });

        model.Entity<MailRow>(e =>
        {
            e.ToTable("mails");
            e.HasKey(m => m.Id);
            e.Property(m => m.Id).ValueGeneratedNever();
            e.HasIndex(m => m.MessageId).IsUnique();
            e.HasIndex(m => m.Appointment);
        });

        model.Entity<TimelineRow>(e =>
        {
            e.ToTable("timeline");
            e.HasKey(t => t.Id);
            e.Property(t => t.Id).ValueGeneratedNever();
            e.HasIndex(t => t.Appointment);
        });
    }
}
