using System.Diagnostics;
using Hidori.Server.Tests.Kit;
using Xunit;

namespace Hidori.Server.Tests.Peers;

/// <summary>Somebody else's reading of Microsoft's identity platform: the npm package <c>emulate</c>, run by Node.</summary>
/// <remarks>Installed by npm from the committed lock file. Where that cannot be, the test is skipped in sight, and fails in CI.
/// Microsoft's Dev Proxy would be a second peer, and is on no registry that we use: npm's <c>dev-proxy</c> is somebody else's
/// TLS proxy.</remarks>
public sealed class Emulate : IAsyncDisposable
{
    private readonly Process _process;

    private Emulate(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public static async Task<Emulate> StartAsync(string seed, CancellationToken ct)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "peers", "emulate");
        Directory.CreateDirectory(folder);
        foreach (var file in new[] { "package.json", "package-lock.json" })
            File.Copy(Path.Combine(Source(), file), Path.Combine(folder, file), overwrite: true);
        if (!await IsDoneAsync("npm", "ci --ignore-scripts --no-audit --no-fund", folder, ct))
        {
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", "npm could not install the package emulate.");
            Assert.Skip("npm or its registry is not at hand: the package emulate could not be installed.");
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "seed.yaml"), seed, ct);
        var address = new Uri($"http://localhost:{Ports.Next()}/");
        var process = Process.Start(new ProcessStartInfo("node", $"node_modules/emulate/dist/index.js start --service microsoft --port {address.Port} --seed seed.yaml")
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var emulate = new Emulate(process, address);
        await emulate.AnswersAsync(ct);
        return emulate;
    }

    private async Task AnswersAsync(CancellationToken ct)
    {
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = Address };
        for (var tries = 0; tries < 600; tries++)
        {
            try
            {
                using var answer = await http.GetAsync(".well-known/openid-configuration", ct);
                if (answer.IsSuccessStatusCode) return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, ct);
        }

        Assert.Fail("emulate did not start: " + (_process.HasExited ? await _process.StandardError.ReadToEndAsync(ct) : "it does not answer"));
    }

    private static async Task<bool> IsDoneAsync(string program, string arguments, string folder, CancellationToken ct)
    {
        try
        {
            using var run = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
            var output = Task.WhenAll(run.StandardOutput.ReadToEndAsync(ct), run.StandardError.ReadToEndAsync(ct));
            await run.WaitForExitAsync(ct);
            await output;
            return run.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static string Source()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Path.Combine(folder.FullName, "tests", "Server.Tests", "Peers", "emulate") is var found && Directory.Exists(found)) return found;
        throw new DirectoryNotFoundException("tests/Server.Tests/Peers/emulate");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
