using Hidori.Benchmarks.Yardstick;
using Hidori.Server;
using Hidori.Server.Outside;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Hidori.Benchmarks.Pages;

/// <summary>
/// The product in a process of its own, so that its CPU time can be told from the load's. Its clock stands at the yardstick's
/// first minute. One address answers with fixed bytes before anything of the product runs.
/// </summary>
internal static class PagesServer
{
    public const string Static = "/static";
    private const int StaticBytes = 7_800;

    public static async Task<int> RunAsync(string provider, string connection, int port, TextReader until)
    {
        await using var app = await ServerHost.BuildAsync([], builder =>
        {
            builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
            builder.Logging.ClearProviders();
            builder.Services.AddSingleton<TimeProvider>(new FakeTimeProvider(Generators.Base.ToDateTimeOffset()));
            builder.Services.AddSingleton<IStartupFilter, FixedAnswer>();
            builder.Configuration.AddInMemoryCollection(Settings(provider, connection, port));
        });
        await app.StartAsync();
        // The parent holds the other end: when it is gone, so are we.
        await until.ReadToEndAsync();
        await app.StopAsync();
        return 0;
    }

    public static Dictionary<string, string?> Settings(string provider, string connection, int port) => new()
    {
        ["PublicAddress"] = $"http://127.0.0.1:{port}",
        ["Database:Provider"] = provider,
        ["Database:Connection"] = connection,
        ["Secrets:Key"] = Convert.ToBase64String(new byte[32]),
        ["BookingViewsPerMinutePerAddress"] = "100000",
        ["Mail:Host"] = "127.0.0.1",
        ["Mail:From"] = "noreply@figures.example",
        [OutsideServices.WorkerSwitch] = "false",
    };

    private sealed class FixedAnswer : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            var bytes = new byte[StaticBytes];
            Array.Fill(bytes, (byte)'x');
            app.Use(async (http, rest) =>
            {
                if (http.Request.Path == Static)
                {
                    http.Response.ContentLength = bytes.Length;
                    await http.Response.Body.WriteAsync(bytes);
                    return;
                }

                await rest(http);
            });
            next(app);
        };
    }
}
