using Hidori.Domain.Appointments;
using NodaTime;
using Xunit;

namespace Hidori.Domain.Tests.Appointments;

/// <summary>催促: once by itself before the deadline, by hand at most once a day, and never behind an answer (SPEC P3).</summary>
public sealed class RemindingTheGuests
{
    private static readonly Instant Due = Given.Deadline - Appointment.ReminderLead;

    [Fact]
    public void It_goes_two_days_before_the_deadline_and_moves_with_it()
    {
        var appointment = Asked();

        Assert.Equal(Due, appointment.ReminderDueAt);
        Assert.False(appointment.ReminderIsDue(Due - Duration.Epsilon));
        Assert.True(appointment.ReminderIsDue(Due));
        var later = Given.At("2026-04-07 09:00 Asia/Tokyo");
        Assert.True(appointment.Extend(later, Given.Now).Succeeded(out _));
        Assert.False(appointment.ReminderIsDue(Due));
        Assert.Equal(later - Appointment.ReminderLead, appointment.ReminderDueAt);
    }

    [Fact]
    public void It_goes_once_and_other_candidates_are_another_question()
    {
        var appointment = Asked();

        Assert.True(appointment.Remind(Due).Succeeded(out _));
        appointment.NoteAnnounced(Due);
        Assert.True(appointment.Extend(Given.At("2026-04-07 09:00 Asia/Tokyo"), Due).Succeeded(out _));

        Assert.Null(appointment.ReminderDueAt);
        Assert.True(appointment.Offer(Given.Offer(Given.Hour("2026-04-20 10:00 Asia/Tokyo")), Due).Succeeded(out _));
        Assert.Equal(Given.At("2026-04-18 10:00 Asia/Tokyo"), appointment.ReminderDueAt);
    }

    [Fact]
    public void None_is_planned_when_too_little_time_is_left_or_nobody_was_asked_by_mail()
    {
        var late = Given.Proposed(Given.Request with { Reminds = true, Deadline = Given.Now + Appointment.ReminderLead });
        var unasked = Given.Proposed(Given.Request with { Reminds = true, InvitesByMail = false });

        Assert.Null(late.ReminderDueAt);
        Assert.False(unasked.ReminderIsDue(Due));
        Assert.Equal(ChangeRefusal.NotInThisState, unasked.Remind(Due).Refusal);
    }

    [Fact]
    public void By_hand_it_goes_once_a_day_and_takes_the_place_of_one_that_was_near()
    {
        var appointment = Asked();

        Assert.True(appointment.Remind(Given.Now).Succeeded(out _));

        Assert.Null(appointment.ReminderDueAt);
        Assert.Equal(ChangeRefusal.TooSoon, appointment.Remind(Given.Now + Appointment.ReminderPause - Duration.Epsilon).Refusal);
        Assert.True(appointment.Remind(Given.Now + Appointment.ReminderPause).Succeeded(out _));
    }

    [Fact]
    public void An_answer_that_comes_first_is_all_that_is_told()
    {
        var appointment = Asked();
        Assert.True(appointment.Remind(Due).Succeeded(out _));

        Assert.True(appointment.Chosen(1, now: Due).Succeeded(out _));

        Assert.Equal(Announcement.Confirmed, appointment.Announcement);
        Assert.False(appointment.ReminderIsDue(Due));
    }

    private static Appointment Asked()
    {
        var appointment = Given.Proposed(Given.Request with { Reminds = true });
        appointment.NoteAnnounced(Given.Now);
        return appointment;
    }
}
