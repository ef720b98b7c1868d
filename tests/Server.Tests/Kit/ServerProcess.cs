using System.Collections.Concurrent;
using System.Diagnostics;
using Xunit;

namespace Hidori.Server.Tests.Kit;

/// <summary>The product as an operator runs it: a process of its own, told everything by its environment.</summary>
public sealed class ServerProcess(Uri address, IReadOnlyDictionary<string, string?> environment) : IDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<string> _said = new();
    private Process? _process;

    /// <summary>What it wrote to its console since the first start.</summary>
    public string Said => string.Join('\n', _said);

    /// <summary>Starts it and waits until it answers.</summary>
    public async Task StartAsync()
    {
        var ct = TestContext.Current.CancellationToken;
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = Path.GetDirectoryName(Program),
        };
        start.ArgumentList.Add(Program);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();

        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(5) };
        var since = Stopwatch.StartNew();
        while (true)
        {
            Assert.False(_process.HasExited, $"The server ended by itself.\n{Said}");
            Assert.True(since.Elapsed < LongestStart, $"The server does not answer.\n{Said}");
            try
            {
                using var answer = await http.GetAsync("/health", ct);
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
            {
                // Not listening yet.
            }

            await Task.Delay(50, ct);
        }
    }

    /// <summary>SIGKILL, at whatever instruction it is.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        if (_process is { HasExited: false })
            _process.Kill();
        _process?.Dispose();
    }

    /// <summary>Where the build puts the server, seen from the tests: artifacts/bin/{project}/{configuration}.</summary>
    public static string Program
    {
        get
        {
            var here = new DirectoryInfo(AppContext.BaseDirectory);
            var built = Path.Combine(here.Parent!.Parent!.FullName, "Server", here.Name, "Hidori.Server.dll");
            return File.Exists(built) ? built : Path.Combine(here.FullName, "Hidori.Server.dll");
        }
    }

    private void Hear(string? line)
    {
        if (line is null)
            return;
        _said.Enqueue(line);
        while (_said.Count > 400)
            _said.TryDequeue(out _);
    }
}
