using Hidori.Domain;
using Hidori.Domain.Rooms;
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

    public RoomSighting ForDiagnosis() => new(
        Sign, At, Start is { } start && End is { } end ? new Interval(start, end) : null,
        AfterSeconds is { } seconds ? Duration.FromSeconds(seconds) : null);
}
