using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Availability;
using Hidori.Domain.Organizations;
using Hidori.Domain.Time;
using Hidori.Server.Features.BookingPages;
using Hidori.Server.Outside;
using Hidori.Server.Protection;
using Hidori.Server.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Features.Proposals;

/// <summary>Sends a proposal out: holds, the guest's link, and the mail if it is wanted (SPEC P1–P3).</summary>
public sealed class SendProposal(Db db, Decisions decisions, LiveBusy live, ISecrets secrets, SealedText sealedText, IClock clock)
{
    /// <summary>The new appointment, or the one that the same page made before.</summary>
    public async Task<Result<AppointmentId, ProposalRefusal>> RunAsync(
        Member creator, ComposeForm form, ComposedProposal proposal, ChosenRooms chosen, CancellationToken ct)
    {
        var earlier = await db.Attempts.AsNoTracking().FirstOrDefaultAsync(a => a.Attempt == form.Attempt, ct);
        if (earlier is not null)
            return earlier.Appointment;
        var proposed = await ProposeAsync(creator, form, proposal, chosen, ct);
        return proposed.Succeeded(out var appointment)
            ? await decisions.OpenAsync(appointment, form.Attempt, Actor.Member(creator.Id), await WishAsync(creator, form, ct), ct)
            : proposed.Refusal!.Value;
    }

    /// <summary>What sending would make, checked as sending checks it, and not kept.</summary>
    public async Task<Result<Appointment, ProposalRefusal>> ProposeAsync(
        Member creator, ComposeForm form, ComposedProposal proposal, ChosenRooms chosen, CancellationToken ct)
    {
        var organization = await db.Organizations.AsNoTracking().SingleAsync(ct);
        var hosts = await KnownAsync(form.TakingPart, ct);
        var linked = await WritableConnections.Of(db).Where(c => hosts.Contains(c.Member)).Select(c => c.Member).ToListAsync(ct);
        var busy = proposal.Candidates.Count == 0
            ? new Dictionary<MemberId, BusyTimes>()
            : await live.ReadAsync(hosts, Intervals.Around(proposal.Candidates), ct);

        var rooms = await chosen.RunAsync(form, ct);
        if (!rooms.Succeeded(out var byTime))
            return rooms.Refusal!.Value;

        var request = new ProposalRequest(
            organization.Id,
            creator.Id,
            hosts,
            form.MainHost,
            proposal.Candidates,
            [.. proposal.Guests.Select(Invite)],
            proposal.Title,
            proposal.Format,
            proposal.Place,
            proposal.Link.IsIssued,
            proposal.Message,
            proposal.Note,
            proposal.Deadline,
            form.Zone.Id,
            proposal.ByMail,
            proposal.OverlapAccepted,
            busy,
            linked.ToHashSet())
        {
            Rooms = byTime,
            HoldsRooms = form.HoldsRooms,
            Directions = proposal.Directions,
            OwnJoinLink = proposal.Link.Own,
            HoldStyle = form.HoldStyle,
            RoomNeed = form.RoomNeed,
            GuestRights = form.GuestRights,
            Reminds = form.Reminds,
            WithReceptionCode = form.WithReceptionCode,
            Copies = proposal.Copies,
        };

        return Appointment.Propose(request, clock.GetCurrentInstant());
    }

    /// <summary>The wish it was made of; null for none that its sender may see.</summary>
    private async Task<Guid?> WishAsync(Member creator, ComposeForm form, CancellationToken ct) =>
        form.Wish is { } wish && await KeepWishes.FindAsync(db, creator, wish, ct) is not null ? wish : null;

    /// <summary>With a link of their own.</summary>
    private GuestInvitation Invite(ComposedGuest guest)
    {
        var secret = secrets.NewLinkSecret();
        return new GuestInvitation(
            guest.Company, guest.Name, guest.Mail, guest.Language, LinkHash.Of(secret), sealedText.Seal(SealedText.GuestLink, secret))
        { ZoneId = guest.ZoneId };
    }

    /// <summary>Ids that are members here: anything else posted is dropped, and an empty rest is refused in words.</summary>
    private async Task<List<MemberId>> KnownAsync(IReadOnlyList<MemberId> asked, CancellationToken ct)
    {
        var known = await db.Members.AsNoTracking()
            .Where(m => asked.Contains(m.Id) && m.State != MemberState.Suspended).Select(m => m.Id).ToListAsync(ct);
        return [.. asked.Where(known.Contains)];
    }
}
