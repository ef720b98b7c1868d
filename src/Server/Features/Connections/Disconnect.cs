using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Organizations;
using Hidori.Domain.Outside;
using Hidori.Server.Outside;
using Hidori.Server.Outside.Mailboxes;
using Hidori.Server.Storage;
using Hidori.Server.Ui;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Features.Connections;

/// <summary>接続解除: the grant is forgotten. Entries stay bound to it and wait for it to come back (SPEC M7).</summary>
public sealed class Disconnect(Db db, DbFactory factory, LinkedMailboxes mailboxes, Bell bell, IClock clock)
{
    /// <summary>What it would touch, or null when there is nothing to disconnect.</summary>
    public async Task<DisconnectView?> ShowAsync(Member member, ShellView shell, CancellationToken ct)
    {
        var connection = await db.Connections.AsNoTracking()
            .FirstOrDefaultAsync(c => c.Member == member.Id && c.State != Storage.Rows.ConnectionState.Disconnected, ct);
        if (connection is null)
            return null;
        var now = clock.GetCurrentInstant();
        var agenda = AgendaId.Of(member.Id);
        var taken = db.TakenTimes.Where(t => t.Whose == agenda);
        return new DisconnectView(
            shell,
            connection.Address,
            await taken.CountAsync(t => t.IsFixed && t.End > now, ct),
            await db.Ledger.CountAsync(
                l => l.Whose == member.Id && l.Purpose == EntryPurpose.Hold && l.State != LedgerState.Gone, ct),
            await taken.Where(t => !t.IsFixed).Select(t => t.Appointment).Distinct().CountAsync(ct),
            await db.Appointments.CountAsync(a => a.MainHost == member.Id && a.State == AppointmentState.Open, ct));
    }

    public async Task RunAsync(Member member, CancellationToken ct)
    {
        var connection = await db.Connections.AsNoTracking()
            .FirstOrDefaultAsync(c => c.Member == member.Id && c.State != Storage.Rows.ConnectionState.Disconnected, ct);
        if (connection is not null)
            await mailboxes.EndAsync(connection, ct);

        using (await factory.WriterTurnAsync(ct))
        {
            await db.Connections
                .Where(c => c.Member == member.Id && c.State != Storage.Rows.ConnectionState.Disconnected)
                .ExecuteUpdateAsync(
                    set => set
                        .SetProperty(c => c.State, Storage.Rows.ConnectionState.Disconnected)
                        .SetProperty(c => c.ProtectedAccessToken, (string?)null)
                        .SetProperty(c => c.ProtectedRefreshToken, (string?)null)
                        // A refresh under way loses its lock, and so cannot put a token back.
                        .SetProperty(c => c.RefreshLockedUntil, (Instant?)null),
                    ct);
        }

        bell.Ring();
    }
}
