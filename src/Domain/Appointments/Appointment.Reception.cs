using NodaTime;

namespace Hidori.Domain.Appointments;

/// <summary>受付コード: how the reception knows a visitor (SPEC P2, V1).</summary>
public sealed partial class Appointment
{
    /// <summary>受付コードを発行する, as ticked. Counts for a visit to us alone.</summary>
    public bool WithReceptionCode { get; private set; }

    /// <summary>
    /// Six digits, of all open visits of the organization this one's alone; null while no time is fixed. Never in a title or a log.
    /// </summary>
    public string? ReceptionCode { get; private set; }

    /// <summary>As it is shown: what is over shows none, for another visit may have it by then.</summary>
    public string? ReceptionCodeAt(Instant now) => IsOver(now) ? null : ReceptionCode;

    /// <summary>Whether the reception expects the guest.</summary>
    public bool IsReceived => WithReceptionCode && Format == AppointmentFormat.VisitToUs;

    /// <summary>Whether it has a code, or is to be given one.</summary>
    public bool NeedsReceptionCode => IsReceived && State == AppointmentState.Confirmed;

    /// <summary>Of its entries in the hosts' calendars (SPEC M13).</summary>
    public string EntryTitle => IsReceived ? AppointmentTitle.ForVisit(Title, FirstGuest.Company, FirstGuest.Name) : DisplayTitle;

    /// <summary>The code it has from now on; null gives it back.</summary>
    public void Receive(string? code) => ReceptionCode = code;
}
