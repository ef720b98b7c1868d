using NodaTime;

namespace Hidori.Domain.Appointments;

/// <summary>What a guest decided.</summary>
/// <param name="By">Whose link it was.</param>
/// <param name="Companions">Who comes along, in the guest's words.</param>
public sealed record GuestAnswer(GuestId By, CandidateId Candidate, string Note = "", string Companions = "");

/// <summary>Who the guest really is, and where mails reach them (SPEC A3b).</summary>
/// <param name="Guest">Which of the guests.</param>
/// <param name="Mail">Lower-cased; empty when the link is handed over by other means.</param>
/// <param name="LinkHash">Of a new secret, which takes the old one's place when <paramref name="Mail"/> is another than before.</param>
/// <param name="ProtectedLink">The new secret itself, encrypted.</param>
/// <param name="Resends">The guest is written to (again).</param>
public sealed record GuestCorrection(
    GuestId Guest, string Company, string Name, string Mail, string LinkHash, string ProtectedLink, bool Resends);

public sealed partial class Appointment
{
    public const int LongestName = 100;
    public const int LongestMail = 254;

    /// <summary>Whether there is anything that the guest could be sent again.</summary>
    public bool CanResend => State is AppointmentState.Open or AppointmentState.Confirmed;

    /// <summary>
    /// Company, name or address were mistyped, or the mail did not arrive. At another address the old link dies: whoever got
    /// it by mistake can open nothing with it.
    /// </summary>
    public Result<Done, ChangeRefusal> CorrectGuest(GuestCorrection correction, Instant now)
    {
        if (State == AppointmentState.Cancelled || (correction.Resends && !CanResend)
            || _guests.FirstOrDefault(g => g.Id == correction.Guest) is not { } guest)
            return ChangeRefusal.NotInThisState;
        if (correction.Name.Length is 0 or > LongestName || correction.Company.Length > LongestName || correction.Mail.Length > LongestMail
            || (correction.Mail.Length == 0 && (correction.Resends || InvitesByMail)))
            return ChangeRefusal.TextUnfit;
        if (correction.Mail.Length > 0 && (Copies.Contains(correction.Mail) || _guests.Any(g => g != guest && g.Mail == correction.Mail)))
            return ChangeRefusal.GuestTwice;

        var isChanged = guest.IsCorrectedBy(correction);
        if (!correction.Resends)
        {
            if (isChanged)
                Touch(now);
            return Done.Value;
        }

        var isPending = Announcement is not (Announcement.None or Announcement.DateRequested) && AnnouncedRevision < Revision;
        // What waits to be told to all reaches the right address anyway. A proposal issued as URLs waits for nothing.
        var reachesAll = isPending && !_guests.Any(g => g.IsToldAlone)
            && (InvitesByMail || Announcement != Announcement.Invitation);
        InvitesByMail = true;
        if (isPending)
            Touch(now);
        else
            Tell(State == AppointmentState.Open && !InvitationWasTold ? Announcement.Invitation : Announcement.ToGuestAgain, now);
        if (!reachesAll)
            guest.IsToldAlone = true;
        return Done.Value;
    }

    /// <summary>The guests whom the present announcement is for: all, or those who are told once more.</summary>
    public IReadOnlyList<Guest> GuestsToTell =>
        _guests.Any(g => g.IsToldAlone) ? [.. Guests.Where(g => g.IsToldAlone)] : Guests;

    private void TellAll() => _guests.ForEach(g => g.IsToldAlone = false);
}
