using Hidori.Integrations;
using Hidori.Server.Tenancy;

namespace Hidori.Server.Storage;

public static class StorageServices
{
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        // Only where there may be another node.
        if (configuration[$"{DatabaseOptions.Section}:{nameof(DatabaseOptions.Provider)}"] == "postgres")
            services.AddSingleton<ICallSlots, PostgresCallSlots>();
        services.AddSettings<DatabaseOptions>(DatabaseOptions.Section);
        services.AddSingleton<DbFactory>();
        services.AddSingleton<Migrator>();
        services.AddSingleton<PageLooks>();
        // Without a gate there is no organization, and a database without one cannot be had by accident.
        services.AddScoped(sp => sp.GetRequiredService<DbFactory>().Open(sp.GetRequiredService<Admission>().Organization));
        return services;
    }
}
