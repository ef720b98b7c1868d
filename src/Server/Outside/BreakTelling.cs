using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Outside;

/// <summary>Tells a connection's break to its owner, the administrators and those who see to its owner's booking pages, once (SPEC M9, B10).</summary>
public sealed class BreakTelling(Db db, LeasedWork work, IConnectionNotices notices, MailQueue mails, IClock clock)
{
    /// <summary>Queues the mails in the transaction that notes them as told.</summary>
    public async Task RunAsync(ConnectionRow row, Lease lease, CancellationToken ct)
    {
        var prepared = await notices.PrepareBrokenAsync(row, ct);
        var kept = await db.Connections.SingleAsync(c => c.Id == row.Id, ct);
        if (kept is not { IsBroken: true, ToldAt: null } || kept.ConnectedAt != row.ConnectedAt)
            return;
        kept.ToldAt = clock.GetCurrentInstant();
        foreach (var notice in prepared)
            mails.Queue(row.Organization, notice);
        await work.CommitAsync(lease, ct);
    }
}
