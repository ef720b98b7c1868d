namespace Hidori.Server.Tenancy;

public static class TenancyServices
{
    public static IServiceCollection AddTenancy(this IServiceCollection services)
    {
        services.AddScoped<Admission>();
        services.AddScoped<SignedIn>();
        services.AddScoped<GuestArrival>();
        services.AddScoped<BookingArrival>();
        services.AddScoped<PageBorders>();
        services.AddSingleton<OperatorGate>();
        return services;
    }
}
