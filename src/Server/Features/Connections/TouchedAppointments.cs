using Hidori.Domain;
using Hidori.Domain.Outside;
using Hidori.Server.Outside;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Features.Connections;

/// <summary>An open appointment that has entries in an account which is about to end or to be replaced (SPEC M7).</summary>
/// <param name="Holds">Its holds in that account; none when it is confirmed.</param>
/// <param name="Start">Of the confirmed time.</param>
public sealed record TouchedAppointment(AppointmentId Id, string Title, string Company, int Holds, Instant? Start, Instant? End)
{
    public static async Task<IReadOnlyList<TouchedAppointment>> ReadAsync(Db db, ConnectionRow connection, Instant now, CancellationToken ct)
    {
        var bound = await BoundEntries.Of(db, connection, now).AsNoTracking().Select(l => new { l.Appointment, l.Purpose, l.State }).ToListAsync(ct);
        var holds = bound.Where(l => l is { Purpose: EntryPurpose.Hold, State: not LedgerState.Gone }).CountBy(l => l.Appointment).ToDictionary();
        var ids = bound.Select(l => l.Appointment).Distinct().ToList();
        var appointments = await db.Appointments.AsNoTracking().Where(a => ids.Contains(a.Id)).ToListAsync(ct);
        return
        [
            .. from appointment in appointments
               let time = appointment.Chosen
               orderby time?.Start ?? appointment.Candidates.Min(c => c.Start)
               select new TouchedAppointment(
                   appointment.Id, appointment.DisplayTitle, appointment.FirstGuest.Company,
                   time is null ? holds.GetValueOrDefault(appointment.Id) : 0, time?.Start, time?.End),
        ];
    }
}
