using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Outside;
using Hidori.Server.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Outside;

/// <summary>What is still open with one member, counted before something of theirs ends (SPEC M7).</summary>
/// <param name="UpcomingAppointments">Confirmed and still ahead.</param>
/// <param name="Holds">Entries in the calendar for times that are not decided yet.</param>
/// <param name="OpenProposals">Proposals that have those holds.</param>
/// <param name="MainHostOf">Open proposals whose meeting would be written into this member's calendar.</param>
public sealed record OpenWork(int UpcomingAppointments, int Holds, int OpenProposals, int MainHostOf)
{
    public static async Task<OpenWork> CountAsync(Db db, MemberId member, Instant now, CancellationToken ct)
    {
        var agenda = AgendaId.Of(member);
        var taken = db.TakenTimes.Where(t => t.Whose == agenda);
        return new OpenWork(
            await taken.CountAsync(t => t.IsFixed && t.End > now, ct),
            await db.Ledger.CountAsync(l => l.Whose == member && l.Purpose == EntryPurpose.Hold && l.State != LedgerState.Gone, ct),
            await taken.Where(t => !t.IsFixed).Select(t => t.Appointment).Distinct().CountAsync(ct),
            await db.Appointments.CountAsync(a => a.MainHost == member && a.State == AppointmentState.Open, ct));
    }
}
