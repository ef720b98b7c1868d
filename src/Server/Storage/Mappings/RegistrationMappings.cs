using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hidori.Server.Storage.Mappings;

internal static class RegistrationMappings
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<ProviderRegistrationRow>(e =>
        {
            e.ToTable("provider_registrations");
            e.HasKey(r => r.Provider);
        });

        model.Entity<SetupFindingRow>(e =>
        {
            e.ToTable("setup_findings");
            e.HasKey(f => f.Step);
        });

        model.Entity<ApplicationAccessRow>(e =>
        {
            e.ToTable("application_accesses");
            e.HasKey(a => a.Organization);
            e.Property(a => a.Organization).ValueGeneratedNever();
        });

        model.Entity<ApplicationReachRow>(e =>
        {
            e.ToTable("application_reaches");
            e.HasKey(r => r.Member);
            e.Property(r => r.Member).ValueGeneratedNever();
        });

        model.Entity<ConsentRequestRow>(e =>
        {
            e.ToTable("consent_requests");
            e.HasKey(r => new { r.Member, r.Feature });
            e.Property(r => r.Member).ValueGeneratedNever();
        });
    }
}
