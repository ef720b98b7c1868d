using Hidori.Domain;
using NodaTime;

namespace Hidori.Server.Storage.Rows;

/// <summary>One thing that was seen of a room, for the room doctor. The newest few hundred of each room are kept.</summary>
public sealed class RoomObservationRow
{
    public Guid Id { get; set; }
    public OrganizationId Organization { get; set; }
    public RoomId Room { get; set; }
    public Instant At { get; set; }
    public RoomSign Sign { get; set; }

    /// <summary>The appointment it was seen with; null for what the nightly look saw.</summary>
    public AppointmentId? Appointment { get; set; }

    /// <summary>The time that was asked for; null when none was.</summary>
    public Instant? Start { get; set; }

    public Instant? End { get; set; }

    /// <summary>How long the answer took, in seconds; null when it is no answer.</summary>
    public long? AfterSeconds { get; set; }
}

/// <summary>What a room was seen to do.</summary>
public enum RoomSign
{
    Accepted,

    /// <summary>Declined a time that was free.</summary>
    Declined,

    /// <summary>Declined a time that something else has taken: as it should be.</summary>
    DeclinedAsTaken,

    /// <summary>Left to a delegate.</summary>
    Tentative,

    /// <summary>Has not answered for hours.</summary>
    Silent,

    /// <summary>Its free/busy was read.</summary>
    Readable,

    /// <summary>The mailbox does not let its free/busy be read.</summary>
    Unreadable,

    /// <summary>No mailbox answers to the address.</summary>
    NotFound,

    /// <summary>The directory of places no longer names it.</summary>
    NotListed,
}
