namespace Hidori.Server.Features.Administration;

public static class AdministrationServices
{
    public static IServiceCollection AddAdministration(this IServiceCollection services)
    {
        services.AddSingleton<FirstRunToken>();
        services.AddScoped<CreateOrganization>();
        services.AddScoped<SampleOrganization>();
        return services;
    }
}
