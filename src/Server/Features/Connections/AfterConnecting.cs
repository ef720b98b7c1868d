using Hidori.Server.Outside;
using Hidori.Server.Storage.Rows;

namespace Hidori.Server.Features.Connections;

/// <summary>What a fresh grant shows: what the account has, and that an approval was given.</summary>
public sealed class AfterConnecting(ConnectionProbe probe, TellOfApproval approval)
{
    public async Task RunAsync(ConnectionRow row, CancellationToken ct)
    {
        // A failing probe is shown, not fatal.
        await probe.RunAsync(row, ct);
        await approval.RunAsync(row, ct);
    }
}
