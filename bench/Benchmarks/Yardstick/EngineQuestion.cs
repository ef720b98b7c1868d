using Hidori.Domain;
using Hidori.Domain.Availability;
using NodaTime;

namespace Hidori.Benchmarks.Yardstick;

/// <summary>The yardstick's questions in the words of the product's engine.</summary>
public static class EngineQuestion
{
    public static SlotQuestion Of(Question question)
    {
        var rules = question.Rules;
        var zones = question.Hosts.Select(h => h.Zone).Distinct().ToList();
        var hours = zones.ToDictionary(z => z, OfficeHours);
        var first = Generators.Base.InUtc().Date;
        return new SlotQuestion(
            new BookingRules(
                zones.Count == 1 ? hours[zones[0]] : BookingHours.Always(DateTimeZone.Utc),
                new BookingLimits
                {
                    Step = Duration.FromMinutes(rules.GridMinutes),
                    PeopleBuffers = new(Duration.FromMinutes(rules.BufferBeforeMinutes), Duration.FromMinutes(rules.BufferAfterMinutes)),
                    PerDay = rules.DailyCap > 0 ? rules.DailyCap : null,
                },
                question.Attendance == Attendance.AnyOne ? new AttendanceRule.AnyOne() : new AttendanceRule.Everyone()),
            Duration.FromMinutes(rules.DurationMinutes),
            [
                .. question.Hosts.Select((h, i) => new HostBusy(
                    new MemberId(Numbered(i)), IndexOf(h.Busy), zones.Count == 1 ? null : hours[h.Zone])),
            ],
            [.. question.Rooms.Select((r, i) => new RoomBusy(new RoomId(Numbered(i)), IndexOf(r.Busy)))],
            rules.DailyCap > 0 ? new PageBookings(question.Hosts[0].Busy.Select(b => new PageBooking(InstantOf(b.Start), []))) : PageBookings.None,
            Generators.Base - Duration.FromDays(1),
            first,
            first.PlusDays(rules.Days - 1));
    }

    public static BusyIndex IndexOf(MinuteInterval[] busy) => BusyIndex.Of(TimesOf(busy), [], BusyPolicy.Usual);

    public static BusyTimes TimesOf(MinuteInterval[] busy) => new BusyTimes.Known(
        [.. busy.Select(b => new BusyEntry(new Interval(InstantOf(b.Start), InstantOf(b.End)), BusyKind.Busy, "", null, null))],
        Generators.Base);

    /// <summary>The engine's answer in minutes since the base.</summary>
    public static int[] StartsOf(SlotQuestion question)
    {
        var zero = (int)(Generators.Base.ToUnixTimeSeconds() / 60);
        return [.. SlotFinder.Find(question).Minutes.ToArray().Select(m => m - zero)];
    }

    private static BookingHours OfficeHours(ZoneTable zone)
    {
        IReadOnlyList<HoursRange> nineToFive = [new(new LocalTime(9, 0), new LocalTime(17, 0))];
        return new BookingHours(
            DateTimeZoneProviders.Tzdb[zone.ZoneId],
            Enumerable.Range(1, 5).ToDictionary(d => (IsoDayOfWeek)d, _ => nineToFive),
            HolidayRule.AsUsual);
    }

    private static Instant InstantOf(int minute) => Generators.Base + Duration.FromMinutes(minute);

    private static Guid Numbered(int number) => new(number + 1, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);
}
