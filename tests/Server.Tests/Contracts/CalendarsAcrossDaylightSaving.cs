using Hidori.Domain.Availability;
using Hidori.Integrations;
using Hidori.Server.Tests.Kit;
using Hidori.Simulator.Microsoft365;
using NodaTime;
using NodaTime.Text;
using Xunit;

namespace Hidori.Server.Tests.Contracts;

/// <summary>
/// Dates and series of mailboxes whose clocks change (SPEC M20). The whole day is 23 or 25 hours long on that date, and a
/// weekly meeting keeps its hour on the wall, not in UTC.
/// </summary>
public sealed class CalendarsAcrossDaylightSaving : IAsyncLifetime
{
    private Microsoft365Outside _outside = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _outside = await Microsoft365Outside.StartAsync(Ct);

    public ValueTask DisposeAsync() => _outside.DisposeAsync();

    [Theory, Trap(4)]
    [InlineData("W. Europe Standard Time", "Europe/Berlin", "2026-03-29", 23)]
    [InlineData("W. Europe Standard Time", "Europe/Berlin", "2026-10-25", 25)]
    [InlineData("Eastern Standard Time", "America/New_York", "2026-03-08", 23)]
    [InlineData("Eastern Standard Time", "America/New_York", "2026-11-01", 25)]
    [InlineData("Tokyo Standard Time", "Asia/Tokyo", "2026-03-29", 24)]
    public async Task An_all_day_entry_is_as_long_as_its_day(string windowsZone, string zone, string date, int hours)
    {
        var traveller = await LivesInAsync(windowsZone);
        var day = Day(zone, date);
        Put(traveller, new NewItem("休暇", day.Start, day.End) { IsAllDay = true, ShowAs = ShowAs.Oof });
        var hour = Duration.FromHours(1);

        var within = await ReadAsync(traveller, new Interval(day.End - hour, day.End));
        var before = await ReadAsync(traveller, new Interval(day.Start - hour, day.Start));
        var after = await ReadAsync(traveller, new Interval(day.End, day.End + hour));

        Assert.Equal(Duration.FromHours(hours), day.Duration);
        Assert.Equal(day, Assert.Single(within).Time);
        Assert.Empty(before);
        Assert.Empty(after);
    }

    [Theory, Trap(4)]
    [InlineData("W. Europe Standard Time", "Europe/Berlin", "2026-03-28", "2026-03-31")]
    [InlineData("Eastern Standard Time", "America/New_York", "2026-10-31", "2026-11-03")]
    public async Task Days_over_the_change_begin_and_end_at_midnight_on_the_wall(string windowsZone, string zone, string first, string end)
    {
        var traveller = await LivesInAsync(windowsZone);
        var days = new Interval(Day(zone, first).Start, Day(zone, end).Start);
        Put(traveller, new NewItem("出張", days.Start, days.End) { IsAllDay = true });

        var own = await ReadAsync(traveller, days);
        var shown = await _outside.Calendar.ReadFreeBusyAsync(_outside.Tanaka, ["tabi@test.example"], days, Ct);

        Assert.Equal(days, Assert.Single(own).Time);
        Assert.Equal(days, Assert.Single(Assert.IsType<BusyTimes.Known>(shown["tabi@test.example"]).Entries).Time);
    }

    /// <summary>With one date left out and one moved: both on the far side of the change.</summary>
    [Theory, Trap(16)]
    [InlineData("W. Europe Standard Time", "Europe/Berlin", "2026-03-23", "09:00", "08:00")]
    [InlineData("W. Europe Standard Time", "Europe/Berlin", "2026-10-19", "08:00", "09:00")]
    [InlineData("Eastern Standard Time", "America/New_York", "2026-03-02", "15:00", "14:00")]
    [InlineData("Eastern Standard Time", "America/New_York", "2026-10-26", "14:00", "15:00")]
    [InlineData("Tokyo Standard Time", "Asia/Tokyo", "2026-03-23", "01:00", "01:00")]
    public async Task A_weekly_meeting_keeps_its_hour_on_the_wall(string windowsZone, string zone, string monday, string utcBefore, string utcAfter)
    {
        var traveller = await LivesInAsync(windowsZone);
        var first = LocalDatePattern.Iso.Parse(monday).Value;
        var start = Wall(zone, first, 10);
        var movedTo = Wall(zone, first.PlusDays(23), 16);
        Put(traveller, new NewItem("定例", start, start + Duration.FromHours(1))
        {
            Recurrence = new RecurrenceRule { StartDate = first, NumberOfOccurrences = 5 },
            CancelledDates = [first.PlusWeeks(2)],
            MovedOccurrences = [new MovedOccurrence(first.PlusWeeks(3), movedTo, movedTo + Duration.FromHours(1))],
        });

        var busy = await ReadAsync(traveller, new Interval(start - Duration.FromDays(7), start + Duration.FromDays(60)));

        Assert.Equal(
            [start, Wall(zone, first.PlusWeeks(1), 10), movedTo, Wall(zone, first.PlusWeeks(4), 10)], busy.Select(b => b.Time.Start));
        Assert.Equal((utcBefore, utcAfter), (UtcHour(busy[0]), UtcHour(busy[1])));
        Assert.All(busy, b => Assert.Equal(Duration.FromHours(1), b.Time.Duration));
    }

    private static Interval Day(string zone, string date)
    {
        var (tz, day) = (DateTimeZoneProviders.Tzdb[zone], LocalDatePattern.Iso.Parse(date).Value);
        return new Interval(tz.AtStartOfDay(day).ToInstant(), tz.AtStartOfDay(day.PlusDays(1)).ToInstant());
    }

    private static Instant Wall(string zone, LocalDate date, int hour) =>
        date.At(new LocalTime(hour, 0)).InZoneStrictly(DateTimeZoneProviders.Tzdb[zone]).ToInstant();

    private static string UtcHour(BusyEntry entry) => entry.Time.Start.InUtc().TimeOfDay.ToString("HH:mm", null);

    private async Task<Connection> LivesInAsync(string windowsZone)
    {
        var traveller = _outside.Connect(new NewAccount("tabi@test.example", "旅") { TimeZone = windowsZone });
        await _outside.SignInAsync(traveller, Ct);
        return traveller;
    }

    private void Put(Connection whose, NewItem item) => _outside.World.Put(whose.AccountId, item);

    private async Task<IReadOnlyList<BusyEntry>> ReadAsync(Connection whose, Interval window) =>
        (await _outside.Calendar.ReadBusyAsync(whose, window, Ct)).Entries;
}
