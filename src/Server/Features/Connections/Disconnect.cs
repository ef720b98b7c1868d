using Hidori.Domain.Organizations;
using Hidori.Server.Outside;
using Hidori.Server.Storage;
using Hidori.Server.Ui;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Features.Connections;

/// <summary>
/// 接続解除: its holds are removed, then the grant is forgotten. Confirmed entries stay bound to it and wait for it to come
/// back (SPEC M7).
/// </summary>
public sealed class Disconnect(Db db, DbFactory factory, ConnectionEnding ending, IClock clock)
{
    /// <summary>What it would touch, or null when there is nothing to disconnect.</summary>
    public async Task<DisconnectView?> ShowAsync(Member member, ShellView shell, string zone, CancellationToken ct)
    {
        var connection = await db.Connections.AsNoTracking()
            .FirstOrDefaultAsync(c => c.Member == member.Id && c.State != Storage.Rows.ConnectionState.Disconnected, ct);
        if (connection is null)
            return null;
        var now = clock.GetCurrentInstant();
        return new DisconnectView(
            shell, zone, connection.Address, await TouchedAppointment.ReadAsync(db, connection, now, ct),
            (await OpenWork.CountAsync(db, member.Id, now, ct)).MainHostOf);
    }

    public async Task RunAsync(Member member, CancellationToken ct)
    {
        var row = await db.Connections.AsNoTracking()
            .FirstOrDefaultAsync(c => c.Member == member.Id && c.State != Storage.Rows.ConnectionState.Disconnected, ct);
        if (row is null)
            return;
        await RefuseApplicationAsync(member, ct);
        await ending.BeginAsync(row, ct);
    }

    /// <summary>Whoever disconnects has said no to the application's own access too, whatever it came to before.</summary>
    private async Task RefuseApplicationAsync(Member member, CancellationToken ct)
    {
        using var turn = await factory.WriterTurnAsync(ct);
        await db.ApplicationReaches.Where(r => r.Member == member.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.Reach, Storage.Rows.ApplicationReach.TakenBack), ct);
    }
}
