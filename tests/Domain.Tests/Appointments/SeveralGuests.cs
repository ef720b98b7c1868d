using Hidori.Domain.Appointments;
using Xunit;

namespace Hidori.Domain.Tests.Appointments;

/// <summary>Several guests of one proposal, a link each: the first answer decides for all (SPEC P2, P9, A3b).</summary>
public sealed class SeveralGuests
{
    private static readonly ProposalRequest Request = Given.Request with
    {
        Guests =
        [
            Given.Request.Guests[0],
            new GuestInvitation("サンプル商事", "小川", "ogawa@example.jp", "en", "hash 2", "link 2"),
        ],
    };

    [Fact]
    public void The_first_answer_decides_and_is_remembered_as_whose_it_was()
    {
        var appointment = Given.Proposed(Request);
        var (first, second) = (appointment.Guests[0], appointment.Guests[1]);

        Choose(appointment, second, 1, companions: "部下 1 名");
        Choose(appointment, first, 0);

        Assert.Equal((second.Id, appointment.Candidates[1].Id, "部下 1 名"), (appointment.AnsweredBy, appointment.ChosenCandidate, appointment.Companions));
        Assert.Equal((first, second), (appointment.FirstGuest, appointment.AnsweringGuest));
    }

    [Fact]
    public void Other_times_forget_who_asked_for_them()
    {
        var appointment = Given.Proposed(Request);
        appointment.RequestOtherTimes(appointment.Guests[1].Id, "", [], Given.Now);
        Assert.Equal(appointment.Guests[1], appointment.AnsweringGuest);

        appointment.Offer(Given.Offer(Given.Hour("2026-04-09 10:00 Asia/Tokyo")), Given.Now);

        Assert.Null(appointment.AnsweredBy);
    }

    [Fact]
    public void Who_is_written_to_again_is_told_alone_until_all_are_told_something_else()
    {
        var appointment = Given.Proposed(Request);
        var second = appointment.Guests[1];
        appointment.NoteAnnounced(Given.Now);

        appointment.CorrectGuest(Given.CorrectionOf(second), Given.Now);

        Assert.Equal([second], appointment.GuestsToTell);
        Assert.Equal(("yamamoto@example.jp", "yamamoto@sample.example"), (appointment.FirstGuest.Mail, second.Mail));
        Choose(appointment, second, 0);
        Assert.Equal(appointment.Guests, appointment.GuestsToTell);
    }

    [Fact]
    public void What_waits_for_all_is_not_narrowed_by_writing_to_one_again()
    {
        var appointment = Given.Proposed(Request);

        appointment.CorrectGuest(Given.CorrectionOf(appointment.Guests[1]), Given.Now);

        Assert.Equal(2, appointment.GuestsToTell.Count);
    }

    [Fact]
    public void Of_links_given_by_hand_only_the_one_that_is_mailed_after_all_is()
    {
        var appointment = Given.Proposed(Request with { InvitesByMail = false });
        var (first, second) = (appointment.Guests[0], appointment.Guests[1]);

        appointment.CorrectGuest(Given.CorrectionOf(second), Given.Now);
        Assert.Equal([second], appointment.GuestsToTell);

        appointment.CorrectGuest(Given.CorrectionOf(first) with { Mail = first.Mail }, Given.Now);
        Assert.Equal([first, second], appointment.GuestsToTell);
    }

    [Theory]
    [InlineData("ogawa@example.jp")]
    [InlineData("hisho@example.jp")]
    public void One_address_for_two_is_refused(string taken)
    {
        var appointment = Given.Proposed(Request with { Copies = ["hisho@example.jp"] });

        var refusal = appointment.CorrectGuest(Given.CorrectionOf(appointment.FirstGuest) with { Mail = taken }, Given.Now).Refusal;

        Assert.Equal(GuestRefusal.Twice, refusal);
        Assert.Equal("yamamoto@example.jp", appointment.FirstGuest.Mail);
    }

    [Fact]
    public void A_guest_of_another_appointment_is_not_corrected_here()
    {
        var refusal = Given.Proposed(Request).CorrectGuest(Given.CorrectionOf(Given.Proposed().FirstGuest), Given.Now).Refusal;

        Assert.Equal(GuestRefusal.NotInThisState, refusal);
    }

    private static void Choose(Appointment appointment, Guest by, int candidate, string companions = "") =>
        Assert.Null(appointment.Choose(
            new GuestAnswer(by.Id, appointment.Candidates[candidate].Id, "", companions), Given.Free, [], Given.Now).Refusal);
}
