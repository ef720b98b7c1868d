using Hidori.Domain.Appointments;
using Hidori.Domain.Outside;
using NodaTime;
using Xunit;

namespace Hidori.Domain.Tests.Appointments;

public sealed class AfterTheChoice
{
    private static readonly Interval Later = Given.Hour("2026-04-09 10:00 Asia/Tokyo");

    [Fact]
    public void A_rescheduled_appointment_keeps_its_candidate_and_takes_the_new_time()
    {
        var appointment = Given.In(AppointmentState.Confirmed);
        var candidate = appointment.ChosenCandidate;

        appointment.Reschedule(Later, [], Given.Now);

        Assert.Equal(candidate, appointment.ChosenCandidate);
        Assert.All(appointment.TakenTimes(), t => Assert.Equal((Later, true), (t.Time, t.IsFixed)));
    }

    [Fact]
    public void Rescheduled_before_the_confirmation_was_told_one_confirmation_is_told()
    {
        var appointment = Given.In(AppointmentState.Confirmed);

        appointment.Reschedule(Later, [], Given.Now);
        Assert.Equal(Announcement.Confirmed, appointment.Announcement);
        appointment.NoteAnnounced(Given.Now);
        appointment.Reschedule(Given.Hour("2026-04-10 10:00 Asia/Tokyo"), [], Given.Now);

        Assert.Equal(Announcement.Rescheduled, appointment.Announcement);
    }

    [Fact]
    public void Rescheduled_to_the_same_time_nothing_changes()
    {
        var appointment = Given.In(AppointmentState.Confirmed);
        var version = appointment.Version;

        Assert.Null(appointment.Reschedule(appointment.Chosen!.Time, [], Given.Now).Refusal);
        Assert.Equal(version, appointment.Version);
    }

    [Fact]
    public void An_impossible_or_taken_time_is_refused()
    {
        var appointment = Given.In(AppointmentState.Confirmed);
        var taken = new TakenTime(
            Given.Organization, Given.Sato, AppointmentId.New(), CandidateId.New(), Later.Start, Later.End, isFixed: true);

        Assert.Equal(ChangeRefusal.TimeImpossible,
            appointment.Reschedule(Given.Hour("2026-04-01 09:00 Asia/Tokyo"), [], Given.Now).Refusal);
        Assert.Equal(ChangeRefusal.TimeImpossible,
            appointment.Reschedule(new Interval(Later.Start, Later.Start), [], Given.Now).Refusal);
        Assert.Equal(ChangeRefusal.TimeTaken, appointment.Reschedule(Later, [taken], Given.Now).Refusal);
    }

    [Fact]
    public void An_extension_after_expiry_holds_the_candidates_again_and_unsays_what_nobody_heard()
    {
        var appointment = Given.In(AppointmentState.Expired);

        appointment.Extend(Given.At("2026-04-05 18:00 Asia/Tokyo"), Given.Deadline);

        Assert.Equal(6, appointment.TakenTimes().Count);
        Assert.Equal(AnnouncementNeed.None, AppointmentFootprint.Announces(appointment));
    }

    [Fact]
    public void An_invitation_that_never_went_out_goes_out_with_the_extension()
    {
        var appointment = Given.Proposed();
        appointment.Expire(Given.Deadline);

        appointment.Extend(Given.At("2026-04-05 18:00 Asia/Tokyo"), Given.Deadline);

        Assert.Equal(
            (Announcement.Invitation, AnnouncementNeed.Now),
            (appointment.Announcement, AppointmentFootprint.Announces(appointment)));
    }

    [Fact]
    public void An_extension_ends_no_later_than_the_last_candidate_begins()
    {
        var appointment = Given.Proposed();

        Assert.Equal(ChangeRefusal.TimeImpossible,
            appointment.Extend(Given.At("2026-04-08 10:01 Asia/Tokyo"), Given.Now).Refusal);
        Assert.Equal(ChangeRefusal.TimeImpossible, appointment.Extend(Given.Now, Given.Now).Refusal);
        Assert.Null(appointment.Extend(Given.At("2026-04-08 10:00 Asia/Tokyo"), Given.Now).Refusal);
    }

    [Fact]
    public void A_guest_who_was_never_written_to_is_not_told_of_a_withdrawal()
    {
        var appointment = Given.Proposed(Given.Request with { InvitesByMail = false });

        appointment.Withdraw(Given.Now);

        Assert.Equal(AnnouncementNeed.None, AppointmentFootprint.Announces(appointment));
    }

    [Fact]
    public void A_withdrawal_is_told_only_when_the_invitation_was()
    {
        var early = Given.Proposed();
        var late = Given.Proposed();
        late.NoteAnnounced(Given.Now);

        early.Withdraw(Given.Now);
        late.Withdraw(Given.Now);

        Assert.Equal(AnnouncementNeed.None, AppointmentFootprint.Announces(early));
        Assert.Equal(AnnouncementNeed.Now, AppointmentFootprint.Announces(late));
    }

    [Fact]
    public void Preferred_times_have_to_make_sense()
    {
        ChangeRefusal? Ask(params PreferredTime[] times) =>
            Given.Proposed().RequestOtherTimes(GuestId.New(), "", times, Given.Now).Refusal;
        var fine = new PreferredTime(Later.Start, Later.End);

        Assert.Null(Ask(fine));
        Assert.Equal(ChangeRefusal.TimeImpossible, Ask(new PreferredTime(Later.End, Later.Start)));
        Assert.Equal(ChangeRefusal.TimeImpossible, Ask(new PreferredTime(Given.Now, Later.End)));
        Assert.Equal(ChangeRefusal.TextUnfit, Ask([.. Enumerable.Repeat(fine, Appointment.MostPreferredTimes + 1)]));
        Assert.Equal(ChangeRefusal.TextUnfit,
            Given.Proposed().RequestOtherTimes(GuestId.New(), new string('あ', Appointment.LongestText + 1), [], Given.Now).Refusal);
    }

    [Fact]
    public void Only_an_open_or_confirmed_appointment_takes_time()
    {
        Assert.Equal(6, Given.In(AppointmentState.Open).TakenTimes().Count(t => !t.IsFixed));
        Assert.Equal(2, Given.In(AppointmentState.Confirmed).TakenTimes().Count(t => t.IsFixed));
        foreach (var state in new[] { AppointmentState.TimesRequested, AppointmentState.Expired, AppointmentState.Cancelled })
            Assert.Empty(Given.In(state).TakenTimes());
    }
}
