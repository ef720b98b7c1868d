using Hidori.Domain.Time;
using NodaTime;

namespace Hidori.Domain.Appointments;

/// <summary>A stretch of one host's or room's time that Hidori has taken: one row of the agenda (枠の台帳).</summary>
/// <remarks>Fixed ones never overlap: the domain checks and the database refuses (SPEC X2). Holds may overlap.</remarks>
public sealed class TakenTime
{
    private TakenTime() { }

    public TakenTime(
        OrganizationId organization, AgendaId whose, AppointmentId appointment, CandidateId candidate,
        Instant start, Instant end, bool isFixed, BookingPageId? page = null)
    {
        Organization = organization;
        Whose = whose;
        Appointment = appointment;
        Candidate = candidate;
        Start = start;
        End = end;
        IsFixed = isFixed;
        Page = page;
    }

    public OrganizationId Organization { get; private set; }
    public AgendaId Whose { get; private set; }
    public AppointmentId Appointment { get; private set; }
    public CandidateId Candidate { get; private set; }
    public Instant Start { get; private set; }
    public Instant End { get; private set; }

    /// <summary>True for an appointment's time, false for a hold's.</summary>
    public bool IsFixed { get; private set; }

    /// <summary>The booking page it was booked on, whose caps count it; null for a proposal's.</summary>
    public BookingPageId? Page { get; private set; }

    public Interval Time => new(Start, End);

    /// <summary>Whether somebody else's fixed appointment stands in the way of a time.</summary>
    public bool Blocks(AppointmentId asking, Interval time) =>
        IsFixed && Appointment != asking && Time.Overlaps(time);

    /// <summary>Brings a row of the same place up to date.</summary>
    public void Become(TakenTime other)
    {
        Start = other.Start;
        End = other.End;
        IsFixed = other.IsFixed;
    }
}
