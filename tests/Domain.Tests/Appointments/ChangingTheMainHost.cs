using Hidori.Domain.Appointments;
using Hidori.Domain.Rooms;
using NodaTime;
using Xunit;

namespace Hidori.Domain.Tests.Appointments;

/// <summary>SPEC A0: another linked host organises it.</summary>
public sealed class ChangingTheMainHost
{
    private static readonly Instant Soon = Given.Now + Duration.FromHours(1);

    [Fact]
    public void Only_a_host_with_a_calendar_can_be_it()
    {
        var appointment = Given.In(AppointmentState.Confirmed);

        Assert.Equal(ChangeRefusal.HostNotConnected, appointment.ChangeMainHost(Given.Sato, isLinked: false, false, [], Soon).Refusal);
        Assert.Equal(ChangeRefusal.HostNotConnected, appointment.ChangeMainHost(MemberId.New(), isLinked: true, false, [], Soon).Refusal);
        Assert.Equal(Given.Tanaka, appointment.MainHost);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_former_one_stays_as_a_co_host_or_leaves(bool leaves)
    {
        var appointment = Given.In(AppointmentState.Open);

        appointment.ChangeMainHost(Given.Sato, isLinked: true, leaves, [], Soon);

        Assert.Equal(Given.Sato, appointment.MainHost);
        Assert.Equal(leaves ? [Given.Sato] : [Given.Tanaka, Given.Sato], appointment.Hosts);
        Assert.Equal(!leaves, appointment.TakenTimes().Any(t => t.Whose == Given.Tanaka));
    }

    [Fact]
    public void A_room_that_had_said_yes_is_asked_again_and_what_was_told_is_told_anew()
    {
        var room = RoomId.New();
        var appointment = Given.Proposed(Given.Request with
        {
            Rooms = new Dictionary<Interval, RoomId> { [Given.Request.Candidates[0]] = room },
            HoldsRooms = true,
        });
        appointment.Chosen(0);
        appointment.NoteRoomAnswer(appointment.Chosen!.Id, room, RoomAnswer.Accepted, Given.Now);
        appointment.NoteAnnounced(Given.Now);

        appointment.ChangeMainHost(Given.Sato, isLinked: true, formerLeaves: false, [], Soon);

        Assert.Equal(RoomBooking.Asked, appointment.Chosen!.RoomBooking);
        Assert.Equal(Announcement.MainHostChanged, appointment.Announcement);
    }

    [Fact]
    public void What_is_over_keeps_its_main_host()
    {
        var appointment = Given.In(AppointmentState.Confirmed);

        var late = appointment.ChangeMainHost(Given.Sato, isLinked: true, false, [], appointment.Chosen!.End);

        Assert.Equal(ChangeRefusal.NotInThisState, late.Refusal);
    }
}
