using NodaTime;

namespace Hidori.Domain.Appointments;

/// <summary>催促: guests who have not answered are asked once more (SPEC P3).</summary>
public sealed partial class Appointment
{
    /// <summary>So long before the deadline Hidori reminds by itself.</summary>
    public static readonly Duration ReminderLead = Duration.FromDays(2);

    /// <summary>A host may remind no oftener.</summary>
    public static readonly Duration ReminderPause = Duration.FromDays(1);

    /// <summary>自動で催促する.</summary>
    public bool Reminds { get; private set; }

    /// <summary>When Hidori reminds by itself; null when it does not (any more).</summary>
    public Instant? ReminderDueAt { get; private set; }

    /// <summary>When the guests were last reminded of the candidates that are out.</summary>
    public Instant? RemindedAt { get; private set; }

    /// <summary>Whether there is anybody who was asked by mail and has not answered.</summary>
    public bool AwaitsAnswerByMail(Instant now) =>
        State == AppointmentState.Open && InvitesByMail && InvitationWasTold && now < Deadline;

    /// <summary>From when on a host may remind (again).</summary>
    public Instant? RemindableFrom => RemindedAt + ReminderPause;

    /// <summary>The time has come. What else is still to be told goes first, so that one mail does not overtake the other.</summary>
    public bool ReminderIsDue(Instant now) =>
        AwaitsAnswerByMail(now) && ReminderDueAt <= now && AnnouncedRevision >= Revision;

    /// <summary>今すぐ催促, or by itself when it is due. At most once a day.</summary>
    public Result<Done, ChangeRefusal> Remind(Instant now)
    {
        if (!AwaitsAnswerByMail(now))
            return ChangeRefusal.NotInThisState;
        if (now < RemindableFrom)
            return ChangeRefusal.TooSoon;

        RemindedAt = now;
        // Asked a day ago at the latest, nobody needs to be asked again.
        if (ReminderDueAt < now + ReminderPause)
            ReminderDueAt = null;
        Tell(Announcement.Reminder, now);
        return Done.Value;
    }

    /// <summary>自動で催促する, or not.</summary>
    public Result<Done, ChangeRefusal> SwitchReminder(bool isOn, Instant now)
    {
        if (State != AppointmentState.Open)
            return ChangeRefusal.NotInThisState;
        if (Reminds == isOn)
            return Done.Value;

        Reminds = isOn;
        PlanReminder(now);
        Touch(now);
        return Done.Value;
    }

    /// <summary>None when the deadline is nearer than that already, nor a second one for the same candidates.</summary>
    private void PlanReminder(Instant now) =>
        ReminderDueAt = Reminds && RemindedAt is null && Deadline - ReminderLead is var due && due > now ? due : null;
}
