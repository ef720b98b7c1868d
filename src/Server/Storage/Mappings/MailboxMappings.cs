using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hidori.Server.Storage.Mappings;

internal static class MailboxMappings
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<MailboxRow>(e =>
        {
            e.ToTable("mailboxes");
            e.HasKey(m => m.Connection);
            e.Property(m => m.Connection).ValueGeneratedNever();
            e.HasIndex(m => m.Subscription).IsUnique();
            e.HasOne<ConnectionRow>().WithOne().HasForeignKey<MailboxRow>(m => m.Connection).OnDelete(DeleteBehavior.Cascade);
        });

        model.Entity<BusyEntryRow>(e =>
        {
            e.ToTable("busy_entries");
            e.HasKey(b => new { b.Connection, b.RemoteId });
            e.HasIndex(b => new { b.Connection, b.EndsAt });
            e.HasOne<MailboxRow>().WithMany().HasForeignKey(b => b.Connection).OnDelete(DeleteBehavior.Cascade);
        });
    }
}
