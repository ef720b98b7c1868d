using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime;
using Hidori.Benchmarks.Yardstick;
using Hidori.Server;
using Hidori.Server.Outside;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Hidori.Benchmarks.Ground;

/// <summary>
/// The product in a process of its own, told everything by its environment. Two addresses answer with fixed bytes before anything of
/// the product runs.
/// </summary>
internal static class FiguresServer
{
    /// <summary>As large as a month of free times.</summary>
    public const string Month = "/static";
    public const int MonthBytes = 7_800;
    public const string Least = "/least";
    public const int LeastBytes = 11;

    /// <summary>Answers how many methods the runtime has compiled, again included.</summary>
    public const string Compiled = "/compiled";

    /// <summary>The clock stands at the yardstick's first minute; otherwise it is the machine's.</summary>
    public const string ClockStands = "stands";
    public const string ClockGoes = "goes";

    public static async Task<int> RunAsync(string clock, TextReader until)
    {
        await using var app = await ServerHost.BuildAsync([], builder =>
        {
            builder.Logging.ClearProviders();
            if (clock == ClockStands)
                builder.Services.AddSingleton<TimeProvider>(new FakeTimeProvider(Generators.Base.ToDateTimeOffset()));
            builder.Services.AddSingleton<IStartupFilter, FixedAnswers>();
        });
        await app.StartAsync();
        // The parent holds the other end: when it is gone, so are we.
        await until.ReadToEndAsync();
        await app.StopAsync();
        return 0;
    }

    /// <summary>What every server of a database is told. Nobody is held to a number of requests, and the worker rests.</summary>
    public static Dictionary<string, string?> Settings(FiguresDatabase database)
    {
        var address = $"http://localhost:{FreePort()}";
        return new()
        {
            ["PublicAddress"] = address,
            ["ASPNETCORE_URLS"] = address,
            ["Database:Provider"] = database.Provider,
            ["Database:Connection"] = database.Connection,
            ["Secrets:Key"] = Convert.ToBase64String(new byte[32]),
            ["BookingViewsPerMinutePerAddress"] = "10000000",
            ["BookingPostsPerMinutePerAddress"] = "10000000",
            ["GuestPostsPerMinutePerAddress"] = "10000000",
            ["SignInsPerMinutePerAddress"] = "10000000",
            ["Mail:Host"] = "127.0.0.1",
            ["Mail:From"] = "noreply@figures.example",
            [OutsideServices.WorkerSwitch] = "false",
        };
    }

    /// <summary>One that nobody listens on, so that two runs on one machine do not meet.</summary>
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class FixedAnswers : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            var bytes = new byte[MonthBytes];
            Array.Fill(bytes, (byte)'x');
            app.Use(async (http, rest) =>
            {
                var path = http.Request.Path;
                if (path == Compiled)
                {
                    await http.Response.WriteAsync(JitInfo.GetCompiledMethodCount().ToString(CultureInfo.InvariantCulture));
                    return;
                }

                if (path != Month && path != Least)
                {
                    await rest(http);
                    return;
                }

                var answer = bytes.AsMemory(0, path == Month ? MonthBytes : LeastBytes);
                http.Response.ContentLength = answer.Length;
                await http.Response.Body.WriteAsync(answer);
            });
            next(app);
        };
    }
}
