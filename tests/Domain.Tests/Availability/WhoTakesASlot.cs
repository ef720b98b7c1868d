using Hidori.Domain.Availability;
using Xunit;
using static Hidori.Domain.Tests.Availability.GivenPage;

namespace Hidori.Domain.Tests.Availability;

public sealed class WhoTakesASlot
{
    private const string Nine = Monday + " 09:00";

    private static readonly GivenPage AnyOfThree = new() { Hosts = [Free(Sato), Free(Suzuki), Free(Tanaka)] };

    [Fact]
    public void By_priority_the_first_who_is_free()
    {
        var page = AnyOfThree with { Rule = new AttendanceRule.AnyOne(HostChoice.Priority) };

        Assert.Equal([Sato], page.Assigns(Nine)!.Hosts);
        Assert.Equal([Suzuki], (page with { Hosts = [Busy(Sato, Entry("09:00-10:00")), Free(Suzuki)] }).Assigns(Nine)!.Hosts);
    }

    [Fact]
    public void Evenly_who_has_fewest_bookings_of_the_month_and_of_equals_the_first()
    {
        var page = AnyOfThree with
        {
            Rule = new AttendanceRule.AnyOne(),
            Bookings = [Booking("2026-04-20 09:00", Sato), Booking("2026-03-31 09:00", Suzuki, Tanaka)],
        };

        Assert.Equal([Suzuki], page.Assigns(Nine)!.Hosts);
        Assert.Equal([Sato], page.Assigns("2026-03-30 09:00")!.Hosts);
    }

    [Fact]
    public void By_chance_each_in_turn_and_the_same_for_the_same_seed()
    {
        var page = AnyOfThree with { Rule = new AttendanceRule.AnyOne(HostChoice.Random) };

        var drawn = Enumerable.Range(0, 300).Select(seed => page.Assigns(Nine, (ulong)seed)!.Hosts.Single()).ToList();

        Assert.Equal(drawn, Enumerable.Range(0, 300).Select(seed => page.Assigns(Nine, (ulong)seed)!.Hosts.Single()));
        Assert.All([Sato, Suzuki, Tanaka], host => Assert.InRange(drawn.Count(d => d == host), 70, 130));
    }

    [Fact]
    public void Required_ones_then_the_group_then_the_optional_who_are_free() => Assert.Equal(
        [Tanaka, Suzuki],
        new GivenPage
        {
            Hosts = [Busy(Sato, Entry("09:00-10:00")), Free(Suzuki), Free(Tanaka)],
            Rule = new AttendanceRule.RequiredAndOptional([Tanaka], [Sato], [new([Suzuki], 1)]),
        }.Assigns(Nine)!.Hosts);

    [Fact]
    public void The_first_free_room_wins()
    {
        var page = new GivenPage { Rooms = [Room(Sakura, Entry("09:00-09:30")), Room(Fuji)] };

        Assert.Equal(Fuji, page.Assigns(Nine)!.Room);
        Assert.Equal(Sakura, page.Assigns(Monday + " 09:30")!.Room);
        Assert.Null(new GivenPage().Assigns(Nine)!.Room);
    }

    [Fact]
    public void Nobody_takes_what_is_not_offered()
    {
        Assert.Null(new GivenPage().Assigns(Monday + " 09:10"));
        Assert.Null((AnyOfThree with { Limits = new() { OfferedPerDay = 1 } }).Assigns(Monday + " 09:30"));
    }
}
