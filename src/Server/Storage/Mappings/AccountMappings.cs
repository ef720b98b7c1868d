using Hidori.Domain.Organizations;
using Hidori.Domain.Time;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hidori.Server.Storage.Mappings;

internal static class AccountMappings
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Organization>(e =>
        {
            e.ToTable("organizations");
            e.HasKey(o => o.Id);
            e.Property(o => o.Id).ValueGeneratedNever();
            e.HasIndex(o => o.Slug).IsUnique();
            e.Property(o => o.MicrosoftTenants).HasConversion<JsonListConverter<string>, JsonListComparer<string>>();
        });

        model.Entity<Member>(e =>
        {
            e.ToTable("members");
            e.HasKey(m => m.Id);
            e.Property(m => m.Id).ValueGeneratedNever();
            e.Property(m => m.WorkingDays).HasConversion<JsonListConverter<WorkingDay>, JsonListComparer<WorkingDay>>();
            e.Ignore(m => m.WorkingWeek);
            e.HasIndex(m => new { m.Organization, m.Mail }).IsUnique();
            e.HasIndex(m => new { m.MicrosoftTenantId, m.MicrosoftAccountId }).IsUnique();
            e.HasIndex(m => m.InvitationHash);
            e.HasOne<Organization>().WithMany().HasForeignKey(m => m.Organization).OnDelete(DeleteBehavior.Restrict);
        });

        model.Entity<ConnectionRow>(e =>
        {
            e.ToTable("connections");
            e.HasKey(c => c.Id);
            e.Property(c => c.Id).ValueGeneratedNever();
            e.Ignore(c => c.IsBroken);
            e.Ignore(c => c.MayHeal);
            e.Ignore(c => c.IsKept);
            // One live connection a member (SPEC M6); older ones stay for the entries that remember them.
            e.HasIndex(c => c.Member).IsUnique().HasFilter("state <> 'Disconnected'");
            e.HasOne<Member>().WithMany().HasForeignKey(c => c.Member).OnDelete(DeleteBehavior.Restrict);
        });

        model.Entity<AccountSwitchRow>(e =>
        {
            e.ToTable("account_switches");
            e.HasKey(s => s.Member);
            e.Property(s => s.Member).ValueGeneratedNever();
            e.HasOne<Member>().WithMany().HasForeignKey(s => s.Member).OnDelete(DeleteBehavior.Restrict);
        });

        model.Entity<Agenda>(e =>
        {
            e.ToTable("agendas");
            e.HasKey(a => a.Whose);
            e.Property(a => a.Whose).ValueGeneratedNever();
            e.Property(a => a.Version).IsConcurrencyToken();
        });

        model.Entity<ProtectionKeyRow>(e =>
        {
            e.ToTable("protection_keys");
            e.HasKey(k => k.Name);
        });
    }
}
