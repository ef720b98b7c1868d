using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Organizations;
using Hidori.Server.Outside;
using Hidori.Server.Protection;

namespace Hidori.Server.Features.Appointments;

/// <summary>お客様の情報を直す・送り直す (SPEC A3b).</summary>
public sealed class CorrectGuest(Decisions decisions, ISecrets secrets, SealedText sealedText)
{
    public Task<Result<Done, GuestRefusal>> RunAsync(
        Member by, AppointmentId id, GuestId guest, string company, string name, string mail, bool resends, CancellationToken ct)
    {
        var secret = secrets.NewLinkSecret();
        var correction = new GuestCorrection(
            guest, company, name, mail, LinkHash.Of(secret), sealedText.Seal(SealedText.GuestLink, secret), resends);
        return decisions.RunAsync<Done, GuestRefusal>(
            id, Actor.Member(by.Id), resends ? Storage.Rows.TimelineKind.MailResent : Storage.Rows.TimelineKind.GuestCorrected,
            (a, _, now) => a.CorrectGuest(correction, now), GuestRefusal.Busy, ct);
    }
}
