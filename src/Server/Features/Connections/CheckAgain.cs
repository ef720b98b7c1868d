using Hidori.Integrations;
using Hidori.Server.Outside;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Tenancy;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Features.Connections;

/// <summary>「もう一度確認」: asks now what the account has and whether it works, because it may have been mended already (SPEC M3, M9).</summary>
public sealed class CheckAgain(Db db, DbFactory factory, ConnectionProbe probe, SignedIn signedIn, IClock clock)
{
    public async Task RunAsync(CancellationToken ct)
    {
        // Microsoft's word to wait, or to stop (AADSTS50196), is obeyed.
        if (await FindAsync(ct) is not { } row || row.IsThrottledAt(clock.GetCurrentInstant()))
            return;
        // Our own pause between looks is for nobody watching.
        if (row.IsBroken && row.Problem != GrantProblem.Looping)
        {
            using var turn = await factory.WriterTurnAsync(ct);
            await db.Connections.Where(c => c.Id == row.Id && c.ConnectedAt == row.ConnectedAt)
                .ExecuteUpdateAsync(set => set.SetProperty(c => c.NotBefore, (Instant?)null), ct);
        }

        await probe.RunAsync(row, ct);
    }

    private Task<ConnectionRow?> FindAsync(CancellationToken ct) => db.Connections.AsNoTracking()
        .FirstOrDefaultAsync(c => c.Member == signedIn.Member.Id && c.State != ConnectionState.Disconnected, ct);
}
