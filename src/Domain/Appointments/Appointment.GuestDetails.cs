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
    public Result<Done, GuestRefusal> CorrectGuest(GuestCorrection correction, Instant now)
    {
        if (State == AppointmentState.Cancelled || (correction.Resends && !CanResend)
            || Guests.FirstOrDefault(g => g.Id == correction.Guest) is not { } guest)
            return GuestRefusal.NotInThisState;
        if (!AreFit(correction.Company, correction.Name, correction.Mail)
            || (correction.Mail.Length == 0 && (correction.Resends || InvitesByMail)))
            return GuestRefusal.TextUnfit;
        if (IsKnown(correction.Mail, of: guest))
            return GuestRefusal.Twice;

        var isChanged = guest.IsCorrectedBy(correction);
        if (!correction.Resends)
        {
            if (isChanged)
                Touch(now);
            return Done.Value;
        }

        TellAlone(guest, now);
        InvitesByMail = true;
        return Done.Value;
    }
}
