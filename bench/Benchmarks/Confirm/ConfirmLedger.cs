using Hidori.Domain;
using Hidori.Domain.Appointments;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Benchmarks.Confirm;

/// <summary>What stands in the database when nobody presses any more: what was promised, and what must never be.</summary>
internal sealed class ConfirmLedger(IReadOnlyList<Appointment> appointments, IReadOnlyList<TakenTime> taken, int hostsAndRooms)
{
    public IReadOnlyList<Appointment> Confirmed { get; } = [.. appointments.Where(a => a.State == AppointmentState.Confirmed)];

    /// <param name="hostsAndRooms">How many rows a confirmed appointment takes: the host's, and the room's.</param>
    public static Task<ConfirmLedger> ReadAsync(ConfirmWorld world, int hostsAndRooms) => world.ReadsAsync(async db => new ConfirmLedger(
        await db.Appointments.AsNoTracking().ToListAsync(), await db.TakenTimes.AsNoTracking().ToListAsync(), hostsAndRooms));

    /// <summary>Pairs of fixed times of one host or room that overlap.</summary>
    public int Overlaps()
    {
        var overlaps = 0;
        foreach (var agenda in taken.Where(t => t.IsFixed).GroupBy(t => t.Whose))
        {
            var end = Instant.MinValue;
            foreach (var time in agenda.OrderBy(t => t.Start))
            {
                overlaps += time.Start < end ? 1 : 0;
                end = Instant.Max(end, time.End);
            }
        }

        return overlaps;
    }

    /// <summary>Proposals that were accepted after somebody took their room: confirmed all the same, and another room is sought for them.</summary>
    public int RoomsSought => Confirmed.Count(a => a.Chosen!.IsRoomLost);

    /// <summary>Appointments of which some of host and room are taken and some are not, or at other times than they say.</summary>
    public int Partial()
    {
        var byAppointment = taken.ToLookup(t => t.Appointment);
        return appointments.Count(a =>
        {
            var rows = byAppointment[a.Id].ToList();
            return a.State switch
            {
                AppointmentState.Confirmed => rows.Count != (a.Chosen!.IsRoomLost ? hostsAndRooms - 1 : hostsAndRooms) || rows.Any(r => !r.IsFixed || r.Start != a.Chosen.Time.Start || r.End != a.Chosen.Time.End),
                AppointmentState.Open => rows.Count != hostsAndRooms * a.Candidates.Count || rows.Any(r => r.IsFixed),
                _ => rows.Count > 0,
            };
        });
    }

    /// <summary>Times that are taken for no appointment that stands.</summary>
    public int Orphans()
    {
        var known = appointments.Select(a => a.Id).ToHashSet();
        return taken.Count(t => !known.Contains(t.Appointment));
    }

    /// <summary>Guests with more than one appointment: each tried once, however often they pressed.</summary>
    public int Doubled() => appointments.GroupBy(a => a.FirstGuest.Mail).Count(g => g.Count() > 1);

    public IReadOnlyList<Instant> StartsOf(MemberId host) => [.. Confirmed.Where(a => a.Hosts.Contains(host)).Select(a => a.Chosen!.Time.Start)];
}
