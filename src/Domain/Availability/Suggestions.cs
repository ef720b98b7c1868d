using Hidori.Domain.Time;
using NodaTime;

namespace Hidori.Domain.Availability;

/// <summary>What times are to be suggested for.</summary>
/// <param name="Hosts">What is known of each one who takes part. Who is unknown takes nothing away: whoever shows the times must say so.</param>
/// <param name="Working">The working hours of each one who takes part, around the dates looked at; half-open.</param>
/// <param name="Marked">Times that are candidates already; half-open.</param>
/// <param name="NotBefore">No suggestion starts earlier.</param>
/// <param name="First">The first date looked at, in <paramref name="Zone"/>.</param>
/// <param name="Last">The last date looked at, in <paramref name="Zone"/>.</param>
/// <param name="Length">More than nothing.</param>
/// <param name="Count">At most so many.</param>
public sealed record SuggestionRequest(
    IReadOnlyCollection<BusyTimes> Hosts,
    IReadOnlyCollection<IReadOnlyList<Interval>> Working,
    IReadOnlyCollection<Interval> Marked,
    Instant NotBefore,
    LocalDate First,
    LocalDate Last,
    DateTimeZone Zone,
    Duration Length,
    int Count);

/// <summary>空き時間から候補を提案: times that suit every host whose calendar is known, as a considerate person would pick them.</summary>
/// <remarks>
/// Every time is free by the usual policy (SPEC M20), within everybody's working hours. Among those, one after
/// another is taken that costs least: first other days, then mornings and afternoons in turn, no lunch hours, room to
/// breathe around other entries, soon, and at round hours. The same question has the same answer.
/// </remarks>
public static class Suggestions
{
    private const int StepMinutes = 30;
    private const int StepsADay = 24 * 60 / StepMinutes;
    private static readonly Duration Breath = Duration.FromMinutes(15);
    private static readonly LocalTime Noon = new(12, 0);
    private static readonly LocalTime AfterLunch = new(13, 0);

    /// <returns>In order of time; fewer than asked for when no more are free.</returns>
    public static IReadOnlyList<Interval> For(SuggestionRequest request)
    {
        var free = FreeStarts(request).ToList();
        var taken = request.Marked.ToList();
        var chosen = new List<Interval>();
        while (chosen.Count < request.Count && free.Count > 0)
        {
            var best = free.MinBy(f => (f.Cost + CostBeside(f.Time, taken, request.Zone), f.Time.Start));
            chosen.Add(best.Time);
            taken.Add(best.Time);
            free.RemoveAll(f => f.Time.Overlaps(best.Time));
        }

        return [.. chosen.OrderBy(c => c.Start)];
    }

    private static IEnumerable<(Interval Time, int Cost)> FreeStarts(SuggestionRequest request)
    {
        var blocking = request.Hosts.OfType<BusyTimes.Known>()
            .SelectMany(h => h.Entries).Where(BusyPolicy.Usual.Blocks).Select(e => e.Time).ToList();
        var workingDays = 0;
        for (var date = request.First; date <= request.Last; date = date.PlusDays(1))
        {
            var starts = StartsOf(date, request).ToList();
            if (starts.Count == 0)
                continue;
            workingDays++;
            foreach (var (start, time) in starts)
            {
                if (time.Start >= request.NotBefore && !blocking.Exists(b => b.Overlaps(time)) && !request.Marked.Any(m => m.Overlaps(time)))
                    yield return (time, workingDays + CostOf(start, time, blocking, request.Zone));
            }
        }
    }

    /// <summary>The starts of one date from which the whole time is within everybody's working hours.</summary>
    private static IEnumerable<(LocalDateTime Start, Interval Time)> StartsOf(LocalDate date, SuggestionRequest request) =>
        from n in Enumerable.Range(0, StepsADay)
        let start = date.AtMidnight().PlusMinutes(n * StepMinutes)
        let begins = request.Zone.InstantOf(start)
        let time = new Interval(begins, begins + request.Length)
        where request.Working.All(hours => hours.Any(h => h.Start <= time.Start && time.End <= h.End))
        select (start, time);

    /// <summary>What a time costs by itself.</summary>
    private static int CostOf(LocalDateTime start, Interval time, List<Interval> blocking, DateTimeZone zone)
    {
        var preferred = start.TimeOfDay < Noon ? 10 : 14;
        var around = new Interval(time.Start - Breath, time.End + Breath);
        return Math.Abs(start.Hour - preferred)
            + (start.Minute == 0 ? 0 : 2)
            + (blocking.Exists(b => b.Overlaps(around)) ? 5 : 0)
            + (IsOverLunch(start, time.End.InZone(zone).LocalDateTime) ? 40 : 0);
    }

    /// <summary>What it costs beside what is taken already.</summary>
    private static int CostBeside(Interval time, List<Interval> taken, DateTimeZone zone)
    {
        var (date, isMorning) = HalfDay(time, zone);
        var halves = taken.Select(t => HalfDay(t, zone)).ToList();
        var sameHalf = halves.Count(h => h.IsMorning == isMorning);
        return 100 * halves.Count(h => h.Date == date) + 10 * Math.Max(0, 2 * sameHalf - halves.Count);
    }

    private static bool IsOverLunch(LocalDateTime start, LocalDateTime end) =>
        start < start.Date + AfterLunch && start.Date + Noon < end;

    private static (LocalDate Date, bool IsMorning) HalfDay(Interval time, DateTimeZone zone)
    {
        var start = time.Start.InZone(zone).LocalDateTime;
        return (start.Date, start.TimeOfDay < Noon);
    }
}
