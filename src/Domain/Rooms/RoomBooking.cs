namespace Hidori.Domain.Rooms;

/// <summary>How far a candidate's room is (SPEC M17). Only <see cref="Accepted"/> counts as booked.</summary>
public enum RoomBooking
{
    /// <summary>No room is wanted.</summary>
    None,

    /// <summary>Chosen, but asked only when the guest has decided: this proposal holds no rooms.</summary>
    Planned,

    /// <summary>Invited; its mailbox has not answered.</summary>
    Asked,

    /// <summary>Its mailbox says "perhaps": a delegate decides, hours later.</summary>
    Tentative,

    /// <summary>Its mailbox accepted: booked.</summary>
    Accepted,

    /// <summary>It declined, or was taken: another that would do is being looked for.</summary>
    Sought,

    /// <summary>No other room was found: people decide.</summary>
    Lost,
}

/// <summary>What a room's mailbox says to an invitation.</summary>
public enum RoomAnswer
{
    /// <summary>Nothing, or nothing any more: its entry was moved or made anew, and the question with it.</summary>
    None,
    Tentative,
    Accepted,
    Declined,
}

/// <summary>Why a room cannot be taken.</summary>
public enum RoomRefusal
{
    /// <summary>The appointment's state does not allow it (any more), or it was another room by now.</summary>
    NotInThisState,

    /// <summary>The room has another appointment of ours at that time.</summary>
    RoomTaken,

    /// <summary>No such room, or it is not offered any more.</summary>
    RoomUnknown,

    /// <summary>Too many people are deciding at this moment; nothing was changed.</summary>
    Busy,
}
