using Hidori.Server.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Outside;

/// <summary>Saves what a worker did, but only while it holds the lease.</summary>
public sealed class LeasedWork(Db db, DbFactory factory, IClock clock)
{
    /// <summary>Commits the tracked changes and renews the lease in one transaction.</summary>
    /// <exception cref="LeaseLostException">Another worker has the subject; nothing was saved.</exception>
    public async Task CommitAsync(Lease lease, CancellationToken ct)
    {
        using var turn = await factory.WriterTurnAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var until = clock.GetCurrentInstant() + Outbox.LeaseTime;
        var held = await db.Outbox
            .Where(o => o.Kind == lease.Kind && o.Subject == lease.Subject && o.Lease == lease.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(o => o.LeasedUntil, until), ct);
        if (held == 0)
            throw new LeaseLostException();
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }
}
