namespace Hidori.Domain.Outside;

/// <summary>What an attendee answered to a meeting's invitation (RFC 5545 PARTSTAT).</summary>
public enum AttendeeAnswer
{
    /// <summary>Nothing yet, or nothing that is known.</summary>
    None,
    Accepted,
    Tentative,
    Declined,

    /// <summary>Needs no answer: the meeting is theirs.</summary>
    Organizer,
}
