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

        model.Entity<BusyCopyRow>(e =>
        {
            e.ToTable("busy_copies");
            e.HasKey(b => b.Connection);
            e.Property(b => b.Connection).ValueGeneratedNever();
            e.HasOne<MailboxRow>().WithOne().HasForeignKey<BusyCopyRow>(b => b.Connection).OnDelete(DeleteBehavior.Cascade);
        });
    }
}
