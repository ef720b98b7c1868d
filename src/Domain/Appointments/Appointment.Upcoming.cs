using NodaTime;

namespace Hidori.Domain.Appointments;

/// <summary>リマインド of a fixed time, for whatever flow it came from (SPEC B11).</summary>
/// <remarks>It states what was told already and decides nothing: <see cref="Revision"/> stays.</remarks>
public sealed partial class Appointment
{
    /// <summary>As it was settled when the time was fixed; null for none.</summary>
    public UpcomingNotice? Upcoming { get; private set; }

    /// <summary>When it is to be sent; null when there is none (any more).</summary>
    public Instant? UpcomingDueAt { get; private set; }

    /// <summary>The time has come, and has not run out. What else is still to be told goes first.</summary>
    public bool UpcomingIsDue(Instant now) => UpcomingDueAt <= now && UpcomingIsAhead(now) && AnnouncedRevision >= Revision;

    /// <summary>When to look whether it is due; null when there is nothing to wait for.</summary>
    public Instant? UpcomingLookAt(Instant now) => UpcomingDueAt > now && UpcomingIsAhead(now) ? UpcomingDueAt : null;

    /// <summary>Its mails are queued.</summary>
    public void NoteUpcomingTold(Instant now)
    {
        UpcomingDueAt = null;
        Touch(now);
    }

    private bool UpcomingIsAhead(Instant now) => State == AppointmentState.Confirmed && now < Chosen!.Start;

    /// <summary>For the time that was just fixed. None when its moment has passed by then: nobody is reminded of what they did just now.</summary>
    private void PlanUpcoming(Instant now) =>
        UpcomingDueAt = Upcoming?.DueAt(Chosen!.Start, DateTimeZoneProviders.Tzdb[ZoneId]) is { } due && due > now ? due : null;
}
