using NodaTime;

namespace Hidori.Domain.Appointments;

/// <summary>Another main host for what is arranged (SPEC A0).</summary>
public sealed partial class Appointment
{
    /// <summary>Whether the main host can still be replaced: not what was taken back or is over.</summary>
    public bool CanChangeMainHost(Instant now) =>
        State != AppointmentState.Cancelled && (State != AppointmentState.Confirmed || Chosen!.End > now);

    /// <summary>
    /// Another host organises it from now on. A calendar entry cannot change its organiser, so the meeting is written anew
    /// in the new main host's calendar, with a new link, and its room is asked again.
    /// </summary>
    /// <param name="to">One of <see cref="Hosts"/>.</param>
    /// <param name="isLinked">Whether a calendar of theirs can be written to.</param>
    /// <param name="formerLeaves">The former main host does not take part any more; otherwise they stay as a co-host.</param>
    public Result<Done, ChangeRefusal> ChangeMainHost(
        MemberId to, bool isLinked, bool formerLeaves, IReadOnlyCollection<TakenTime> agenda, Instant now)
    {
        if (to == MainHost)
            return Done.Value;
        if (!CanChangeMainHost(now))
            return ChangeRefusal.NotInThisState;
        if (!isLinked || !Hosts.Contains(to))
            return ChangeRefusal.HostNotConnected;

        if (formerLeaves)
            _seats.RemoveAll(s => s.Member == MainHost);
        MainHost = to;
        if (State == AppointmentState.Confirmed)
        {
            AskForRoomAgain(other: null, agenda, now);
            Tell(ConfirmationWasTold ? Announcement.MainHostChanged : Announcement.Confirmed, now);
        }
        else
        {
            AskForEveryRoomAgain(now);
            Touch(now);
        }

        return Done.Value;
    }
}
