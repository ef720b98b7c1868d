using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Outside;
using Hidori.Server.Outside;
using Hidori.Server.Storage;
using Hidori.Server.Ui;
using NodaTime;

namespace Hidori.Server.Features.Appointments;

/// <summary>Reads what ending an appointment would do, counted.</summary>
public sealed class ShowEnding(Db db)
{
    public async Task<EndAppointmentView?> RunAsync(ShellView shell, AppointmentId id, FormState form, CancellationToken ct)
    {
        if (await OutsideState.ReadAsync(db, id, ct) is not { } state)
            return null;
        var appointment = state.Appointment;
        var guest = appointment.FirstGuest;
        // A co-host's copy goes with the meeting.
        var standing = state.Ledger.Where(l => l.State != LedgerState.Gone || l.HasCopyRecorded).ToList();
        var confirmed = appointment.State == AppointmentState.Confirmed;
        return new EndAppointmentView(
            shell, id.ToString(), confirmed, appointment.DisplayTitle, guest.Company, guest.Name,
            guest.Mail.Length > 0 && (confirmed || appointment.GuestWaits) ? guest.Mail : null,
            appointment.Chosen?.Start, appointment.Chosen?.End, appointment.ZoneId, standing.Count,
            standing.Select(l => l.Whose).Distinct().Count(), confirmed ? appointment.Hosts.Count : 0,
            standing.Any(l => l.ProtectedJoinLink is not null), form);
    }
}

/// <summary>取り下げ or キャンセル: what it does, counted, before it is pressed.</summary>
/// <param name="Confirmed">True: キャンセル of a confirmed appointment; false: 取り下げ of a proposal.</param>
/// <param name="Entries">Holds or meetings that are removed from calendars.</param>
/// <param name="Calendars">In how many people's calendars.</param>
/// <param name="HostMails">Hosts who are told by mail.</param>
public sealed record EndAppointmentView(
    ShellView Shell,
    string Id,
    bool Confirmed,
    string Title,
    string Company,
    string GuestName,
    string? GuestMail,
    Instant? Start,
    Instant? End,
    string Zone,
    int Entries,
    int Calendars,
    int HostMails,
    bool HasJoinLink,
    FormState Form);
