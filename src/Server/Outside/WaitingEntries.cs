using Hidori.Domain;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Outside;

/// <summary>What waited for a member's link goes on at once when the link works again.</summary>
public sealed class WaitingEntries(Db db)
{
    /// <remarks>Within the caller's transaction.</remarks>
    public async Task WakeAsync(MemberId member, Instant now, CancellationToken ct)
    {
        var agenda = AgendaId.Of(member);
        // What is over and settled waits for nothing: the cost of a sign-in does not grow with the years.
        var subjects = db.Appointments.Where(a => db.TakenTimes.Any(t => t.Appointment == a.Id && t.Whose == agenda && t.End > now)
            || db.Ledger.Any(l => l.Appointment == a.Id && l.Whose == member && (l.RetryAt != null || l.IsGivenUp))).Select(a => a.Id);
        // Outbox before ledger as everywhere, and in one order: two who connect at once share appointments.
        foreach (var id in (await subjects.ToListAsync(ct)).OrderBy(id => id.Value))
            await Outbox.RingAsync(db, SubjectKind.Appointment, id.Value, now, ct);
        await db.Ledger.Where(l => l.Whose == member && l.RetryAt != null).ExecuteUpdateAsync(
            set => set.SetProperty(l => l.RetryAt, now).SetProperty(l => l.IsGivenUp, false).SetProperty(l => l.FailingSince, now), ct);
    }
}
