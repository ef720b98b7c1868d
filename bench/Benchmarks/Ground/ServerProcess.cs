using System.Diagnostics;
using System.Net.Sockets;

namespace Hidori.Benchmarks.Ground;

/// <summary>A server of its own process, so that its CPU time can be told from the load's, and so that it can be killed.</summary>
internal sealed class ServerProcess : IDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(20);

    private ServerProcess(Process process, Uri address) => (Process, Address) = (process, address);

    public Process Process { get; }

    public Uri Address { get; }

    /// <summary>Starts one and waits until it answers.</summary>
    /// <param name="clock">One of the clocks of <see cref="FiguresServer"/>.</param>
    public static async Task<ServerProcess> StartAsync(IReadOnlyDictionary<string, string?> settings, string clock)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["serve", clock]) { RedirectStandardInput = true };
        foreach (var (name, value) in settings)
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        var process = Process.Start(start)!;
        var address = new Uri(settings["PublicAddress"]!);
        var since = Stopwatch.StartNew();
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = address };
        while (true)
        {
            if (process.HasExited || since.Elapsed > LongestStart)
                throw new InvalidOperationException($"The server at {address} did not start.");
            try
            {
                using var answer = await http.GetAsync(FiguresServer.Least);
                return new ServerProcess(process, address);
            }
            catch (HttpRequestException refused) when (refused.InnerException is SocketException or IOException)
            {
                await Task.Delay(Moment, TimeProvider.System);
            }
        }
    }

    /// <summary>SIGKILL, at whatever instruction it is.</summary>
    public async Task KillAsync()
    {
        Process.Kill();
        await Process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!Process.HasExited)
        {
            Process.StandardInput.Close();
            if (!Process.WaitForExit(10_000))
                Process.Kill();
        }

        Process.Dispose();
    }
}
