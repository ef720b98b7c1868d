using Hidori.Domain.Rooms;

namespace Hidori.Integrations;

/// <summary>The organization's own list of rooms, where the vendor keeps one and lets us read it.</summary>
public interface IRoomDirectory
{
    /// <summary>The vendor this adapter speaks to.</summary>
    ProviderKind Kind { get; }

    /// <summary>Every room that the directory names, to its last page.</summary>
    /// <exception cref="PermissionLostException">
    /// Nobody consented to reading it. Says nothing about the connection, which reads and writes calendars as before.
    /// </exception>
    /// <exception cref="ProviderException">The directory cannot be read now.</exception>
    Task<IReadOnlyList<ListedRoom>> ReadAsync(Connection via, CancellationToken ct);
}

/// <summary>A room as the directory names it.</summary>
/// <param name="Address">SMTP address of its mailbox, lower case.</param>
public sealed record ListedRoom(string Address, RoomFacts Facts);
