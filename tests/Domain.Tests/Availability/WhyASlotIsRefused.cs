using Hidori.Domain.Availability;
using NodaTime;
using Xunit;
using static Hidori.Domain.Tests.Availability.GivenPage;

namespace Hidori.Domain.Tests.Availability;

/// <summary>この時間はなぜ? (SPEC B14).</summary>
public sealed class WhyASlotIsRefused
{
    private const string Nine = Monday + " 09:00";

    [Fact]
    public void An_entry_is_named_with_its_time_and_the_age_of_the_reading()
    {
        var entry = Entry("09:15-09:45", "定例");

        var explanation = new GivenPage { Hosts = [Busy(Sato, entry)] }.Explains(Nine);

        Assert.False(explanation.IsOffered);
        var obstacle = Assert.Single(explanation.Obstacles);
        Assert.Equal(
            new SlotObstacle(ObstacleKind.Entry, true)
            {
                Whose = Sato, Time = entry.Time, Entry = entry, ReadAt = Instant.FromUtc(2026, 4, 1, 0, 0),
            },
            obstacle);
    }

    [Fact]
    public void One_rule_does_not_hide_another() => Assert.Equal(
        [ObstacleKind.PublicHoliday, ObstacleKind.TooSoon, ObstacleKind.TooFar, ObstacleKind.DayFull, ObstacleKind.Unknown],
        Kinds(new GivenPage
        {
            Now = "2026-05-03 09:00",
            Limits = new() { MinimumNotice = Duration.FromDays(2), FurthestDays = 0, PerDay = 0 },
            Hosts = [Unknown(Sato)],
        }.Explains("2026-05-04 09:00")));

    [Fact]
    public void Who_is_busy_where_another_stands_in_does_not_decide()
    {
        var page = new GivenPage { Hosts = [Busy(Sato, Entry("09:00-10:00")), Free(Suzuki)], Rule = new AttendanceRule.AnyOne() };

        var explanation = page.Explains(Nine);

        Assert.True(explanation.IsOffered);
        Assert.False(Assert.Single(explanation.Obstacles).Decides);
        Assert.Equal([(AgendaId.Of(Sato), false), (AgendaId.Of(Suzuki), true)], explanation.Calendars.Select(c => (c.Whose, c.IsFree)));
    }

    [Fact]
    public void An_entry_that_counts_as_free_is_shown_too()
    {
        var policy = new BusyPolicy { FreeKeywords = ["ランチ"] };

        var explanation = new GivenPage { Hosts = [Busy(Sato, policy, Entry("09:00-10:00", "ランチ"))] }.Explains(Nine);

        Assert.True(explanation.IsOffered);
        Assert.Equal([ObstacleKind.IgnoredEntry], Kinds(explanation));
    }

    [Theory]
    [InlineData("09:10", ObstacleKind.OffStep)]
    [InlineData("08:30", ObstacleKind.OutsideHours)]
    [InlineData("10:00", ObstacleKind.OfferedEnough)]
    public void Rules_of_the_page(string time, ObstacleKind kind) => Assert.Equal(
        [kind],
        Kinds(new GivenPage { Limits = new() { OfferedPerDay = 2 } }.Explains($"{Monday} {time}")));

    [Fact]
    public void Every_cap_says_how_many_it_counts_whether_it_is_reached_or_not()
    {
        var page = new GivenPage
        {
            Limits = new() { PerDay = 2, PerMonth = 2 },
            Bookings = [Booking(Monday + " 11:00"), Booking("2026-04-20 11:00")],
        };

        var explanation = page.Explains(Nine);

        Assert.Equal([ObstacleKind.MonthFull], Kinds(explanation));
        Assert.Equal([new(ObstacleKind.DayFull, 2, 1), new(ObstacleKind.MonthFull, 2, 2)], explanation.Caps);
        Assert.Equal([], new GivenPage().Explains(Nine).Caps);
    }

    [Fact]
    public void Every_room_says_why_when_none_is_free()
    {
        var page = new GivenPage { Rooms = [Room(Sakura, Entry("09:00-09:30")), Room(Fuji, Entry("08:00-10:00"))] };

        var explanation = page.Explains(Nine);

        Assert.Equal([AgendaId.Of(Sakura), AgendaId.Of(Fuji)], explanation.Obstacles.Where(o => o.Decides).Select(o => o.Whose!.Value));
    }

    private static IEnumerable<ObstacleKind> Kinds(SlotExplanation explanation) => explanation.Obstacles.Select(o => o.Kind);
}
