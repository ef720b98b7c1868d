using Hidori.Integrations.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Hidori.Integrations.OAuth;

public static class OAuthRegistration
{
    private static readonly TimeSpan LongestCall = TimeSpan.FromSeconds(20);

    /// <summary>Registers <see cref="OAuthClient"/>. Vendors' own registrations call this; twice is once.</summary>
    public static IServiceCollection AddOAuth(this IServiceCollection services)
    {
        if (services.Any(s => s.ServiceType == typeof(OAuthClient)))
            return services;
        services.TryAddTransient<OAuthClient>();
        services.AddHttpClient(OAuthClient.Client, http => http.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
            .AddHttpMessageHandler(() => new WholeAnswer(LongestCall));
        return services;
    }
}
