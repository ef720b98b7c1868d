using NodaTime;

namespace Hidori.Integrations.Ics;

/// <summary>What the calendar object asks of the recipient's calendar (RFC 5546).</summary>
public enum InvitationMethod
{
    /// <summary>Put it in, or bring it up to date.</summary>
    Request,

    /// <summary>Take it out.</summary>
    Cancel,
}

/// <summary>A person in an invitation.</summary>
public sealed record InvitedPerson(string Name, string Address);

/// <summary>An appointment as the guest's calendar shall know it.</summary>
/// <param name="Uid">Fixed for the appointment's life (RFC 5545 §3.8.4.7); a later object of the same UID replaces this one.</param>
/// <param name="Sequence">The appointment's revision (RFC 5545 §3.8.7.4); a cancellation's must be higher (SPEC A3).</param>
/// <param name="Time">Half-open, UTC.</param>
/// <param name="Description">Plain text, complete with the join link.</param>
/// <param name="Place">Where it is, or empty.</param>
/// <param name="Address">The page or meeting to open, or null.</param>
/// <param name="Organizer">The main host.</param>
/// <param name="Guests">Whoever the object is for; they have agreed already.</param>
public sealed record Invitation(
    InvitationMethod Method,
    string Uid,
    int Sequence,
    Interval Time,
    string Summary,
    string Description,
    string Place,
    Uri? Address,
    InvitedPerson Organizer,
    IReadOnlyList<InvitedPerson> Guests);
