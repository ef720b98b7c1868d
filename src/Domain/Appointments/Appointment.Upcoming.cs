using NodaTime;

namespace Hidori.Domain.Appointments;

/// <summary>リマインド of a fixed time, for whatever flow it came from (SPEC B11).</summary>
/// <remarks>It states what was told already and decides nothing: <see cref="Revision"/> stays.</remarks>
public sealed partial class Appointment
{
    /// <summary>As it was settled when the time was fixed; null for none.</summary>
    public UpcomingNotice? Upcoming { get; private set; }

    /// <summary>When it is to be sent; null when there is none (any more), or it is off.</summary>
    public Instant? UpcomingDueAt { get; private set; }

    /// <summary>The time has come, and has not run out. What else is still to be told goes first.</summary>
    public bool UpcomingIsDue(Instant now) => UpcomingDueAt <= now && UpcomingIsAhead(now) && AnnouncedRevision >= Revision;

    /// <summary>When to look whether it is due; null when there is nothing to wait for.</summary>
    public Instant? UpcomingLookAt(Instant now) => UpcomingDueAt > now && UpcomingIsAhead(now) ? UpcomingDueAt : null;

    /// <summary>Whether a host can switch it: its moment is ahead, whether it is to be sent or not.</summary>
    public bool CanSwitchUpcoming(Instant now) => UpcomingIsAhead(now) && UpcomingMoment > now;

    /// <summary>リマインドを送る, or not, for this appointment alone. It stays so when the time moves.</summary>
    public Result<Done, ChangeRefusal> SwitchUpcoming(bool isOn, Instant now)
    {
        if (!CanSwitchUpcoming(now))
            return ChangeRefusal.NotInThisState;
        if (Upcoming!.IsOff == !isOn)
            return Done.Value;

        Upcoming = Upcoming with { IsOff = !isOn };
        PlanUpcoming(now);
        Touch(now);
        return Done.Value;
    }

    /// <summary>Its mails are queued.</summary>
    public void NoteUpcomingTold(Instant now)
    {
        UpcomingDueAt = null;
        Touch(now);
    }

    private bool UpcomingIsAhead(Instant now) => State == AppointmentState.Confirmed && now < Chosen!.Start;

    /// <summary>For the time that was just fixed. None when its moment has passed by then: nobody is reminded of what they did just now.</summary>
    private void PlanUpcoming(Instant now) =>
        UpcomingDueAt = Upcoming is { IsOff: false } && UpcomingMoment is { } due && due > now ? due : null;

    private Instant? UpcomingMoment => Upcoming?.DueAt(Chosen!.Start, DateTimeZoneProviders.Tzdb[ZoneId]);
}
