using Hidori.Domain.Appointments;
using Hidori.Server.Protection;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Outside;

/// <summary>Gives each open visit a code of its own within the organization (SPEC V1), inside the decision's transaction.</summary>
/// <remarks>Nobody has to tidy up: a code whose day is over is taken by whoever draws it next.</remarks>
public sealed class ReceptionCodes(Db db, ISecrets secrets)
{
    /// <summary>With a million codes this many in a row are taken only where nearly all are.</summary>
    private const int MostDraws = 100;

    /// <exception cref="InvalidOperationException">Nearly every code is in use.</exception>
    public async Task KeepAsync(Appointment appointment, Instant now, CancellationToken ct)
    {
        if (!appointment.NeedsReceptionCode && appointment.ReceptionCode is null)
            return;
        var row = await db.ReceptionCodes.FirstOrDefaultAsync(r => r.Appointment == appointment.Id, ct);
        if (!appointment.NeedsReceptionCode)
        {
            if (row is not null)
                db.ReceptionCodes.Remove(row);
            appointment.Receive(null);
            return;
        }

        var endsAt = DayAfter(appointment);
        // Over: whatever is decided now, nobody is coming any more.
        if (endsAt <= now)
            return;
        if (row is not null)
        {
            row.EndsAt = endsAt;
            return;
        }

        for (var draw = 0; draw < MostDraws; draw++)
        {
            var code = secrets.NewReceptionCode();
            var holder = await db.ReceptionCodes.FirstOrDefaultAsync(r => r.Code == code, ct);
            if (holder is not null && holder.EndsAt > now)
                continue;
            if (holder is null)
            {
                holder = new ReceptionCodeRow { Organization = appointment.Organization, Code = code };
                db.ReceptionCodes.Add(holder);
            }

            (holder.Appointment, holder.EndsAt) = (appointment.Id, endsAt);
            appointment.Receive(code);
            return;
        }

        throw new InvalidOperationException("Nearly every reception code is in use.");
    }

    /// <summary>The end of the visit's last day, on the clock of the place it was planned in.</summary>
    private static Instant DayAfter(Appointment appointment)
    {
        var zone = DateTimeZoneProviders.Tzdb[appointment.ZoneId];
        return zone.AtStartOfDay(appointment.Chosen!.End.InZone(zone).Date.PlusDays(1)).ToInstant();
    }
}
