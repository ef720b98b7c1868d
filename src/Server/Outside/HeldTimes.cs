using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Availability;
using Hidori.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hidori.Server.Outside;

/// <summary>
/// Our own holds among what calendars show. One that was written as 予定あり (SPEC P8) looks like a meeting there, and is
/// in nobody's way all the same: the first confirmed takes the time.
/// </summary>
public static class HeldTimes
{
    public static IEnumerable<BusyEntry> Mark(IEnumerable<BusyEntry> entries, IEnumerable<TakenTime> taken)
    {
        var held = taken.Where(t => !t.IsFixed).Select(t => (t.Appointment, t.Candidate)).ToHashSet();
        return entries.Select(e => e.Ours is { } key && held.Contains((key.Appointment, key.Candidate)) ? e with { Kind = BusyKind.Tentative } : e);
    }

    public static async Task<IReadOnlyDictionary<MemberId, BusyTimes>> MarkAsync(
        Db db, IReadOnlyDictionary<MemberId, BusyTimes> busy, CancellationToken ct)
    {
        var asked = busy.Values.OfType<BusyTimes.Known>().SelectMany(k => k.Entries)
            .Where(e => e is { Ours: not null, Kind: BusyKind.Busy }).Select(e => e.Ours!.Value.Appointment).Distinct().ToList();
        if (asked.Count == 0)
            return busy;
        var held = await db.TakenTimes.AsNoTracking().Where(t => asked.Contains(t.Appointment) && !t.IsFixed).ToListAsync(ct);
        return busy.ToDictionary(b => b.Key, b => b.Value is BusyTimes.Known known ? known with { Entries = [.. Mark(known.Entries, held)] } : b.Value);
    }
}
