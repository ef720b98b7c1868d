using System.Net;
using System.Text;
using Hidori.Domain;
using Hidori.Integrations;
using Hidori.Integrations.Microsoft365;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Hidori.Server.Tests.Contracts;

/// <summary>A wire that answers as it is told, for what a well-behaved simulator cannot say.</summary>
internal sealed class Canned(params Func<HttpRequestMessage, HttpResponseMessage>[] answers) : HttpMessageHandler
{
    public static readonly Instant Now = Instant.FromUtc(2026, 4, 1, 0, 0);

    public static readonly Connection Someone =
        new(ConnectionId.New(), ProviderKind.Microsoft365, "tenant", "b4b58b10-6f6a-4f4a-8bd4-6f7f1a3f6a11");

    public List<(HttpMethod Method, Uri Address, string Body)> Asked { get; } = [];

    /// <summary>The same answer as often as it takes.</summary>
    public static Canned Always(HttpStatusCode status, string body = "", string type = "application/json") =>
        new(_ => Answer(status, body, type));

    public static HttpResponseMessage Answer(HttpStatusCode status, string body = "", string type = "application/json") =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, type) };

    /// <summary>The services as an installation has them, with this wire under them.</summary>
    public ServiceProvider Services(Action<Microsoft365Options>? configure = null)
    {
        var services = Installed(configure);
        foreach (var client in new[] { "Microsoft365", "OAuth" })
            services.AddHttpClient(client).ConfigurePrimaryHttpMessageHandler(() => this);
        return services.BuildServiceProvider();
    }

    /// <summary>The same over a real socket.</summary>
    public static ServiceProvider ServicesAt(Uri graph) => Installed(o => o.GraphAddress = graph).BuildServiceProvider();

    private static ServiceCollection Installed(Action<Microsoft365Options>? configure)
    {
        var services = new ServiceCollection();
        services.AddMicrosoft365();
        services.AddSingleton<IClock>(new StoppedClock());
        services.AddSingleton<IAccessTokens>(new FixedTokens());
        services.Configure<Microsoft365Options>(o =>
        {
            (o.ClientId, o.ClientSecret) = ("client", "secret");
            configure?.Invoke(o);
        });
        return services;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is { } content ? await content.ReadAsStringAsync(cancellationToken) : "";
        Asked.Add((request.Method, request.RequestUri!, body));
        return answers[Math.Min(Asked.Count, answers.Length) - 1](request);
    }

    private sealed class StoppedClock : IClock
    {
        public Instant GetCurrentInstant() => Now;
    }

    private sealed class FixedTokens : IAccessTokens
    {
        public Task<string> GetAsync(Connection via, CancellationToken ct) => Task.FromResult("token");

        public Task<string> RenewAsync(Connection via, string rejected, CancellationToken ct) => Task.FromResult("renewed");
    }
}
