using Hidori.Domain.Appointments;
using Hidori.Domain.Outside;
using Hidori.Server.Outside;
using Hidori.Server.Storage.Rows;

namespace Hidori.Server.Features.Appointments;

/// <summary>What a host's own line says: how much of the appointment stands in their calendar, and what waits (SPEC A1, M16).</summary>
internal static class HostEntries
{
    public static HostEntry HostOf(HostContact host, OutsideState state)
    {
        var appointment = state.Appointment;
        var rows = state.Ledger.Where(l => l.Whose == host.Member).ToList();
        var standing = rows.Count(l => l.State == LedgerState.Settled);
        HostEntry Entry(EntryState shown, int done = 0, int wanted = 0) =>
            new(host.Member.ToString(), host.Name, host.Member == appointment.MainHost, shown, done, wanted);

        if (HasDeclined(host, appointment, state.Ledger))
            return Entry(EntryState.Declined);
        if (!host.IsLinked && rows.Count == 0)
            return Entry(EntryState.NotConnected) with { Reason = ProblemKind.NotConnected };
        if (rows.FirstOrDefault(l => l.Reason is not null and not PendingReason.Underway) is { } failing)
        {
            return Entry(EntryState.Pending, standing, rows.Count) with
            {
                Reason = ShowAppointment.KindOf(failing.Reason!.Value),
                NextTry = failing.IsGivenUp ? null : failing.RetryAt,
            };
        }

        if (rows.Any(l => l.Change is not null))
            return Entry(EntryState.Changed);
        return appointment.State switch
        {
            AppointmentState.Open => Entry(
                standing == appointment.Candidates.Count ? EntryState.Held : EntryState.Pending, standing, appointment.Candidates.Count),
            AppointmentState.Confirmed when rows.Any(l => l.HasCopyRecorded || l is { Purpose: EntryPurpose.Meeting, State: LedgerState.Settled }) =>
                Entry(EntryState.Written, 1, 1),
            AppointmentState.Confirmed => Entry(EntryState.Pending, 0, 1),
            AppointmentState.TimesRequested or AppointmentState.Expired or AppointmentState.Cancelled => Entry(
                standing == 0 ? EntryState.Removed : EntryState.Pending, rows.Count - standing, rows.Count),
        };
    }

    /// <summary>A co-host's own answer in Outlook; shown, not fought (SPEC M16, M19). Also from one we are not linked with.</summary>
    public static bool HasDeclined(HostContact host, Appointment appointment, IReadOnlyList<LedgerRow> ledger) =>
        appointment.State == AppointmentState.Confirmed && host.Member != appointment.MainHost
        && ledger.Where(l => l.Purpose == EntryPurpose.Meeting && l.Whose == appointment.MainHost).SelectMany(l => l.Answers).Any(a =>
            a.Answer == AttendeeAnswer.Declined && string.Equals(a.Address, host.Address, StringComparison.OrdinalIgnoreCase));
}
