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
    }
}
