using Hidori.Domain.Availability;
using NodaTime;

namespace Hidori.Domain.Appointments;

/// <summary>Changes that leave the time as it is (SPEC M18, M19).</summary>
public sealed partial class Appointment
{
    public const int LongestTitle = 200;
    public const int LongestPlace = 300;

    /// <summary>Other words for the same meeting: same entry, same link. A guest who was told of it is told once more.</summary>
    /// <param name="withReceptionCode">受付コードを発行する; null leaves it as it is.</param>
    public Result<Done, ChangeRefusal> Edit(string title, string place, string message, string note, Instant now, bool? withReceptionCode = null)
    {
        if (State is not (AppointmentState.Open or AppointmentState.Confirmed))
            return ChangeRefusal.NotInThisState;
        (title, place, message, note) = (title.Trim(), place.Trim(), message.Trim(), note.Trim());
        if (title.Length > LongestTitle || place.Length > LongestPlace || message.Length > LongestText || note.Length > LongestText)
            return ChangeRefusal.TextUnfit;
        var isReceived = withReceptionCode ?? WithReceptionCode;
        if ((title, place, message, note, isReceived) == (Title, Place, Message, Note, WithReceptionCode))
            return Done.Value;

        var guestSeesIt = (title, place, message, isReceived) != (Title, Place, Message, WithReceptionCode);
        (Title, Place, Message, Note, WithReceptionCode) = (title, place, message, note, isReceived);
        if (guestSeesIt && State == AppointmentState.Confirmed)
            TellOfTheSameTime(now);
        else
            Touch(now);
        return Done.Value;
    }

    /// <summary>Whose calendar speaks against moving the appointment to a time (SPEC M18, M21).</summary>
    /// <remarks>Not our own entry or holds, nor a co-host's copy, which bears no mark and stands at the present time.</remarks>
    /// <param name="busy">Each host's calendar, read just now.</param>
    /// <returns>Who is taken then, and whose calendar cannot be read.</returns>
    public (IReadOnlyList<MemberId> Taken, IReadOnlyList<MemberId> Unknown) HostsInTheWay(
        Interval time, IReadOnlyDictionary<MemberId, BusyTimes> busy)
    {
        bool StandsInTheWay(BusyEntry entry, MemberId host) =>
            entry.Ours?.Appointment != Id
            && entry is not { Ours: not null, Kind: BusyKind.Tentative }
            && !(host != MainHost && entry.Time == Chosen?.Time);
        return (
            [.. Hosts.Where(h => busy.GetValueOrDefault(h) is BusyTimes.Known known && known.Within(time).Any(e => StandsInTheWay(e, h)))],
            [
                .. Hosts.Where(h => busy.GetValueOrDefault(h) is not BusyTimes.Known
                    && (h == MainHost || busy.GetValueOrDefault(h) is not BusyTimes.Unknown { Reason: UnknownReason.NotConnected })),
            ]);
    }

    /// <summary>元に戻す: what somebody changed outside is put back to where it was decided.</summary>
    /// <param name="linkIsNew">The meeting has to be made anew, and its link with it: the guest's old one is dead.</param>
    public Result<Done, ChangeRefusal> PutBack(bool linkIsNew, Instant now)
    {
        if (State is not (AppointmentState.Open or AppointmentState.Confirmed))
            return ChangeRefusal.NotInThisState;
        if (linkIsNew && WithJoinLink && State == AppointmentState.Confirmed)
            TellOfTheSameTime(now);
        else
            Touch(now);
        return Done.Value;
    }

    /// <summary>What was not told yet is told with the new words: one mail, not two.</summary>
    private void TellOfTheSameTime(Instant now)
    {
        var isPending = AnnouncedRevision < Revision && Announcement is Announcement.Rescheduled or Announcement.RoomChanged or Announcement.MainHostChanged;
        Tell(!ConfirmationWasTold ? Announcement.Confirmed : isPending ? Announcement : Announcement.Edited, now);
    }
}
