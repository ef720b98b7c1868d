using Hidori.Domain.Time;
using NodaTime;

namespace Hidori.Domain.Appointments;

/// <summary>How the moment of a リマインド is counted.</summary>
public enum UpcomingUnit
{
    /// <summary>So many days before, at a time of day.</summary>
    Days,

    /// <summary>So many hours before.</summary>
    Hours,
}

/// <summary>リマインド: guests are told once more of a fixed time, shortly before it (SPEC B11).</summary>
/// <param name="Amount">Of <paramref name="Unit"/>; at least 1.</param>
/// <param name="At">By the clock on the wall of the appointment's zone; counts for days alone.</param>
/// <param name="Text">In the hosts' own words, below ours; may be empty.</param>
public sealed record UpcomingNotice(UpcomingUnit Unit, int Amount, LocalTime At, string Text)
{
    public const int MostDays = 14;
    public const int MostHours = 72;
    public const int LongestText = 1000;

    /// <summary>The day before at 17:00.</summary>
    public static readonly UpcomingNotice Usual = new(UpcomingUnit.Days, 1, new LocalTime(17, 0), "");

    /// <summary>A host has switched it off for one appointment; of a page, where there is none instead, it says nothing.</summary>
    public bool IsOff { get; init; }

    public bool IsFit => Amount >= 1 && Amount <= (Unit == UpcomingUnit.Days ? MostDays : MostHours) && Text.Length <= LongestText;

    /// <summary>When it is to be sent.</summary>
    public Instant DueAt(Instant start, DateTimeZone zone) => Unit switch
    {
        UpcomingUnit.Days => zone.InstantOf(start.InZone(zone).Date.PlusDays(-Amount) + At),
        UpcomingUnit.Hours => start - Duration.FromHours(Amount),
    };
}
