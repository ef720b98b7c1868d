using Hidori.Integrations;
using Hidori.Server.Outside;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hidori.Server.Features.MicrosoftSetup;

/// <summary>Ends what the application's own access served, once that is off: by the road of a member's own disconnecting, holds first (SPEC M7). Accounts that were replaced and are kept for what is there end with it.</summary>
public sealed class LeaveMailboxes(Db db, ConnectionEnding ending)
{
    public async Task RunAsync(CancellationToken ct)
    {
        var served = await db.Connections.AsNoTracking()
            .Where(c => c.AccessMode == AccessMode.Application
                && (c.State != ConnectionState.Disconnected
                    || c.Closing == ConnectionClosing.KeepsEntries || c.Closing == ConnectionClosing.MovesHolds))
            .ToListAsync(ct);
        foreach (var connection in served)
            await ending.BeginAsync(connection, ct);
    }
}
