namespace Hidori.Domain.Rooms;

/// <summary>What a room must offer to do for a meeting.</summary>
/// <param name="Seats">At least so many; 0 when it does not matter.</param>
/// <param name="Equipment">All of these.</param>
public sealed record RoomNeed(int Seats, IReadOnlyList<string> Equipment)
{
    public static readonly RoomNeed Any = new(0, []);

    /// <summary>A room whose size nobody wrote down may do; it is only never preferred.</summary>
    public bool IsMetBy(Room room) =>
        (room.Capacity is not { } seats || seats >= Seats)
        && Equipment.All(wanted => room.Equipment.Contains(wanted, StringComparer.OrdinalIgnoreCase));

    /// <summary>The rooms that would do in place of one that cannot be had, the most alike first (SPEC M17).</summary>
    /// <param name="lost">The room that was wanted; null when none was.</param>
    /// <remarks>
    /// Same building before another, what stood in the lost room before less, known size before unknown, and of the rest
    /// the smallest, so that large rooms stay free for those who need them.
    /// </remarks>
    public IReadOnlyList<Room> Instead(IEnumerable<Room> rooms, Room? lost) =>
    [
        .. rooms.Where(r => r.IsActive && r.Id != lost?.Id && IsMetBy(r))
            .OrderByDescending(r => lost is not null && string.Equals(r.Building, lost.Building, StringComparison.OrdinalIgnoreCase))
            .ThenByDescending(r => lost is null || lost.Equipment.All(e => r.Equipment.Contains(e, StringComparer.OrdinalIgnoreCase)))
            .ThenBy(r => r.Capacity ?? int.MaxValue)
            .ThenBy(r => r.Name, StringComparer.Ordinal)
            .ThenBy(r => r.Id.Value),
    ];
}
