using NodaTime;

namespace Hidori.Domain.Appointments;

/// <summary>Who the guest really is, and where mails reach them (SPEC A3b).</summary>
/// <param name="Mail">Lower-cased; empty when the link is handed over by other means.</param>
/// <param name="LinkHash">Of a new secret, which takes the old one's place when <paramref name="Mail"/> is another than before.</param>
/// <param name="ProtectedLink">The new secret itself, encrypted.</param>
/// <param name="Resends">The guest is written to (again).</param>
public sealed record GuestCorrection(
    string Company, string Name, string Mail, string LinkHash, string ProtectedLink, bool Resends);

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
        if (State == AppointmentState.Cancelled || (correction.Resends && !CanResend))
            return ChangeRefusal.NotInThisState;
        if (correction.Name.Length is 0 or > LongestName || correction.Company.Length > LongestName || correction.Mail.Length > LongestMail
            || (correction.Mail.Length == 0 && (correction.Resends || InvitesByMail)))
            return ChangeRefusal.TextUnfit;

        var isChanged = FirstGuest.IsCorrectedBy(correction);
        if (!correction.Resends)
        {
            if (isChanged)
                Touch(now);
            return Done.Value;
        }

        InvitesByMail = true;
        // What was not told yet is told to the right address anyway.
        if (Announcement != Announcement.None && AnnouncedRevision < Revision)
            Touch(now);
        else
            Tell(State == AppointmentState.Open && !InvitationWasTold ? Announcement.Invitation : Announcement.ToGuestAgain, now);
        return Done.Value;
    }
}
