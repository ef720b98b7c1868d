using Hidori.Domain.Appointments;
using Hidori.Domain.Availability;
using Hidori.Domain.Outside;
using NodaTime;
using Xunit;

namespace Hidori.Domain.Tests.Appointments;

/// <summary>候補を出し直す: other candidates under the same link (SPEC P5, P7).</summary>
public sealed class OfferingOtherTimes
{
    private static readonly Interval Kept = Given.Hour("2026-04-07 10:00 Asia/Tokyo");
    private static readonly Interval Earlier = Given.Hour("2026-04-06 15:00 Asia/Tokyo");
    private static readonly Interval Later = Given.Hour("2026-04-09 10:00 Asia/Tokyo");

    [Fact]
    public void What_stays_at_its_time_stays_itself_and_all_are_numbered_anew()
    {
        var appointment = Given.In(AppointmentState.Open);
        var kept = appointment.Candidates.Single(c => c.Time == Kept).Id;

        Assert.Null(appointment.Offer(Given.Offer(Later, Kept, Earlier), Given.Now).Refusal);

        Assert.Equal([(1, Earlier), (2, Kept), (3, Later)], appointment.Candidates.OrderBy(c => c.Number).Select(c => (c.Number, c.Time)));
        Assert.Equal(kept, appointment.Candidates.Single(c => c.Time == Kept).Id);
        Assert.Equal(Later.Start, appointment.Deadline);
        Assert.Equal(2 * 3, appointment.TakenTimes().Count);
    }

    [Fact]
    public void The_answer_to_a_request_forgets_the_request_and_tells_the_guest_even_where_only_the_link_was_made()
    {
        var appointment = Given.Proposed(Given.Request with { InvitesByMail = false });
        appointment.RequestOtherTimes(appointment.FirstGuest.Id, "来週に", [], Given.Now);
        appointment.NoteAnnounced(Given.Now);

        appointment.Offer(Given.Offer(Later), Given.Now);

        Assert.Equal((AppointmentState.Open, ""), (appointment.State, appointment.RequestMessage));
        Assert.Equal((Announcement.OtherTimesOffered, AnnouncementNeed.Now), (appointment.Announcement, AppointmentFootprint.Announces(appointment)));
    }

    [Fact]
    public void A_link_handed_over_by_hand_stays_without_mails()
    {
        var appointment = Given.Proposed(Given.Request with { InvitesByMail = false });

        appointment.Offer(Given.Offer(Later), Given.Now);

        Assert.Equal(AnnouncementNeed.None, AppointmentFootprint.Announces(appointment));
    }

    [Fact]
    public void An_invitation_that_never_went_out_goes_out_once_with_the_other_times()
    {
        var appointment = Given.Proposed();

        appointment.Offer(Given.Offer(Later), Given.Now);

        Assert.Equal(Announcement.Invitation, appointment.Announcement);
    }

    [Fact]
    public void Its_own_holds_are_in_nobodys_way_and_others_entries_are()
    {
        var appointment = Given.In(AppointmentState.Open);
        var own = new BusyEntry(Later, BusyKind.Tentative, "hold", null, new EntryKey(appointment.Id, appointment.Candidates[0].Id, Given.Tanaka));

        Assert.Null(appointment.Offer(Given.Offer(Later) with { Busy = Given.BusyWith(Given.Tanaka, own) }, Given.Now).Refusal);
        Assert.Equal(
            ProposalRefusal.OverlapNotAccepted,
            appointment.Offer(Given.Offer(Later) with { Busy = Given.BusyWith(Given.Tanaka, own with { Ours = null }) }, Given.Now).Refusal);
    }

    [Fact]
    public void What_cannot_be_sent_changes_nothing()
    {
        var appointment = Given.In(AppointmentState.TimesRequested);
        var version = appointment.Version;

        Assert.Equal(ProposalRefusal.CandidateMissing, appointment.Offer(Given.Offer(), Given.Now).Refusal);
        Assert.Equal(ProposalRefusal.CandidateInThePast, appointment.Offer(Given.Offer(Later), Later.Start).Refusal);
        Assert.Equal(ProposalRefusal.CandidatesOverlap, appointment.Offer(Given.Offer(Later, new(Later.Start, Later.End + Duration.FromHours(1))), Given.Now).Refusal);
        Assert.Equal(ProposalRefusal.DeadlineInThePast, appointment.Offer(Given.Offer(Later) with { Deadline = Given.Now }, Given.Now).Refusal);
        Assert.Equal(ProposalRefusal.MainHostNotConnected, appointment.Offer(Given.Offer(Later) with { MainHostIsLinked = false }, Given.Now).Refusal);
        Assert.Equal(version, appointment.Version);
    }

    [Fact]
    public void A_fixed_time_is_taken_back_for_other_candidates_and_the_guests_copy_with_it()
    {
        var appointment = Given.AskedForAnotherDate();
        var was = appointment.Chosen!;
        var version = appointment.Version;
        var copy = new BusyEntry(was.Time, BusyKind.Busy, "copy", null, null);
        var offer = Given.Offer(was.Time, Later) with { Busy = Given.BusyWith(Given.Sato, copy) };

        Assert.Equal(ProposalRefusal.Busy, appointment.Offer(offer, Given.Now).Refusal);
        Assert.Equal(version, appointment.Version);
        Assert.Null(appointment.Offer(offer with { TakesBackTime = true }, Given.Now).Refusal);

        Assert.Equal((AppointmentState.Open, null, null), (appointment.State, appointment.Chosen, appointment.DateAskedAt));
        Assert.Equal((was.Time, true, false), (appointment.TakenBack, appointment.GuestsHaveCopy, appointment.ConfirmationWasTold));
        Assert.DoesNotContain(appointment.Candidates, c => c.Id == was.Id);
        Assert.All(appointment.TakenTimes(), t => Assert.False(t.IsFixed));
        Assert.Equal(Announcement.OtherTimesOffered, appointment.Announcement);
        appointment.NoteAnnounced(Given.Now);
        Assert.Equal((null, false), (appointment.TakenBack, appointment.GuestsHaveCopy));
    }

    /// <summary>Whatever is decided before the guests are told, they are told that the time is off.</summary>
    [Fact]
    public void What_was_taken_back_stays_to_be_told_over_every_further_decision()
    {
        static Appointment TakenBack()
        {
            var appointment = Given.AskedForAnotherDate();
            Assert.Null(appointment.Offer(Given.Offer(Later) with { TakesBackTime = true }, Given.Now).Refusal);
            return appointment;
        }

        var expired = TakenBack();
        expired.Expire(Later.Start);
        Assert.Equal((Announcement.Expired, AnnouncementNeed.Now), (expired.Announcement, AppointmentFootprint.Announces(expired)));
        Assert.Equal(ChangeRefusal.TimeImpossible, expired.Extend(Later.End, Given.Now).Refusal);
        Assert.Null(expired.Extend(Later.Start, Given.Now).Refusal);
        Assert.Equal((Announcement.OtherTimesOffered, AnnouncementNeed.Now), (expired.Announcement, AppointmentFootprint.Announces(expired)));

        var withdrawn = TakenBack();
        withdrawn.Expire(Later.Start);
        Assert.Null(withdrawn.Withdraw(Later.Start).Refusal);
        Assert.Equal((Announcement.Withdrawn, true), (withdrawn.Announcement, withdrawn.GuestsHaveCopy));

        var cancelled = TakenBack();
        cancelled.Chosen(0);
        Assert.Null(cancelled.Cancel(Given.Now).Refusal);
        Assert.True(cancelled.GuestsHaveCopy);
    }
}
