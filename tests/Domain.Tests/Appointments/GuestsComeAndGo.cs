using Hidori.Domain.Appointments;
using Xunit;

namespace Hidori.Domain.Tests.Appointments;

/// <summary>Who is asked changes while something is arranged (SPEC P2, P6, P7).</summary>
public sealed class GuestsComeAndGo
{
    private static readonly GuestInvitation Ogawa = new("サンプル商事", "小川様", "ogawa@example.jp", "en", "hash 2", "link 2");

    [Fact]
    public void An_added_guest_is_asked_alone()
    {
        var appointment = Given.Proposed(Given.Request);
        appointment.NoteAnnounced(Given.Now);

        Assert.True(appointment.AddGuest(Ogawa, Given.Now).Succeeded(out _));

        Assert.Equal(("小川", "en"), (appointment.Guests[1].Name, appointment.Guests[1].Language));
        Assert.Equal([appointment.Guests[1]], appointment.GuestsToTell);
        Assert.Equal((Announcement.ToGuestAgain, appointment.AnnouncedRevision + 1), (appointment.Announcement, appointment.Revision));
    }

    [Fact]
    public void Added_before_the_first_mail_went_out_all_are_asked_in_one_go()
    {
        var appointment = Given.Proposed(Given.Request);

        appointment.AddGuest(Ogawa, Given.Now);

        Assert.Equal((Announcement.Invitation, 1), (appointment.Announcement, appointment.Revision));
        Assert.Equal(appointment.Guests, appointment.GuestsToTell);
    }

    [Fact]
    public void A_proposal_issued_as_urls_mails_nobody_who_is_added_and_a_fixed_time_does()
    {
        var appointment = Given.Proposed(Given.Request with { InvitesByMail = false });

        appointment.AddGuest(Ogawa, Given.Now);
        Assert.Equal(1, appointment.Revision);
        Choose(appointment);
        appointment.NoteAnnounced(Given.Now);
        appointment.AddGuest(Ogawa with { Mail = "third@example.jp", LinkHash = "hash 3" }, Given.Now);

        Assert.Equal((Announcement.ToGuestAgain, "third@example.jp"), (appointment.Announcement, Assert.Single(appointment.GuestsToTell).Mail));
    }

    [Theory]
    [InlineData("yamamoto@example.jp", GuestRefusal.Twice)]
    [InlineData("", GuestRefusal.TextUnfit)]
    public void An_address_is_needed_and_is_nobody_elses(string mail, GuestRefusal refusal) =>
        Assert.Equal(refusal, Given.Proposed(Given.Request).AddGuest(Ogawa with { Mail = mail }, Given.Now).Refusal);

    [Fact]
    public void There_are_ten_at_most_and_one_at_least()
    {
        var appointment = Given.Proposed(Given.Request);
        Assert.Equal(GuestRefusal.IsLast, appointment.RemoveGuest(appointment.FirstGuest.Id, Given.Now).Refusal);
        for (var i = 2; i <= Proposing.MostGuests; i++)
            Assert.Null(appointment.AddGuest(Ogawa with { Mail = $"{i}@example.jp" }, Given.Now).Refusal);

        Assert.Equal(GuestRefusal.TooMany, appointment.AddGuest(Ogawa, Given.Now).Refusal);
        Assert.Null(appointment.RemoveGuest(appointment.FirstGuest.Id, Given.Now).Refusal);
        Assert.Null(appointment.AddGuest(Ogawa, Given.Now).Refusal);
    }

    [Fact]
    public void A_removed_guest_can_no_longer_choose_and_is_told_once()
    {
        var appointment = Given.Proposed(Given.Request);
        appointment.AddGuest(Ogawa, Given.Now);
        appointment.NoteAnnounced(Given.Now);
        var (first, second) = (appointment.Guests[0], appointment.Guests[1]);

        appointment.RemoveGuest(second.Id, Given.Now);
        var revision = appointment.Revision;
        appointment.RemoveGuest(second.Id, Given.Now);

        Assert.Equal([first], appointment.Guests);
        Assert.Equal([first, second], appointment.GuestsOfAllTimes);
        Assert.Equal((Announcement.GuestReleased, revision), (appointment.Announcement, appointment.Revision));
        Assert.Equal([second], appointment.GuestsToRelease);
        Assert.Equal(
            ChoiceRefusal.ProposalWithdrawn,
            appointment.Choose(new GuestAnswer(second.Id, appointment.Candidates[0].Id), Given.Free, [], Given.Now).Refusal);
        appointment.NoteAnnounced(Given.Now);
        Assert.Empty(appointment.GuestsToRelease);
    }

    [Fact]
    public void Who_was_never_written_to_leaves_without_a_word()
    {
        var appointment = Given.Proposed(Given.Request);
        appointment.NoteAnnounced(Given.Now);
        appointment.AddGuest(Ogawa, Given.Now);
        var revision = appointment.Revision;

        appointment.RemoveGuest(appointment.Guests[1].Id, Given.Now);

        Assert.Equal(revision, appointment.Revision);
        Assert.Empty(appointment.GuestsToRelease);
        // What waited for them alone is not told to everybody instead.
        Assert.Empty(appointment.GuestsToTell);
    }

    [Fact]
    public void What_waits_to_be_told_to_all_still_is_when_somebody_leaves()
    {
        var appointment = Given.Proposed(Given.Request);
        appointment.AddGuest(Ogawa, Given.Now);
        appointment.NoteAnnounced(Given.Now);
        Choose(appointment);

        appointment.RemoveGuest(appointment.Guests[1].Id, Given.Now);

        Assert.Equal(Announcement.Confirmed, appointment.Announcement);
        Assert.Equal((1, 1), (appointment.GuestsToTell.Count, appointment.GuestsToRelease.Count));
        Assert.Equal(GuestKnowledge.Candidates, appointment.GuestsToRelease[0].Knowledge);
    }

    [Fact]
    public void What_a_guest_chose_stands_when_they_leave()
    {
        var appointment = Given.Proposed(Given.Request);
        appointment.AddGuest(Ogawa, Given.Now);
        var second = appointment.Guests[1];
        appointment.Choose(new GuestAnswer(second.Id, appointment.Candidates[1].Id), Given.Free, [], Given.Now);
        appointment.NoteAnnounced(Given.Now);

        appointment.RemoveGuest(second.Id, Given.Now);

        Assert.Equal((AppointmentState.Confirmed, appointment.Candidates[1]), (appointment.State, appointment.Chosen));
        Assert.Equal((second, GuestKnowledge.FixedTime), (appointment.AnsweringGuest, second.Knowledge));
    }

    [Fact]
    public void Nothing_changes_once_it_is_over_or_taken_back()
    {
        var appointment = Given.Proposed(Given.Request);
        Choose(appointment);
        Assert.Equal(GuestRefusal.NotInThisState, appointment.AddGuest(Ogawa, appointment.Chosen!.End).Refusal);

        appointment.Cancel(Given.Now);

        Assert.Equal(GuestRefusal.NotInThisState, appointment.AddGuest(Ogawa, Given.Now).Refusal);
        Assert.Equal(GuestRefusal.NotInThisState, appointment.RemoveGuest(appointment.FirstGuest.Id, Given.Now).Refusal);
    }

    private static void Choose(Appointment appointment) =>
        appointment.Choose(new GuestAnswer(appointment.FirstGuest.Id, appointment.Candidates[0].Id), Given.Free, [], Given.Now);
}
