using NodaTime;

namespace Hidori.Domain.Rooms;

/// <summary>Where a room of the catalogue comes from.</summary>
public enum RoomSource
{
    /// <summary>The organization's own directory of places names it.</summary>
    Directory,

    /// <summary>An administrator typed its address, because the directory may not be read.</summary>
    ByHand,
}

/// <summary>What is known of a room besides its address.</summary>
/// <param name="Name">As people call it.</param>
/// <param name="Building">Empty when nobody said.</param>
/// <param name="Floor">As it is written at the lift: 3, B1; empty when nobody said.</param>
/// <param name="Capacity">Seats; null when nobody said.</param>
/// <param name="Equipment">Words for what stands in it, such as モニター.</param>
public sealed record RoomFacts(
    string Name, string Building, string Floor, int? Capacity, IReadOnlyList<string> Equipment);

/// <summary>会議室: a resource mailbox that answers invitations by its own rules.</summary>
/// <remarks>
/// It is only ever invited, never written to: its mailbox would not see what stands in it by another way, and two
/// meetings would be accepted for one time (reference/graph.md §8).
/// </remarks>
public sealed class Room
{
    private Room() { }

    public Room(OrganizationId organization, string address, RoomFacts facts, RoomSource source, Instant now)
    {
        Id = RoomId.New();
        Organization = organization;
        Address = address.ToLowerInvariant();
        Source = source;
        Listed = source == RoomSource.Directory ? facts : null;
        IsActive = true;
        CreatedAt = now;
        Become(facts);
    }

    public RoomId Id { get; private set; }
    public OrganizationId Organization { get; private set; }

    /// <summary>SMTP address of its mailbox, lower case: what invitations and free/busy go by.</summary>
    public string Address { get; private set; } = "";

    public string Name { get; private set; } = "";
    public string Building { get; private set; } = "";
    public string Floor { get; private set; } = "";
    public int? Capacity { get; private set; }
    public IReadOnlyList<string> Equipment { get; private set; } = [];
    public RoomSource Source { get; private set; }

    /// <summary>False: offered for nothing new. What it is booked for stays.</summary>
    public bool IsActive { get; private set; }

    /// <summary>What the directory said when it was last read; null for a room entered by hand.</summary>
    public RoomFacts? Listed { get; private set; }

    public Instant CreatedAt { get; private set; }

    public RoomFacts Facts => new(Name, Building, Floor, Capacity, Equipment);

    /// <summary>The administrator's word, which later readings of the directory leave alone.</summary>
    public void Edit(RoomFacts facts) => Become(facts);

    /// <summary>
    /// The directory was read again. What it says anew is taken over where nobody has changed it by hand since.
    /// </summary>
    public void Refresh(RoomFacts listed)
    {
        var before = Listed;
        Become(new RoomFacts(
            IsUntouched(before?.Name, Name) ? listed.Name : Name,
            IsUntouched(before?.Building, Building) ? listed.Building : Building,
            IsUntouched(before?.Floor, Floor) ? listed.Floor : Floor,
            before is null ? Capacity ?? listed.Capacity : before.Capacity == Capacity ? listed.Capacity : Capacity,
            (before is null ? Equipment.Count == 0 : before.Equipment.SequenceEqual(Equipment)) ? listed.Equipment : Equipment));
        Listed = listed;
        Source = RoomSource.Directory;
    }

    public void Offer(bool isActive) => IsActive = isActive;

    /// <summary>For a room that was typed first and found in the directory later, only gaps are filled.</summary>
    private static bool IsUntouched(string? before, string now) => before is null ? now.Length == 0 : before == now;

    private void Become(RoomFacts facts)
    {
        Name = facts.Name;
        Building = facts.Building;
        Floor = facts.Floor;
        Capacity = facts.Capacity;
        Equipment = facts.Equipment;
    }
}
