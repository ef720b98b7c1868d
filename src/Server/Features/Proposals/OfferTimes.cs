using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Availability;
using Hidori.Domain.Organizations;
using Hidori.Domain.Time;
using Hidori.Server.Outside;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hidori.Server.Features.Proposals;

/// <summary>候補を出し直す: other candidates for a proposal that is out, under the same link (SPEC P5, P7).</summary>
public sealed class OfferTimes(Db db, Decisions decisions, LiveBusy live, ChosenRooms chosen)
{
    /// <param name="takesBackTime">The page said that the fixed time is taken back with it.</param>
    public async Task<Result<Done, ProposalRefusal>> RunAsync(
        Member by, Appointment appointment, ComposeForm form, ComposedOffer offer, bool takesBackTime, CancellationToken ct)
    {
        var mainHostIsLinked = await WritableConnections.Of(db).AnyAsync(c => c.Member == appointment.MainHost, ct);
        var busy = offer.Candidates.Count == 0
            ? new Dictionary<MemberId, BusyTimes>()
            : await live.ReadAsync(appointment.Hosts, Intervals.Around(offer.Candidates), ct);
        var rooms = await chosen.RunAsync(form, ct);
        if (!rooms.Succeeded(out var byTime))
            return rooms.Refusal!.Value;

        var wanted = new CandidateOffer(offer.Candidates, offer.Deadline, offer.Message, busy, mainHostIsLinked, offer.OverlapAccepted)
        {
            TakesBackTime = takesBackTime,
            Rooms = byTime,
            HoldsRooms = form.HoldsRooms,
            RoomNeed = form.RoomNeed,
        };
        return await decisions.RunAsync<Done, ProposalRefusal>(
            appointment.Id, Actor.Member(by.Id), takesBackTime ? TimelineKind.TimeTakenBack : TimelineKind.OtherTimesOffered, (a, _, now) => a.Offer(wanted, now), ProposalRefusal.Busy, ct);
    }
}
