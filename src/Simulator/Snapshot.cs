using System.Text.Json;
using Hidori.Simulator.Mail;
using Hidori.Simulator.Microsoft365;

namespace Hidori.Simulator;

/// <summary>Keeps the world in a file: read at start, written half a second after a change and at the end, never half a file.</summary>
internal sealed class Snapshot(string path, Microsoft365World world, MailBox mail) : IAsyncDisposable
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(500);
    private readonly SemaphoreSlim changed = new(0, 1);
    private readonly CancellationTokenSource stopping = new();
    private Task writing = Task.CompletedTask;

    public void Start()
    {
        if (File.Exists(path))
        {
            var saved = JsonSerializer.Deserialize<Saved>(File.ReadAllText(path), NodaJson.Options);
            if (saved is not null)
            {
                world.Load(saved.Microsoft365);
                mail.Load(saved.Mail);
            }
        }
        world.Changed = Mark;
        mail.Changed = Mark;
        writing = WriteAsync(stopping.Token);
    }

    private void Mark()
    {
        lock (changed)
        {
            if (changed.CurrentCount == 0) changed.Release();
        }
    }

    private async Task WriteAsync(CancellationToken ct)
    {
        try
        {
            while (true)
            {
                await changed.WaitAsync(ct);
                await Task.Delay(Quiet, TimeProvider.System, ct);
                Save();
            }
        }
        catch (OperationCanceledException)
        {
            Save();
        }
    }

    private void Save()
    {
        var text = $$"""{"microsoft365":{{world.Save()}},"mail":{{JsonSerializer.Serialize(mail.Raw, NodaJson.Options)}}}""";
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var draft = path + ".new";
        File.WriteAllText(draft, text);
        File.Move(draft, path, overwrite: true);
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await writing;
        stopping.Dispose();
        changed.Dispose();
    }

    internal sealed record Saved(WorldState Microsoft365, IReadOnlyList<RawMail> Mail);
}
