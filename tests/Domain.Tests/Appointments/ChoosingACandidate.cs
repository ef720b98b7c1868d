using Hidori.Domain.Appointments;
using Hidori.Domain.Availability;
using Hidori.Domain.Outside;
using NodaTime;
using Xunit;

namespace Hidori.Domain.Tests.Appointments;

public sealed class ChoosingACandidate
{
    private const string First = "2026-04-06 10:00 Asia/Tokyo";

    [Fact]
    public void A_free_candidate_becomes_the_appointment()
    {
        var appointment = Given.Proposed();

        var answer = appointment.Chosen(1, note: "駐車場はありますか");

        Assert.Null(answer.Refusal);
        Assert.Equal(appointment.Candidates[1], appointment.Chosen);
        Assert.Equal("駐車場はありますか", appointment.GuestNote);
    }

    [Fact]
    public void Whoever_chooses_second_gets_the_first_answer_whichever_candidate_it_names()
    {
        var appointment = Given.Proposed();
        appointment.Chosen(0);
        var version = appointment.Version;

        var again = appointment.Chosen(0);
        var other = appointment.Chosen(2, busy: Given.BusyWith(Given.Tanaka, Given.Busy("2026-04-08 10:00 Asia/Tokyo")));

        foreach (var answer in new[] { again, other })
            Assert.Equal(appointment.Candidates[0].Id, answer.Match(c => c.Id, r => throw new InvalidOperationException($"{r}")));
        Assert.Equal(version, appointment.Version);
    }

    [Fact]
    public void A_candidate_of_another_proposal_is_unknown()
    {
        var answer = Given.Proposed().Choose(new GuestAnswer(GuestId.New(), CandidateId.New()), Given.Free, [], Given.Now);

        Assert.Equal(ChoiceRefusal.CandidateUnknown, answer.Refusal);
    }

    [Fact]
    public void A_candidate_that_has_begun_is_past()
    {
        var appointment = Given.Proposed(Given.Request with { Deadline = Given.At("2026-04-08 09:00 Asia/Tokyo") });

        var answer = appointment.Chosen(0, now: Given.At(First));

        Assert.Equal(ChoiceRefusal.CandidateInThePast, answer.Refusal);
    }

    [Fact]
    public void An_entry_added_since_takes_the_candidate()
    {
        var answer = Given.Proposed().Chosen(0, busy: Given.BusyWith(Given.Sato, Given.Busy(First)));

        Assert.Equal(ChoiceRefusal.CandidateTaken, answer.Refusal);
    }

    [Theory]
    [InlineData("2026-04-06 09:00 Asia/Tokyo")]
    [InlineData("2026-04-06 11:00 Asia/Tokyo")]
    public void A_neighbour_that_only_touches_takes_nothing(string start)
    {
        var answer = Given.Proposed().Chosen(0, busy: Given.BusyWith(Given.Sato, Given.Busy(start)));

        Assert.Null(answer.Refusal);
    }

    [Fact]
    public void What_the_host_overlapped_knowingly_takes_nothing_until_it_moves()
    {
        var known = Given.BusyWith(Given.Tanaka, Given.Busy(First));
        var appointment = Given.Proposed(Given.Request with { Busy = known, OverlapAccepted = true });
        var moved = Given.BusyWith(Given.Tanaka, Given.Busy("2026-04-06 10:30 Asia/Tokyo"));

        Assert.Equal(ChoiceRefusal.CandidateTaken, appointment.Chosen(0, busy: moved).Refusal);
        Assert.Null(appointment.Chosen(0, busy: known).Refusal);
    }

    [Fact]
    public void Own_holds_and_other_proposals_holds_take_nothing_but_other_appointments_do()
    {
        var appointment = Given.Proposed();
        BusyEntry Entry(AppointmentId whose, BusyKind kind) => Given.Busy(First) with
        {
            Kind = kind,
            Ours = new EntryKey(whose, CandidateId.New(), Given.Tanaka),
        };

        var own = Given.BusyWith(Given.Tanaka, Entry(appointment.Id, BusyKind.Tentative));
        var others = Given.BusyWith(Given.Tanaka, Entry(AppointmentId.New(), BusyKind.Tentative));
        var fixedOne = Given.BusyWith(Given.Tanaka, Entry(AppointmentId.New(), BusyKind.Busy));

        Assert.Null(appointment.WhyImpossible(appointment.Candidates[0], own, [], Given.Now));
        Assert.Null(appointment.WhyImpossible(appointment.Candidates[0], others, [], Given.Now));
        Assert.Equal(ChoiceRefusal.CandidateTaken, appointment.WhyImpossible(appointment.Candidates[0], fixedOne, [], Given.Now));
    }

    [Fact]
    public void Our_own_agenda_blocks_whatever_the_calendar_echoes()
    {
        TakenTime Taken(bool isFixed, MemberId whose) => new(
            Given.Organization, whose, AppointmentId.New(), CandidateId.New(), Given.At(First),
            Given.At(First) + Duration.FromMinutes(30), isFixed);

        Assert.Equal(ChoiceRefusal.CandidateTaken, Given.Proposed().Chosen(0, agenda: [Taken(true, Given.Sato)]).Refusal);
        Assert.Null(Given.Proposed().Chosen(0, agenda: [Taken(false, Given.Sato)]).Refusal);
        Assert.Null(Given.Proposed().Chosen(0, agenda: [Taken(true, MemberId.New())]).Refusal);
    }

    [Theory]
    [InlineData(UnknownReason.Throttled)]
    [InlineData(UnknownReason.Unavailable)]
    [InlineData(UnknownReason.ConnectionBroken)]
    public void An_unreadable_calendar_is_never_free(UnknownReason reason)
    {
        var busy = new Dictionary<MemberId, BusyTimes>(Given.Free) { [Given.Sato] = new BusyTimes.Unknown(reason) };
        var appointment = Given.Proposed();

        Assert.Equal(ChoiceRefusal.CalendarUnavailable, appointment.Chosen(0, busy).Refusal);
        Assert.Equal(AppointmentState.Open, appointment.State);
    }

    [Fact]
    public void A_co_host_without_a_calendar_is_not_waited_for_but_the_main_host_is()
    {
        var notConnected = new BusyTimes.Unknown(UnknownReason.NotConnected);

        var coHost = Given.Proposed().Chosen(0, busy: new(Given.Free) { [Given.Sato] = notConnected });
        var mainHost = Given.Proposed().Chosen(0, busy: new(Given.Free) { [Given.Tanaka] = notConnected });
        var nobodyAsked = Given.Proposed().Chosen(0, busy: []);

        Assert.Null(coHost.Refusal);
        Assert.Equal(ChoiceRefusal.CalendarUnavailable, mainHost.Refusal);
        Assert.Equal(ChoiceRefusal.CalendarUnavailable, nobodyAsked.Refusal);
    }

    [Fact]
    public void Taken_is_said_rather_than_unknown_when_both_are_true()
    {
        var busy = Given.BusyWith(Given.Sato, Given.Busy(First));
        busy[Given.Tanaka] = new BusyTimes.Unknown(UnknownReason.Unavailable);

        Assert.Equal(ChoiceRefusal.CandidateTaken, Given.Proposed().Chosen(0, busy).Refusal);
    }

    [Fact]
    public void A_very_long_note_is_cut()
    {
        var appointment = Given.Proposed();

        appointment.Chosen(0, note: new string('あ', 3000));

        Assert.Equal(Appointment.LongestText, appointment.GuestNote.Length);
    }

    [Fact]
    public void A_long_note_is_not_cut_through_a_character()
    {
        var appointment = Given.Proposed();

        appointment.Chosen(0, note: "あ" + string.Concat(Enumerable.Repeat("𠮷", Appointment.LongestText)));

        Assert.Equal(Appointment.LongestText - 1, appointment.GuestNote.Length);
        Assert.EndsWith("𠮷", appointment.GuestNote, StringComparison.Ordinal);
    }
}
