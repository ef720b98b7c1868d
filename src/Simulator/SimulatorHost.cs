using System.Net;
using Hidori.Simulator.ControlPanel;
using Hidori.Simulator.Mail;
using Hidori.Simulator.Microsoft365;
using Hidori.Simulator.Microsoft365.Graph;
using Hidori.Simulator.Microsoft365.Identity;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Hidori.Simulator;

/// <summary>The outside world on one port, and a mail server on another. A reading of the vendors' contracts, not the vendors.</summary>
public sealed class SimulatorHost : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly SmtpSink smtp;
    private readonly Snapshot? snapshot;
    private readonly CancellationTokenSource stopping = new();
    private Task delivering = Task.CompletedTask;

    private SimulatorHost(SimulatorOptions options)
    {
        Microsoft365 = new Microsoft365World(options.TimeProvider);
        Mail = new MailBox(options.TimeProvider);
        app = Build(options);
        smtp = new SmtpSink(IPAddress.Parse(options.ListenHost), options.SmtpPort, Mail, Faults, options.TimeProvider);
        snapshot = options.DataFile is { } file ? new Snapshot(file, Microsoft365, Mail) : null;
    }

    public static async Task<SimulatorHost> StartAsync(SimulatorOptions options, CancellationToken ct = default)
    {
        var host = new SimulatorHost(options);
        host.snapshot?.Start();
        await host.app.StartAsync(ct);
        host.smtp.Start();
        if (options.DeliversByItself) host.delivering = host.DeliverAsync();
        var bound = host.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        host.Address = new Uri($"http://localhost:{new Uri(bound).Port}/");
        return host;
    }

    public Uri Address { get; private set; } = null!;

    /// <summary>Stands for https://login.microsoftonline.com/.</summary>
    public Uri LoginAddress => new(Address, "login/");

    /// <summary>Stands for https://graph.microsoft.com/v1.0/.</summary>
    public Uri GraphAddress => new(Address, "graph/v1.0/");

    public int SmtpPort => smtp.Port;

    public Microsoft365World Microsoft365 { get; }

    public MailBox Mail { get; }

    public Faults Faults { get; } = new();

    public RequestLog Requests { get; } = new();

    /// <summary>Ends when the process is asked to.</summary>
    public Task WaitForShutdownAsync(CancellationToken ct = default) => app.WaitForShutdownAsync(ct);

    private async Task DeliverAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, stopping.Token);
                await Microsoft365.Notifications.DeliverAsync(stopping.Token);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
    }

    private WebApplication Build(SimulatorOptions options)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Parse(options.ListenHost), options.Port));
        builder.Services.AddRoutingCore();
        var web = builder.Build();

        var wiretap = new Wiretap(Requests, options.TimeProvider);
        web.UseWhen(
            http => http.Request.Path.StartsWithSegments("/graph") || http.Request.Path.StartsWithSegments("/login"),
            vendors => vendors.Use(next => http => wiretap.RunAsync(http, next)));
        web.UseRouting();

        var graph = new GraphEndpoint(Microsoft365, new GraphService(Microsoft365), Faults, options.TimeProvider);
        web.Map(GraphEndpoint.Root + "/{**path}", graph.AnswerAsync);
        new SignInEndpoints(Microsoft365, Faults, options.TimeProvider).Map(web);
        PanelEndpoints.Map(web, this);
        return web;
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await delivering;
        stopping.Dispose();
        await smtp.DisposeAsync();
        await app.StopAsync();
        await app.DisposeAsync();
        if (snapshot is not null) await snapshot.DisposeAsync();
    }
}
