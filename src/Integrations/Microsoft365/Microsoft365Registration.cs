using Hidori.Integrations.Http;
using Hidori.Integrations.OAuth;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Hidori.Integrations.Microsoft365;

public static class Microsoft365Registration
{
    private static readonly TimeSpan LongestCall = TimeSpan.FromSeconds(20);

    /// <summary>Registers the Microsoft 365 calendar as <see cref="ICalendarProvider"/>, plain and keyed by its kind.</summary>
    /// <remarks>
    /// The caller registers <c>IClock</c>, <see cref="IAccessTokens"/> and <see cref="Microsoft365Options"/>. Options
    /// are read with every call, so that a registration entered later takes effect at once.
    /// </remarks>
    public static IServiceCollection AddMicrosoft365(this IServiceCollection services)
    {
        services.AddOptions<Microsoft365Options>();
        services.AddOAuth();
        services.TryAddSingleton<MicrosoftIdentity>();
        services.TryAddTransient<TenantDiscovery>();
        services.TryAddTransient<IDirectory, GraphDirectory>();
        services.TryAddSingleton<MailboxTurns>();
        services.TryAddSingleton<MailboxZones.Memory>();
        services.TryAddTransient<GraphCalls>();
        services.TryAddTransient<MailboxZones>();
        services.TryAddTransient<BusyReading>();
        services.TryAddTransient<FreeBusyReading>();
        services.TryAddTransient<EntryWriting>();
        services.TryAddTransient<LicenceReading>();
        services.AddTransient<IRoomDirectory, PlacesReading>();
        services.AddTransient<IConferenceProvider, TeamsConferences>();
        services.TryAddTransient<Microsoft365Calendar>();
        services.TryAddTransient<ChangeReading>();
        services.AddTransient<IMailboxFeed, Microsoft365Feed>();
        services.AddTransient<ICalendarProvider>(sp => sp.GetRequiredService<Microsoft365Calendar>());
        services.AddKeyedTransient<ICalendarProvider>(
            ProviderKind.Microsoft365, (sp, _) => sp.GetRequiredService<Microsoft365Calendar>());

        services.AddHttpClient(GraphCalls.Client, http => http.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                // The token is for Graph alone, and an answer that sends us elsewhere is not Graph's.
                AllowAutoRedirect = false,
                AutomaticDecompression = System.Net.DecompressionMethods.All,
                UseCookies = false,
            })
            .AddHttpMessageHandler(() => new RequestForm())
            .AddHttpMessageHandler(() => new BearerTokens())
            // The pauses are real time, like the sockets': a clock that a test has stopped must not stop them.
            .AddHttpMessageHandler(() => new RetrySafeMethods(TimeProvider.System, Random.Shared.NextDouble))
            .AddHttpMessageHandler(sp => new MailboxGate(sp.GetRequiredService<MailboxTurns>(), sp.GetService<ICallSlots>()))
            .AddHttpMessageHandler(() => new WholeAnswer(LongestCall));
        return services;
    }
}
