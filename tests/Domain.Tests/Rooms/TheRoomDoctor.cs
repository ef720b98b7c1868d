using Hidori.Domain.Rooms;
using Hidori.Domain.Tests.Appointments;
using NodaTime;
using Xunit;

namespace Hidori.Domain.Tests.Rooms;

/// <summary>会議室の診断: what was seen of a room tells how it is set up (reference/graph.md §8).</summary>
public sealed class TheRoomDoctor
{
    private static RoomSighting Seen(RoomSign sign, int daysAhead = 1, int minutes = 60, int afterMinutes = 0)
    {
        var start = Given.Now + Duration.FromDays(daysAhead);
        return new(sign, Given.Now, new Interval(start, start + Duration.FromMinutes(minutes)), Duration.FromMinutes(afterMinutes));
    }

    private static RoomSighting Probed(RoomSign sign) => new(sign, Given.Now);

    private static RoomDiagnosed? Of(params RoomSighting[] newestFirst) => RoomDiagnosis.Of(newestFirst).SingleOrDefault();

    [Fact]
    public void A_room_that_answers_and_can_be_read_is_well() =>
        Assert.Null(Of(Seen(RoomSign.Accepted), Probed(RoomSign.Readable), Seen(RoomSign.DeclinedAsTaken)));

    [Theory]
    [InlineData(RoomSign.NotFound, RoomFinding.NotFound)]
    [InlineData(RoomSign.Unreadable, RoomFinding.Unreadable)]
    [InlineData(RoomSign.NotListed, RoomFinding.NotListed)]
    public void What_the_nightly_look_saw_is_said(RoomSign sign, RoomFinding finding) => Assert.Equal(finding, Of(Probed(sign))!.Finding);

    [Fact]
    public void Only_the_latest_look_counts_and_a_look_that_failed_says_nothing()
    {
        Assert.Null(Of(Probed(RoomSign.Readable), Probed(RoomSign.Unreadable)));
        Assert.Equal(RoomFinding.Unreadable, Of(Probed(RoomSign.NotAsked), Probed(RoomSign.Unreadable))!.Finding);
    }

    [Fact]
    public void Declining_only_what_lies_further_ahead_is_a_booking_window()
    {
        var found = Of(Seen(RoomSign.Declined, daysAhead: 200), Seen(RoomSign.Accepted, daysAhead: 170), Seen(RoomSign.Accepted));

        Assert.Equal((RoomFinding.DeclinesFarAhead, 170), (found!.Finding, found.Days));
    }

    [Fact]
    public void Declining_only_what_lasts_longer_is_a_longest_duration()
    {
        var found = Of(Seen(RoomSign.Declined, minutes: 240), Seen(RoomSign.Accepted, minutes: 120));

        Assert.Equal((RoomFinding.DeclinesLong, 120), (found!.Finding, found.Minutes));
    }

    [Fact]
    public void Declining_free_times_without_a_pattern_is_said_as_it_is() =>
        Assert.Equal(RoomFinding.DeclinesFree, Of(Seen(RoomSign.Declined))!.Finding);

    [Fact]
    public void No_answer_a_delegate_and_a_slow_answer_are_told_apart()
    {
        Assert.Equal(RoomFinding.Silent, Of(Seen(RoomSign.Silent))!.Finding);
        Assert.Equal(RoomFinding.AsksDelegates, Of(Seen(RoomSign.Tentative), Seen(RoomSign.Accepted))!.Finding);
        Assert.Equal(RoomFinding.Slow, Of(Seen(RoomSign.Accepted, afterMinutes: 25))!.Finding);
        Assert.Null(Of(Seen(RoomSign.Accepted, afterMinutes: 1), Seen(RoomSign.Silent)));
    }
}
