using NodaTime;

namespace Hidori.Domain.Appointments;

/// <summary>Guests come and go while something is arranged (SPEC P2, P7, A3b).</summary>
public sealed partial class Appointment
{
    /// <summary>Whether it can still change who is asked: not what was taken back or is over.</summary>
    public bool CanChangeGuests(Instant now) => CanChangeHosts(now);

    /// <summary>Everybody who was ever asked, also who is no more: the timeline names them.</summary>
    public IReadOnlyList<Guest> GuestsOfAllTimes => _guests;

    /// <summary>Removed guests who were written to before, and do not know yet that their link is dead.</summary>
    public IReadOnlyList<Guest> GuestsToRelease => [.. _guests.Where(g => g.RemovedAt is not null && g.Knowledge != GuestKnowledge.Nothing)];

    /// <summary>What a guest who is added now is told at once, if there is an address.</summary>
    public GuestKnowledge ToldOnAdding => State switch
    {
        AppointmentState.Confirmed => GuestKnowledge.FixedTime,
        AppointmentState.Open when InvitesByMail => GuestKnowledge.Candidates,
        AppointmentState.Open or AppointmentState.TimesRequested or AppointmentState.Expired or AppointmentState.Cancelled => GuestKnowledge.Nothing,
    };

    /// <summary>
    /// Somebody else is asked too, and told alone how things stand: of the candidates while it is open and goes by mail, of
    /// the fixed time always (SPEC P6). The others hear nothing.
    /// </summary>
    public Result<Done, GuestRefusal> AddGuest(GuestInvitation invitation, Instant now)
    {
        if (!CanChangeGuests(now))
            return GuestRefusal.NotInThisState;
        if (Guests.Count >= Proposing.MostGuests)
            return GuestRefusal.TooMany;
        if (!AreFit(invitation.Company, invitation.Name, invitation.Mail) || (invitation.Mail.Length == 0 && InvitesByMail))
            return GuestRefusal.TextUnfit;
        if (IsKnown(invitation.Mail, of: null))
            return GuestRefusal.Twice;

        var guest = new Guest(invitation, _guests.Max(g => g.Position) + 1);
        _guests.Add(guest);
        if (guest.Mail.Length > 0 && ToldOnAdding != GuestKnowledge.Nothing)
            TellAlone(guest, now);
        else
            Touch(now);
        return Done.Value;
    }

    /// <summary>
    /// Somebody is not asked any more: their link dies at once, and who was written to is told. One guest always stays.
    /// Whatever they chose or asked for before stands.
    /// </summary>
    public Result<Done, GuestRefusal> RemoveGuest(GuestId id, Instant now)
    {
        if (!CanChangeGuests(now))
            return GuestRefusal.NotInThisState;
        if (Guests.FirstOrDefault(g => g.Id == id) is not { } guest)
            return Done.Value;
        if (Guests.Count == 1)
            return GuestRefusal.IsLast;

        guest.Leaves(now);
        // Beside what else is still to be told, or by itself.
        if (guest.Knowledge == GuestKnowledge.Nothing || IsStillToTell)
            Touch(now);
        else
            Tell(Announcement.GuestReleased, now);
        return Done.Value;
    }

    /// <summary>The guests whom the present announcement is for: all, or those who are told once more.</summary>
    public IReadOnlyList<Guest> GuestsToTell =>
        _guests.Any(g => g.IsToldAlone) ? [.. Guests.Where(g => g.IsToldAlone)] : Guests;

    /// <summary>A decision's mails are not queued yet.</summary>
    private bool IsStillToTell =>
        AnnouncedRevision < Revision && Announcement is not (Announcement.None or Announcement.DateRequested or Announcement.GuestReleased);

    /// <summary>One guest is told how things stand; what waits to be told to all reaches them anyway.</summary>
    private void TellAlone(Guest guest, Instant now)
    {
        // A proposal issued as URLs waits for nothing.
        var reachesAll = IsStillToTell && !_guests.Any(g => g.IsToldAlone)
            && (InvitesByMail || Announcement != Announcement.Invitation);
        if (IsStillToTell)
            Touch(now);
        else
            Tell(State == AppointmentState.Open && !InvitationWasTold ? Announcement.Invitation : Announcement.ToGuestAgain, now);
        if (!reachesAll)
            guest.IsToldAlone = true;
    }

    private void TellAll() => _guests.ForEach(g => g.IsToldAlone = false);

    /// <summary>What the mails of the present announcement leave the guests knowing; null when they say nothing of it.</summary>
    private GuestKnowledge? ToldToGuests => Announcement switch
    {
        Announcement.Invitation or Announcement.OtherTimesOffered or Announcement.Reminder => GuestKnowledge.Candidates,
        Announcement.ToGuestAgain => State == AppointmentState.Confirmed ? GuestKnowledge.FixedTime : GuestKnowledge.Candidates,
        Announcement.Confirmed or Announcement.Rescheduled or Announcement.Edited or Announcement.RoomChanged
            or Announcement.MainHostChanged or Announcement.DateKept => GuestKnowledge.FixedTime,
        Announcement.None or Announcement.OtherTimesRequested or Announcement.Withdrawn or Announcement.Cancelled
            or Announcement.Expired or Announcement.DateRequested or Announcement.GuestReleased => null,
    };

    private void NoteGuestsTold(GuestKnowledge? told)
    {
        foreach (var guest in told is null ? [] : GuestsToTell.Where(g => g.Mail.Length > 0))
            guest.Knows(told!.Value);
        foreach (var guest in GuestsToRelease)
            guest.Knows(GuestKnowledge.Nothing);
    }

    private static bool AreFit(string company, string name, string mail) =>
        name.Length is > 0 and <= LongestName && company.Length <= LongestName && mail.Length <= LongestMail;

    /// <summary>One address for two guests, or for a guest and a copy: who answered could not be told apart.</summary>
    private bool IsKnown(string mail, Guest? of) =>
        mail.Length > 0 && (Copies.Contains(mail) || Guests.Any(g => g != of && g.Mail == mail));
}
