using Hidori.Domain.Appointments;
using Hidori.Domain.Rooms;
using Hidori.Server.Outside;
using Hidori.Server.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Features.Appointments;

/// <summary>Reads how far each candidate's room is, and which others could be chosen (SPEC M17).</summary>
public sealed class ShowAppointmentRooms(Db db)
{
    public async Task<IReadOnlyList<CandidateRoom>> RunAsync(OutsideState state, Instant now, CancellationToken ct)
    {
        var appointment = state.Appointment;
        var shown = appointment.State switch
        {
            AppointmentState.Open => appointment.Candidates.Where(c => c.Room is not null && c.Start > now).ToList(),
            AppointmentState.Confirmed when appointment.Chosen!.Room is not null => [appointment.Chosen],
            _ => [],
        };
        if (shown.Count == 0)
            return [];
        var canAsk = state.Hosts.First(h => h.Member == appointment.MainHost) is { IsLinked: true };
        var rooms = await db.Rooms.AsNoTracking().ToListAsync(ct);
        return
        [
            .. from candidate in shown.OrderBy(c => c.Number)
               let room = rooms.First(r => r.Id == candidate.Room)
               select new CandidateRoom(
                   candidate.Id.ToString(), candidate.Number, room.Name, candidate.RoomBooking,
                   canAsk || candidate.RoomBooking is RoomBooking.Accepted or RoomBooking.Lost,
                   [
                       .. appointment.RoomNeed.Instead(rooms.Where(r => !candidate.LostRooms.Contains(r.Id)), room)
                           .Select(r => new RoomChoice(r.Id.ToString(), r.Name, r.Building, r.Capacity)),
                   ]),
        ];
    }
}

/// <param name="Room">The room, or the one that was lost.</param>
/// <param name="CanBeAsked">False: it waits for the main host's calendar, from which rooms are invited.</param>
/// <param name="Others">Rooms that would do, the most alike first.</param>
public sealed record CandidateRoom(
    string Candidate, int Number, string Room, RoomBooking Booking, bool CanBeAsked, IReadOnlyList<RoomChoice> Others);

public sealed record RoomChoice(string Id, string Name, string Building, int? Capacity);
