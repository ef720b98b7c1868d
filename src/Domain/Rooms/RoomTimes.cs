using Hidori.Domain.Appointments;
using Hidori.Domain.Availability;
using Hidori.Domain.Time;
using NodaTime;

namespace Hidori.Domain.Rooms;

/// <summary>What is known of one room at one time.</summary>
public enum RoomStanding
{
    Free,

    /// <summary>Something that is not ours stands there.</summary>
    Busy,

    /// <summary>Another proposal of ours holds it: the first confirmed has it.</summary>
    Held,

    /// <summary>Another appointment of ours has it.</summary>
    Taken,

    /// <summary>Its mailbox cannot be read now. Never counted as free (SPEC M21).</summary>
    Unknown,
}

/// <summary>A room's time: what its mailbox shows, and what we have taken of it ourselves.</summary>
/// <param name="Ours">The room's agenda, holds and fixed times.</param>
public sealed record RoomTimes(BusyTimes Busy, IReadOnlyCollection<TakenTime> Ours)
{
    /// <summary>How the room stands within a half-open time, for an appointment whose own times do not count.</summary>
    /// <remarks>
    /// Our agenda is asked first: it knows of a booking before the mailbox shows it, and it can say whose it is.
    /// </remarks>
    public RoomStanding At(Interval time, AppointmentId? asking = null)
    {
        var others = Ours.Where(t => t.Appointment != asking && t.Time.Overlaps(time)).ToList();
        if (others.Exists(t => t.IsFixed))
            return RoomStanding.Taken;
        if (others.Count > 0)
            return RoomStanding.Held;
        return Busy switch
        {
            BusyTimes.Known known => known.Within(time).Any() ? RoomStanding.Busy : RoomStanding.Free,
            _ => RoomStanding.Unknown,
        };
    }
}
