using Hidori.Domain.Appointments;
using Hidori.Server.Features.GuestProposals;
using Hidori.Server.Outside;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Features.Appointments;

/// <summary>Makes rows of appointments: a few questions for all of them, not for each.</summary>
internal static class AppointmentRows
{
    public static async Task<IReadOnlyList<AppointmentRow>> OfAsync(
        Db db, IReadOnlyList<Appointment> appointments, Instant now, CancellationToken ct)
    {
        var ids = appointments.Select(a => a.Id).ToList();
        var ledger = (await db.Ledger.AsNoTracking().Where(l => ids.Contains(l.Appointment)).ToListAsync(ct)).ToLookup(l => l.Appointment);
        var contacts = await OutsideState.HostsAsync(db, [.. appointments.SelectMany(a => a.Hosts).Distinct()], ct);
        var hosts = contacts.ToDictionary(h => h.Member);
        var rooms = await OutsideState.RoomsAsync(db, appointments.Select(a => a.Chosen?.RoomOrNone), ct);
        return
        [
            .. appointments.Select(a => Of(
                a, now, [.. ledger[a.Id]], [.. a.Hosts.Select(h => hosts[h])], rooms.FirstOrDefault(r => r.Id == a.Chosen?.RoomOrNone)?.Name)),
        ];
    }

    private static AppointmentRow Of(
        Appointment appointment, Instant now, IReadOnlyList<LedgerRow> ledger, IReadOnlyList<HostContact> hosts, string? room) => new(
        appointment.Id.ToString(),
        ShowAppointments.StatusOf(appointment, now),
        appointment.Chosen?.Start,
        appointment.Chosen?.End,
        appointment.State == AppointmentState.TimesRequested ? appointment.PreferredTimes.Count : appointment.Candidates.Count,
        appointment.State is AppointmentState.Open or AppointmentState.Expired ? appointment.Deadline : null,
        appointment.FirstGuest.Company,
        appointment.FirstGuest.Name,
        appointment.Guests.Count,
        appointment.DisplayTitle,
        ShowProposal.FormatOf(appointment.Format),
        AppointmentFootprint.PlaceOf(appointment.Place, room),
        [.. hosts.Select(h => h.Name)],
        ShowAppointments.MarkOf(appointment, ledger, hosts),
        appointment.ChangedAt,
        appointment.Outcome,
        appointment.DateAskedAt is not null,
        appointment.CanWithdraw);
}
