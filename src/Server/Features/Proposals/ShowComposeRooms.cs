using Hidori.Domain;
using Hidori.Domain.Availability;
using Hidori.Domain.Rooms;
using Hidori.Domain.Time;
using Hidori.Server.Outside;
using Hidori.Server.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Features.Proposals;

/// <summary>Reads the rooms that can be chosen, and how each stands at each candidate (SPEC M15).</summary>
public sealed class ShowComposeRooms(Db db, LiveRooms live)
{
    public async Task<ComposeRooms?> RunAsync(ComposeForm form, CancellationToken ct)
    {
        var all = await db.Rooms.AsNoTracking().Where(r => r.IsActive).ToListAsync(ct);
        if (all.Count == 0)
            return null;
        var chosen = form.Rooms.Values.OfType<RoomId>().ToHashSet();
        // A room that was chosen stays on the list, whatever is filtered since.
        var shown = all.Where(r => chosen.Contains(r.Id) || (form.RoomNeed.IsMetBy(r) && (form.RoomBuilding.Length == 0 || r.Building == form.RoomBuilding)))
            .OrderBy(r => r.Building, StringComparer.Ordinal).ThenBy(r => r.Capacity ?? int.MaxValue).ThenBy(r => r.Name, StringComparer.Ordinal).ToList();
        var times = form.Candidates.Select(form.IntervalOf).Where(t => t.Duration > Duration.Zero).ToList();
        IReadOnlyDictionary<RoomId, RoomTimes> known = times.Count == 0
            ? new Dictionary<RoomId, RoomTimes>()
            : await live.ReadAsync(shown, Intervals.Around(times), form.MainHost, ct);
        return new ComposeRooms(
            [
                .. shown.Select(r => new ComposeRoom(
                    r.Id.ToString(), r.Name, r.Building, r.Capacity, r.Equipment,
                    [
                        .. form.Candidates.Select(c => form.HeldRooms.GetValueOrDefault(c) == r.Id
                            ? RoomStanding.Free
                            : known.GetValueOrDefault(r.Id)?.At(form.IntervalOf(c)) ?? RoomStanding.Unknown),
                    ],
                    (known.GetValueOrDefault(r.Id)?.Busy as BusyTimes.Unknown)?.Reason)),
            ],
            [.. form.Candidates.Select(c => form.Rooms.GetValueOrDefault(c)?.ToString() ?? "")],
            [.. all.Select(r => r.Building).Where(b => b.Length > 0).Distinct().Order(StringComparer.Ordinal)],
            [.. all.SelectMany(r => r.Equipment).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)],
            [.. form.RoomNeed.Equipment]);
    }
}

/// <summary>The rooms of the compose screen.</summary>
/// <param name="Rooms">What the filters leave.</param>
/// <param name="Chosen">The room of each candidate by id, in the order of the list; empty for none.</param>
/// <param name="Wanted">The equipment that is asked for.</param>
public sealed record ComposeRooms(
    IReadOnlyList<ComposeRoom> Rooms,
    IReadOnlyList<string> Chosen,
    IReadOnlyList<string> Buildings,
    IReadOnlyList<string> Equipment,
    IReadOnlyList<string> Wanted);

/// <param name="At">How it stands at each candidate, in the order of the list.</param>
/// <param name="Unknown">Why its mailbox cannot be read; null when it can.</param>
public sealed record ComposeRoom(
    string Id, string Name, string Building, int? Capacity, IReadOnlyList<string> Equipment, IReadOnlyList<RoomStanding> At,
    UnknownReason? Unknown);
