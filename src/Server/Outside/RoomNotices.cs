using Hidori.Domain.Appointments;
using Hidori.Domain.Rooms;
using NodaTime;

namespace Hidori.Server.Outside;

/// <summary>Asks the main host once what to do when a held candidate has lost its room and none is left.</summary>
/// <remarks>After the confirmation guest and hosts are told by the appointment's own mails, because a revision changed.</remarks>
public sealed class RoomNotices(INotices notices, MailQueue mails, LeasedWork work, IClock clock)
{
    public async Task TellAsync(OutsideState state, Lease lease, CancellationToken ct)
    {
        var appointment = state.Appointment;
        var now = clock.GetCurrentInstant();
        if (appointment.State != AppointmentState.Open || !appointment.Candidates.Any(c => c.RoomBooking == RoomBooking.Lost && c.Start > now))
            return;
        if (await mails.IsQueuedAsync(appointment, NoticeKinds.RoomMissing, ct))
            return;
        await mails.QueueAsync(
            appointment,
            await notices.PrepareRoomMissingAsync(new NoticeOccasion(state.Organization, appointment, state.Hosts, null) { Rooms = state.Rooms }, ct),
            ct);
        await work.CommitAsync(lease, ct);
    }
}

/// <summary>Names of mails that more than one place asks for.</summary>
public static class NoticeKinds
{
    public const string RoomMissing = "room-missing";
    public const string DateRequested = "date-requested";
    public const string DateKept = "date-kept";
    public const string TimeTakenBack = "time-taken-back";
    public const string Reminder = "reminder";
    public const string Upcoming = "upcoming";
    public const string GuestReleased = "guest-released";
}
