using Hidori.Server.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Outside;

/// <summary>Forgets what a guest typed and never confirmed, once its link is over (SPEC X6).</summary>
public sealed class ForgetPending(Db db, DbFactory factory, IClock clock)
{
    /// <returns>When to look again; null when it is forgotten.</returns>
    public async Task<Instant?> RunAsync(Lease lease, CancellationToken ct)
    {
        var endsAt = await db.PendingBookings.Where(p => p.Id == lease.Subject).Select(p => (Instant?)p.EndsAt).SingleOrDefaultAsync(ct);
        if (endsAt > clock.GetCurrentInstant())
            return endsAt;
        using var turn = await factory.WriterTurnAsync(ct);
        await db.PendingBookings.Where(p => p.Id == lease.Subject).ExecuteDeleteAsync(ct);
        return null;
    }
}
