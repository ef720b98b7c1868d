using Hidori.Domain;
using Hidori.Server.Outside.Mailboxes;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Outside;

/// <summary>Has entries of ours looked at as soon as their mailbox says that somebody touched them (SPEC M19).</summary>
public sealed class EntryCheckWaker(Db db, DbFactory factory, Bell bell, IClock clock) : IMailboxChanges
{
    public async Task HearAsync(ConnectionId mailbox, IReadOnlyList<TouchedEntry> touched, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var appointments = touched.Select(t => t.Key.Appointment).Distinct().ToList();
        var written = await db.Ledger.AsNoTracking().Where(l => appointments.Contains(l.Appointment) && l.Connection == mailbox)
            .GroupBy(l => l.Appointment).Select(g => new { Appointment = g.Key, At = g.Max(l => l.ChangedAt) }).ToListAsync(ct);
        foreach (var row in written)
        {
            // Mostly the echo of our own write. Looked at when Exchange has settled, it is one look and no alarm.
            var dueAt = Instant.Max(now, row.At + EntryCheckPace.Fresh);
            using var turn = await factory.WriterTurnAsync(ct);
            await Outbox.RingAsync(db, SubjectKind.EntryCheck, row.Appointment.Value, dueAt, ct);
        }

        bell.Ring();
    }
}
