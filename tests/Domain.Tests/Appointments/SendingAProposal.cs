using Hidori.Domain.Appointments;
using NodaTime;
using Xunit;

namespace Hidori.Domain.Tests.Appointments;

public sealed class SendingAProposal
{
    private static readonly Dictionary<ProposalRefusal, Func<ProposalRequest, ProposalRequest>> Spoilt = new()
    {
        [ProposalRefusal.HostMissing] = r => r with { Hosts = [] },
        [ProposalRefusal.MainHostMissing] = r => r with { MainHost = MemberId.New() },
        [ProposalRefusal.MainHostNotConnected] = r => r with { LinkedHosts = new HashSet<MemberId> { Given.Sato } },
        [ProposalRefusal.CandidateMissing] = r => r with { Candidates = [], Deadline = null },
        [ProposalRefusal.TooManyCandidates] = r => r with { Candidates = Hours(Proposing.MostCandidates + 1) },
        [ProposalRefusal.CandidateInThePast] = r => r with { Candidates = [Given.Hour("2026-04-01 09:00 Asia/Tokyo")] },
        [ProposalRefusal.CandidateEndsBeforeItStarts] = r => r with { Candidates = [Lasting(Duration.Zero)] },
        [ProposalRefusal.CandidateTooLong] = r => r with { Candidates = [Lasting(Duration.FromMinutes(24 * 60 + 1))] },
        [ProposalRefusal.CandidatesOverlap] = r => r with
        {
            Candidates = [Given.Hour("2026-04-06 10:30 Asia/Tokyo"), Given.Hour("2026-04-06 10:00 Asia/Tokyo")],
        },
        [ProposalRefusal.DeadlineInThePast] = r => r with { Deadline = Given.Now },
        [ProposalRefusal.DeadlineAfterLastCandidate] = r => r with { Deadline = Given.At("2026-04-08 10:01 Asia/Tokyo") },
        [ProposalRefusal.GuestMissing] = r => r with { Guests = [r.Guests[0] with { Mail = "" }] },
        [ProposalRefusal.TooManyGuests] = r => r with { Guests = [.. Enumerable.Range(0, Proposing.MostGuests + 1).Select(i => r.Guests[0] with { Mail = $"guest{i}@guest.example" })] },
        [ProposalRefusal.GuestTwice] = r => r with { Copies = [r.Guests[0].Mail] },
        [ProposalRefusal.TooManyCopies] = r => r with { Copies = [.. Enumerable.Range(0, Proposing.MostCopies + 1).Select(i => $"copy{i}@guest.example")] },
        [ProposalRefusal.OverlapNotAccepted] = r => r with
        {
            Busy = Given.BusyWith(Given.Sato, Given.Busy("2026-04-07 10:30 Asia/Tokyo")),
        },
    };

    /// <summary>What is said of rooms is known only with their calendars in hand (the server's ChosenRooms); the rest is about later offers.</summary>
    public static TheoryData<ProposalRefusal> Refusals =>
    [
        .. Enum.GetValues<ProposalRefusal>().Except(
        [
            ProposalRefusal.RoomTaken, ProposalRefusal.RoomUnknown, ProposalRefusal.AlreadyDecided, ProposalRefusal.MessageTooLong, ProposalRefusal.Busy, ProposalRefusal.WishAnswered,
        ]),
    ];

    [Fact]
    public void A_complete_proposal_goes_out_and_invites()
    {
        var appointment = Given.Proposed();

        Assert.Equal(AppointmentState.Open, appointment.State);
        Assert.Equal((1, Announcement.Invitation), (appointment.Revision, appointment.Announcement));
        Assert.Equal([Given.Tanaka, Given.Sato], appointment.Hosts);
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public void What_is_missing_or_wrong_is_said(ProposalRefusal refusal)
    {
        var answer = Appointment.Propose(Spoilt[refusal](Given.Request), Given.Now);

        Assert.Equal(refusal, answer.Refusal);
    }

    [Fact]
    public void A_guest_without_an_address_can_be_handed_the_link()
    {
        var request = Given.Request with { InvitesByMail = false, Guests = [Given.Request.Guests[0] with { Mail = "" }] };

        Assert.Null(Appointment.Propose(request, Given.Now).Refusal);
    }

    [Fact]
    public void Candidates_that_touch_do_not_overlap_and_are_numbered_in_order_of_time()
    {
        var request = Given.Request with
        {
            Candidates = [Given.Hour("2026-04-06 11:00 Asia/Tokyo"), Given.Hour("2026-04-06 10:00 Asia/Tokyo")],
            Deadline = null,
        };

        var appointment = Given.Proposed(request);

        Assert.Equal([(1, Given.At("2026-04-06 10:00 Asia/Tokyo")), (2, Given.At("2026-04-06 11:00 Asia/Tokyo"))],
            appointment.Candidates.Select(c => (c.Number, c.Start)));
    }

    [Fact]
    public void Without_a_deadline_the_guest_may_answer_until_the_last_candidate_begins()
    {
        var appointment = Given.Proposed(Given.Request with { Deadline = null });

        Assert.Equal(Given.At("2026-04-08 10:00 Asia/Tokyo"), appointment.Deadline);
    }

    [Fact]
    public void A_host_named_twice_takes_part_once()
    {
        var appointment = Given.Proposed(Given.Request with { Hosts = [Given.Sato, Given.Tanaka, Given.Sato] });

        Assert.Equal([Given.Sato, Given.Tanaka], appointment.Hosts);
    }

    [Fact]
    public void An_accepted_overlap_is_remembered_with_its_time()
    {
        var request = Given.Request with
        {
            Busy = Given.BusyWith(Given.Sato, Given.Busy("2026-04-07 10:30 Asia/Tokyo", "sato-1")),
            OverlapAccepted = true,
        };

        var accepted = Assert.Single(Given.Proposed(request).Candidates.SelectMany(c => c.AcceptedOverlaps));

        Assert.Equal(
            new AcceptedOverlap(Given.Sato, "sato-1", Given.At("2026-04-07 10:30 Asia/Tokyo"), Given.At("2026-04-07 11:30 Asia/Tokyo")),
            accepted);
    }

    private static Interval Lasting(Duration length)
    {
        var start = Given.At("2026-04-06 10:00 Asia/Tokyo");
        return new Interval(start, start + length);
    }

    private static List<Interval> Hours(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new Interval(
            Given.At("2026-04-06 10:00 Asia/Tokyo") + Duration.FromHours(i),
            Given.At("2026-04-06 10:00 Asia/Tokyo") + Duration.FromHours(i + 1)))];
}
