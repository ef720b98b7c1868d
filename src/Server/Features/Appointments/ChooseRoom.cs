using Hidori.Domain;
using Hidori.Domain.Organizations;
using Hidori.Domain.Rooms;
using Hidori.Server.Outside;
using Hidori.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hidori.Server.Features.Appointments;

/// <summary>A host takes another room for a candidate, or goes on without one (SPEC M17).</summary>
public sealed class ChooseRoom(Db db, Decisions decisions)
{
    /// <param name="room">Empty: without a room.</param>
    public async Task<Result<Done, RoomRefusal>> RunAsync(
        Member by, AppointmentId id, string? candidate, string? room, CancellationToken ct)
    {
        if (!Guid.TryParse(candidate, out var candidateId))
            return RoomRefusal.NotInThisState;
        var chosen = new CandidateId(candidateId);
        if (string.IsNullOrEmpty(room))
        {
            var before = await db.Appointments.AsNoTracking().Where(a => a.Id == id)
                .SelectMany(a => a.Candidates).Where(c => c.Id == chosen).Select(c => c.Room).FirstOrDefaultAsync(ct);
            var name = await db.Rooms.AsNoTracking().Where(r => r.Id == before).Select(r => r.Name).FirstOrDefaultAsync(ct);
            return await decisions.RunAsync<Done, RoomRefusal>(
                id, Actor.Member(by.Id), Storage.Rows.TimelineKind.RoomWaived, (a, agenda, now) => a.ChooseRoom(chosen, null, agenda, now),
                RoomRefusal.Busy, ct, DecisionSubject.Of(chosen, null, name ?? ""));
        }

        if (!Guid.TryParse(room, out var roomId)
            || await db.Rooms.AsNoTracking().FirstOrDefaultAsync(r => r.Id == new RoomId(roomId) && r.IsActive, ct) is not { } wanted)
            return RoomRefusal.RoomUnknown;
        return await decisions.RunAsync<Done, RoomRefusal>(
            id, Actor.Member(by.Id), Storage.Rows.TimelineKind.RoomChosen, (a, agenda, now) => a.ChooseRoom(chosen, wanted.Id, agenda, now),
            RoomRefusal.Busy, ct, DecisionSubject.Of(chosen, wanted.Id, wanted.Name));
    }
}
