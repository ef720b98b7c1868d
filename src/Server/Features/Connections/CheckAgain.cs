using Hidori.Integrations;
using Hidori.Server.Outside;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Hidori.Server.Features.Connections;

/// <summary>「もう一度確認」: looks at a broken connection now, because its cause may be mended already (SPEC M3, M9).</summary>
public sealed class CheckAgain(Db db, DbFactory factory, ConnectionProbe probe, SignedIn signedIn)
{
    public async Task RunAsync(CancellationToken ct)
    {
        if (await FindAsync(ct) is not { IsBroken: true } row)
            return;
        // Our own pause between looks is for nobody watching. Microsoft's word to stop (AADSTS50196) is obeyed.
        if (row.Problem != GrantProblem.Looping)
        {
            using var turn = await factory.WriterTurnAsync(ct);
            await db.Connections.Where(c => c.Id == row.Id && c.ConnectedAt == row.ConnectedAt)
                .ExecuteUpdateAsync(set => set.SetProperty(c => c.NotBefore, (NodaTime.Instant?)null), ct);
        }

        await probe.RunAsync(row, ct);
    }

    private Task<ConnectionRow?> FindAsync(CancellationToken ct) => db.Connections.AsNoTracking()
        .FirstOrDefaultAsync(c => c.Member == signedIn.Member.Id && c.State != ConnectionState.Disconnected, ct);
}
