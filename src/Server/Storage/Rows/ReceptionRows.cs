using Hidori.Domain;
using NodaTime;

namespace Hidori.Server.Storage.Rows;

/// <summary>受付コード in use (SPEC V1): of one organization's open visits no two have the same.</summary>
public sealed class ReceptionCodeRow
{
    public OrganizationId Organization { get; set; }

    /// <summary>Six digits.</summary>
    public string Code { get; set; } = "";

    /// <summary>Whose it is. Changes hands only once it is over, and then once.</summary>
    public AppointmentId Appointment { get; set; }

    /// <summary>The end of the visit's day; from then on anybody may be given the code.</summary>
    public Instant EndsAt { get; set; }
}
