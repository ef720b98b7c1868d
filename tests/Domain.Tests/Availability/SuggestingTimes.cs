using CsCheck;
using Hidori.Domain.Availability;
using Hidori.Domain.Time;
using NodaTime;
using NodaTime.Text;
using Xunit;

namespace Hidori.Domain.Tests.Availability;

/// <summary>空き時間から候補を提案 (SPEC P1).</summary>
public sealed class SuggestingTimes
{
    private static readonly DateTimeZone Tokyo = DateTimeZoneProviders.Tzdb["Asia/Tokyo"];
    private static readonly LocalDate Monday = new(2027, 4, 5);
    private static readonly LocalDateTimePattern Wire = LocalDateTimePattern.CreateWithInvariantCulture("MM-dd HH:mm");

    [Fact]
    public void An_empty_calendar_gives_other_days_in_turn_at_good_hours() =>
        Assert.Equal(["04-06 10:00", "04-07 14:00", "04-08 10:00"], Starts(Request([])));

    [Fact]
    public void Lunch_and_neighbours_are_left_alone_where_there_is_a_choice()
    {
        // Free on Tuesday: 11:00 to 14:30, on no other day.
        var busy = Busy("04-06 09:00/04-06 11:00", "04-06 14:30/04-06 18:00", "04-07 00:00/05-07 00:00");

        Assert.Equal(["04-06 13:00"], Starts(Request([busy]) with { Count = 1 }));
    }

    [Fact]
    public void Weekends_and_public_holidays_are_no_days_to_meet()
    {
        var golden = Request([]) with { NotBefore = At("04-29 00:00"), First = new(2027, 4, 29), Last = new(2027, 5, 6), Count = 9 };

        Assert.All(Starts(golden), s => Assert.True(s.StartsWith("04-30", StringComparison.Ordinal) || s.StartsWith("05-06", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_is_marked_already_counts_as_a_day_and_a_half()
    {
        var marked = Time("04-06 10:00/04-06 11:00");

        Assert.Equal(["04-07 14:00"], Starts(Request([]) with { Marked = [marked], Count = 1 }));
    }

    [Fact]
    public void No_free_time_gives_none() =>
        Assert.Empty(Starts(Request([Busy("04-01 00:00/06-01 00:00")])));

    [Fact]
    public void Entries_that_take_no_time_are_let_through()
    {
        var elsewhere = new BusyTimes.Known(
            [new BusyEntry(Time("04-01 00:00/06-01 00:00"), BusyKind.WorkingElsewhere, "a", null, null)], At("04-05 00:00"));

        Assert.Equal(3, Starts(Request([elsewhere])).Count);
    }

    [Fact]
    public void Only_hours_in_which_everybody_works_are_suggested()
    {
        var mornings = new WorkingWeek([new WorkingDay(IsoDayOfWeek.Wednesday, new LocalTime(9, 0), new LocalTime(12, 0))]);
        var london = DateTimeZoneProviders.Tzdb["Europe/London"];
        var request = Request([]) with
        {
            Working = [Usual, [.. mornings.Between(Monday, Monday.PlusDays(12), Tokyo)]],
            Count = 1,
        };

        Assert.Equal(["04-07 10:00"], Starts(request));
        // London's nine o'clock is five in the afternoon in Tokyo.
        Assert.Equal(["04-06 17:00"], Starts(request with { Working = [Usual, [.. WorkingWeek.Usual.Between(Monday, Monday.PlusDays(12), london)]] }));
    }

    [Fact]
    public void Where_working_hours_do_not_meet_nothing_is_suggested() =>
        Assert.Empty(Starts(Request([]) with { Working = [Usual, []] }));

    private static readonly Gen<BusyTimes> Calendars =
        Gen.Select(Gen.Int[0, 21 * 48], Gen.Int[1, 20], Gen.Enum<BusyKind>()).Array[0, 40].Select(BusyTimes (all) => new BusyTimes.Known(
            [
                .. all.Select((e, i) => new BusyEntry(
                    new Interval(At("04-05 00:00") + Duration.FromMinutes(30 * e.Item1), At("04-05 00:00") + Duration.FromMinutes(30 * (e.Item1 + e.Item2))),
                    e.Item3, $"{i}", null, null)),
            ], At("04-05 00:00")));

    [Fact]
    public void Whatever_is_suggested_is_free_and_what_is_free_is_suggested() =>
        Gen.Select(Calendars.Array[0, 4], Gen.Int[1, 6], Gen.Int[0, 40]).Sample((hosts, halfHours, count) =>
        {
            var request = Request(hosts) with { Length = Duration.FromMinutes(30 * halfHours), Count = count, Last = Monday.PlusDays(20) };
            var given = Suggestions.For(request);
            var free = FreeStarts(request).ToList();

            Assert.All(given, g => Assert.Contains(g, free));
            Assert.All(given, g => Assert.DoesNotContain(given, other => other != g && other.Overlaps(g)));
            // Only what is chosen may take the rest away.
            Assert.True(given.Count == count || free.TrueForAll(f => given.Any(g => g.Overlaps(f))));
            Assert.Equal(given, Suggestions.For(request));
        }, iter: 100);

    /// <summary>Slowly, and by another road: every minute of a time is looked at.</summary>
    private static IEnumerable<Interval> FreeStarts(SuggestionRequest request) =>
        from day in Enumerable.Range(0, Period.DaysBetween(request.First, request.Last) + 1).Select(request.First.PlusDays)
        where WorkingWeek.Usual.On(day) is not null
        from minute in Enumerable.Range(0, 48).Select(h => h * 30)
        let start = Tokyo.InstantOf(day.AtMidnight()) + Duration.FromMinutes(minute)
        let time = new Interval(start, start + request.Length)
        where start >= request.NotBefore
        where minute >= 9 * 60 && minute + request.Length.TotalMinutes <= 18 * 60
        where Enumerable.Range(0, (int)request.Length.TotalMinutes).All(m => !request.Hosts.OfType<BusyTimes.Known>().Any(
            h => h.Entries.Any(e => BusyPolicy.Usual.Blocks(e) && e.Time.Contains(start + Duration.FromMinutes(m)))))
        select time;

    private static SuggestionRequest Request(IReadOnlyCollection<BusyTimes> hosts) => new(
        hosts, [Usual], [], At("04-06 00:00"), Monday, Monday.PlusDays(11), Tokyo, Duration.FromHours(1), 3);

    private static List<Interval> Usual => [.. WorkingWeek.Usual.Between(Monday.PlusDays(-1), Monday.PlusDays(40), Tokyo)];

    private static List<string> Starts(SuggestionRequest request) =>
        [.. Suggestions.For(request).Select(s => Wire.Format(s.Start.InZone(Tokyo).LocalDateTime))];

    private static BusyTimes.Known Busy(params string[] times) => new(
        [.. times.Select(t => new BusyEntry(Time(t), BusyKind.Busy, t, null, null))], At("04-05 00:00"));

    private static Interval Time(string text) => new(At(text.Split('/')[0]), At(text.Split('/')[1]));

    private static Instant At(string text) => Tokyo.InstantOf(
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm").Parse("2027-" + text).Value);
}
