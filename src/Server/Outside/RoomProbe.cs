using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Rooms;
using Hidori.Domain.Time;
using Hidori.Integrations;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Outside;

/// <summary>
/// The room doctor's nightly look at all rooms of an organization: can they be read, does the directory still name them,
/// and which have left a question unanswered?
/// </summary>
public sealed class RoomProbe(Db db, LiveRooms live, LeasedWork work, IClock clock)
{
    private static readonly LocalTime Night = new(3, 0);

    /// <summary>A delegate may take hours; a mailbox that answers by itself takes seconds.</summary>
    private static readonly Duration Silence = Duration.FromHours(4);

    /// <summary>The first room of an organization brings the nightly look along.</summary>
    public static async Task BeginAsync(Db db, OrganizationId organization, Instant now, CancellationToken ct)
    {
        if (await db.Outbox.AnyAsync(o => o.Kind == SubjectKind.Rooms && o.Subject == organization.Value, ct))
            return;
        var zone = (await db.Organizations.AsNoTracking().SingleAsync(ct)).ZoneId;
        Outbox.Open(db, SubjectKind.Rooms, organization.Value, organization, Next(zone, now));
    }

    /// <returns>The next night.</returns>
    public async Task<Instant?> RunAsync(Lease lease, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var organization = await db.Organizations.AsNoTracking().SingleAsync(ct);
        var rooms = await db.Rooms.AsNoTracking().Where(r => r.IsActive).ToListAsync(ct);
        var times = await live.ReadAsync(rooms, new Interval(now, now + Duration.FromDays(1)), null, ct);
        var listed = await ListedAsync(ct);
        var silent = await SilentAsync(now, ct);
        var seen = rooms.Select(r => RoomSigns.Of(r, times[r.Id].Busy, now)).ToList();
        if (listed is not null)
        {
            seen.AddRange(rooms.Where(r => r.Source == RoomSource.Directory)
                .Select(r => RoomSigns.Of(r.Organization, r.Id, listed.Contains(r.Address) ? RoomSign.Listed : RoomSign.NotListed, now)));
        }

        foreach (var (appointment, candidate) in silent)
        {
            var row = RoomSigns.Of(organization.Id, candidate.Room!.Value, RoomSign.Silent, now);
            (row.Appointment, row.Start, row.End) = (appointment, candidate.Start, candidate.End);
            seen.Add(row);
        }

        await RoomSigns.AddAsync(db, seen, ct);

        await work.CommitAsync(lease, ct);
        return Next(organization.ZoneId, now);
    }

    /// <summary>Null where the directory may not be read, or does not answer: then it says nothing of any room.</summary>
    private async Task<HashSet<string>?> ListedAsync(CancellationToken ct)
    {
        try
        {
            return (await live.ReadDirectoryAsync(null, ct))?.Select(r => r.Address).ToHashSet();
        }
        catch (ProviderException)
        {
            return null;
        }
    }

    private async Task<List<(AppointmentId Appointment, Candidate Candidate)>> SilentAsync(Instant now, CancellationToken ct)
    {
        var asked = await db.Appointments.AsNoTracking()
            .Where(a => (a.State == AppointmentState.Open || a.State == AppointmentState.Confirmed)
                && a.Candidates.Any(c => c.RoomBooking == RoomBooking.Asked && c.RoomAskedAt < now - Silence && c.Start > now))
            .ToListAsync(ct);
        return
        [
            .. from appointment in asked
               from candidate in appointment.CandidatesWithRooms
               where candidate.RoomBooking == RoomBooking.Asked && candidate.RoomAskedAt < now - Silence
               select (appointment.Id, candidate),
        ];
    }

    private static Instant Next(string zoneId, Instant now)
    {
        var zone = DateTimeZoneProviders.Tzdb[zoneId];
        var today = now.InZone(zone).Date;
        var tonight = zone.InstantOf(today + Night);
        return tonight > now ? tonight : zone.InstantOf(today.PlusDays(1) + Night);
    }
}
