using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Outside;

/// <summary>Saves what a worker did, but only while it holds the lease.</summary>
public sealed class LeasedWork(Db db, DbFactory factory, IClock clock)
{
    /// <summary>Commits the tracked changes and renews the lease in one transaction.</summary>
    /// <exception cref="LeaseLostException">Another worker has the subject; nothing was saved.</exception>
    public Task CommitAsync(Lease lease, CancellationToken ct) => CommitAsync(lease, wake: null, dueAt: default, ct);

    /// <summary>The same, and wakes the appointment's other worker: the one that checks, or the one that writes.</summary>
    /// <remarks>Both lock the appointment's row of the outbox before the check's, so that neither waits for the other.</remarks>
    /// <exception cref="LeaseLostException">Another worker has the subject; nothing was saved.</exception>
    public async Task CommitAsync(Lease lease, SubjectKind? wake, Instant dueAt, CancellationToken ct)
    {
        using var turn = await factory.WriterTurnAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (wake == SubjectKind.Appointment)
            await Outbox.RingAsync(db, SubjectKind.Appointment, lease.Subject, dueAt, ct);
        var until = clock.GetCurrentInstant() + Outbox.LeaseTime;
        var held = await db.Outbox
            .Where(o => o.Kind == lease.Kind && o.Subject == lease.Subject && o.Lease == lease.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(o => o.LeasedUntil, until), ct);
        if (held == 0)
            throw new LeaseLostException();
        if (wake is { } other and not SubjectKind.Appointment)
            await Outbox.RingAsync(db, other, lease.Subject, dueAt, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }
}
