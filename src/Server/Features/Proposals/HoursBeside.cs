using Hidori.Domain.Time;
using Hidori.Server.Ui;
using NodaTime;

namespace Hidori.Server.Features.Proposals;

/// <summary>The guest's clock beside the hours of the grid (SPEC P1).</summary>
/// <param name="Hours">What the guest's clock says at each hour from 0 to 23 of the week's first day, in words.</param>
public sealed record HoursBeside(string ZoneName, IReadOnlyList<string> Hours)
{
    /// <summary>Of the first guest whose clock is not the grid's; null where all clocks agree.</summary>
    public static HoursBeside? Of(IEnumerable<string> guests, DateTimeZone grid, LocalDate monday)
    {
        var hours = Enumerable.Range(0, 24).Select(h => monday + new LocalTime(h, 0)).ToList();
        foreach (var zone in guests)
        {
            var there = hours.Select(h => grid.InstantOf(h).In(zone)).ToList();
            if (!there.SequenceEqual(hours))
                return new HoursBeside(Dates.ZoneName(zone), [.. there.Select(t => Words(t, monday))]);
        }

        return null;
    }

    private static string Words(LocalDateTime there, LocalDate here) =>
        there.Date < here ? Text.Of("DayBefore", Dates.Time(there.TimeOfDay))
        : there.Date > here ? Text.Of("DayAfter", Dates.Time(there.TimeOfDay))
        : Dates.Time(there.TimeOfDay);
}
