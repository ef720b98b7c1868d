using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Availability;
using Hidori.Server.Features.GuestProposals;
using Hidori.Server.Outside;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hidori.Server.Tests.Scenarios;

/// <summary>Other candidates under the same link: some stay, some go, some come (SPEC P5, P7).</summary>
public sealed partial class HistoryWorld
{
    private async Task OfferAsync(IServiceProvider scope, AppointmentId id, int pick, CancellationToken ct)
    {
        var appointment = await scope.GetRequiredService<Db>().Appointments.AsNoTracking().SingleAsync(a => a.Id == id, ct);
        var kept = appointment.Candidates.Where((_, n) => (pick + n) % 2 == 0).ToList();
        var added = TimesOf(pick + 1).Where(t => kept.All(c => c.Time != t)).ToList();
        var rooms = RoomsFor(pick + 1).Where(r => added.Contains(r.Key)).ToDictionary();
        foreach (var candidate in kept)
        {
            if (candidate.RoomOrNone is { } room)
                rooms[candidate.Time] = room;
        }

        var offer = new CandidateOffer(
            [.. kept.Select(c => c.Time), .. added], Deadline: null, "別の候補です",
            appointment.Hosts.ToDictionary(h => h, BusyTimes (_) => new BusyTimes.Known([], App.Now)), MainHostIsLinked: true, OverlapAccepted: true)
        {
            Rooms = rooms,
            HoldsRooms = pick % 7 < 4,
        };
        await OfferAsync(scope, id, offer, TimelineKind.OtherTimesOffered, ct);
    }

    /// <summary>New times all, of which one may be the old one.</summary>
    private async Task TakeBackAsync(IServiceProvider scope, AppointmentId id, int pick, CancellationToken ct)
    {
        await scope.GetRequiredService<AskForDate>().RunAsync(await VisitAsync(scope, id), "別の日に", [], ct);
        var appointment = await AppointmentAsync(scope, id);
        var times = TimesOf(pick + 1);
        var offer = new CandidateOffer(
            times, Deadline: null, "別の日の候補です",
            appointment.Hosts.ToDictionary(h => h, BusyTimes (_) => new BusyTimes.Known([], App.Now)), MainHostIsLinked: true, OverlapAccepted: true)
        {
            TakesBackTime = true,
            Rooms = RoomsFor(pick + 1),
            HoldsRooms = pick % 7 < 4,
        };
        await OfferAsync(scope, id, offer, TimelineKind.TimeTakenBack, ct);
    }

    private Task OfferAsync(IServiceProvider scope, AppointmentId id, CandidateOffer offer, TimelineKind kind, CancellationToken ct) =>
        scope.GetRequiredService<Decisions>().RunAsync<Done, ProposalRefusal>(
            id, Actor.Member(_hosts[0].Id), kind, (a, _, now) => a.Offer(offer, now), ProposalRefusal.Busy, ct);
}
