using Hidori.Domain.Appointments;
using NodaTime;
using Xunit;

namespace Hidori.Domain.Tests.Appointments;

/// <summary>What guests may do once a time is fixed, and what is said of it when it is over (SPEC P5, P9, A3, A4).</summary>
public sealed class AfterTheConfirmation
{
    private static readonly Instant Start = Given.At("2026-04-06 10:00 Asia/Tokyo");

    [Theory]
    [InlineData(0, 1, true)]
    [InlineData(0, 0, false)]
    [InlineData(3, 181, true)]
    [InlineData(3, 180, false)]
    public void Guests_may_change_their_mind_until_the_hours_that_the_host_set(int hours, int minutesBefore, bool expected)
    {
        var appointment = Given.Proposed(Given.Request with { GuestRights = GuestRights.Default with { NoticeHours = hours } });
        appointment.Chosen(0);
        var now = Start - Duration.FromMinutes(minutesBefore);

        Assert.Equal((expected, expected), (appointment.GuestCanCancel(now), appointment.GuestCanAskForDate(now)));
    }

    [Fact]
    public void What_the_host_forbade_is_refused()
    {
        var appointment = Given.Proposed(Given.Request with { GuestRights = new GuestRights(MayCancel: false, MayAskForDate: false, 0) });
        appointment.Chosen(0);

        Assert.Equal(ChangeRefusal.NotInThisState, appointment.CancelByGuest(GuestId.New(), "", Given.Now).Refusal);
        Assert.Equal(ChangeRefusal.NotInThisState, appointment.AskForDate("別の日に", [], Given.Now).Refusal);
    }

    [Fact]
    public void Cancelling_twice_is_cancelling_once()
    {
        var appointment = Given.In(AppointmentState.Confirmed);
        appointment.CancelByGuest(GuestId.New(), "体調不良のため", Given.Now);
        var version = appointment.Version;

        Assert.Null(appointment.CancelByGuest(GuestId.New(), "二度目", Given.Now).Refusal);
        Assert.Equal((version, "体調不良のため"), (appointment.Version, appointment.EndingMessage));
        Assert.NotNull(appointment.EndedBy);
    }

    [Fact]
    public void The_confirmation_is_still_told_when_the_guest_asks_for_another_date_before_it_went_out()
    {
        var appointment = Given.In(AppointmentState.Confirmed);

        appointment.AskForDate("別の日に", [], Given.Now);

        Assert.Equal(Announcement.Confirmed, appointment.Announcement);
        Assert.False(appointment.DateRequestWasTold);
    }

    [Fact]
    public void Moving_it_answers_the_guest()
    {
        var appointment = Given.AskedForAnotherDate();

        appointment.Reschedule(Given.Hour("2026-04-09 10:00 Asia/Tokyo"), [], Given.Now);

        Assert.Equal((null, "", Announcement.Rescheduled), (appointment.DateAskedAt, appointment.RequestMessage, appointment.Announcement));
    }

    [Fact]
    public void A_mark_can_be_changed_and_tells_nobody()
    {
        var appointment = Given.Over();
        var revision = appointment.Revision;

        appointment.Mark(AppointmentOutcome.TookPlace, Given.Now);
        appointment.Mark(AppointmentOutcome.GuestAbsent, Given.Now);

        Assert.Equal((AppointmentOutcome.GuestAbsent, revision), (appointment.Outcome, appointment.Revision));
    }
}
