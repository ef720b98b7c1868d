using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Organizations;
using Hidori.Server.Outside;
using Hidori.Server.Protection;

namespace Hidori.Server.Features.Appointments;

/// <summary>お客様の追加と解除: who is asked changes while something is arranged (SPEC P2, P7).</summary>
public sealed class ChangeGuests(Decisions decisions, ISecrets secrets, SealedText sealedText)
{
    /// <param name="mail">Lower-cased; empty when the link is handed over by other means.</param>
    /// <param name="zone">IANA zone; empty for the one the appointment is planned in.</param>
    public Task<Result<Done, GuestRefusal>> AddAsync(
        Member by, AppointmentId id, string company, string name, string mail, string language, string zone, CancellationToken ct)
    {
        var secret = secrets.NewLinkSecret();
        var invitation = new GuestInvitation(
            company, name, mail, language, LinkHash.Of(secret), sealedText.Seal(SealedText.GuestLink, secret))
        { ZoneId = zone };
        return decisions.RunAsync<Done, GuestRefusal>(
            id, Actor.Member(by.Id), Storage.Rows.TimelineKind.GuestAdded, (a, _, now) => a.AddGuest(invitation, now), GuestRefusal.Busy, ct,
            DecisionSubject.Named(Guest.WithoutSama(name)));
    }

    public Task<Result<Done, GuestRefusal>> RemoveAsync(Member by, AppointmentId id, Guest guest, CancellationToken ct) =>
        decisions.RunAsync<Done, GuestRefusal>(
            id, Actor.Member(by.Id), Storage.Rows.TimelineKind.GuestRemoved, (a, _, now) => a.RemoveGuest(guest.Id, now), GuestRefusal.Busy, ct,
            DecisionSubject.Named(guest.Name));
}
