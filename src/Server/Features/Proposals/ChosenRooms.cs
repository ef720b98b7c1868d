using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Rooms;
using Hidori.Domain.Time;
using Hidori.Server.Outside;
using Hidori.Server.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Features.Proposals;

/// <summary>Looks at the rooms of the candidates once more before a proposal goes out.</summary>
/// <remarks>
/// What cannot be read may go out: the room itself answers, and counts as booked only when it accepts. What is seen to be
/// taken may not.
/// </remarks>
public sealed class ChosenRooms(Db db, LiveRooms live)
{
    public async Task<Result<IReadOnlyDictionary<Interval, RoomId>, ProposalRefusal>> RunAsync(ComposeForm form, CancellationToken ct)
    {
        var asked = new Dictionary<Interval, RoomId>();
        foreach (var (candidate, room) in form.Rooms)
        {
            if (room is { } id)
                asked[form.IntervalOf(candidate)] = id;
        }

        var ids = asked.Values.Distinct().ToList();
        var rooms = await db.Rooms.AsNoTracking().Where(r => ids.Contains(r.Id) && r.IsActive).ToListAsync(ct);
        if (rooms.Count < ids.Count)
            return ProposalRefusal.RoomUnknown;
        if (rooms.Count > 0)
        {
            var times = await live.ReadAsync(rooms, Intervals.Around(asked.Keys), form.MainHost, ct);
            var held = form.HeldRooms.ToDictionary(h => form.IntervalOf(h.Key), h => h.Value);
            if (asked.Any(a => held.GetValueOrDefault(a.Key) != a.Value && times[a.Value].At(a.Key) is RoomStanding.Busy or RoomStanding.Taken))
                return ProposalRefusal.RoomTaken;
        }

        return asked;
    }
}
