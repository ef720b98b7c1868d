using Hidori.Domain.Outside;
using NodaTime;
using Xunit;

namespace Hidori.Domain.Tests.Outside;

/// <summary>SPEC M12, N1; HOUSE §4.6.</summary>
public sealed class OrderOfWork
{
    private static readonly Instant Now = Instant.FromUtc(2026, 4, 1, 0, 0);
    private static readonly AppointmentId Appointment = AppointmentId.New();
    private static readonly CandidateId First = CandidateId.New();
    private static readonly CandidateId Second = CandidateId.New();
    private static readonly MemberId Tanaka = MemberId.New();
    private static readonly MemberId Sato = MemberId.New();
    private static readonly EntryKey MeetingKey = new(Appointment, First, Tanaka);
    private static readonly EntryKey SatosHold = new(Appointment, First, Sato);

    private static readonly CalendarContent Content = new(
        EntryPurpose.Meeting, "ご相談", new Interval(Now + Duration.FromDays(1), Now + Duration.FromDays(1) + Duration.FromHours(1)),
        "Asia/Tokyo", "", "", WithJoinLink: true, [new Attendee("佐藤", "sato@example.com")]);

    private static readonly Footprint Confirmed = new(
        [new WantedEntry(MeetingKey, Content)], [new WantedCopy(MeetingKey, Sato, SatosHold)]);

    private static readonly LedgerEntry Meeting =
        new(MeetingKey, LedgerState.Settled, Content.Fingerprint(), HasJoinLink: true);

    private static readonly LedgerEntry Hold = new(SatosHold, LedgerState.Settled, "hold");

    private static SyncPlan Plan(AnnouncementNeed need, params LedgerEntry[] recorded) =>
        SyncPlan.For(Confirmed, recorded, need, Now);

    [Fact]
    public void The_meeting_is_written_first()
    {
        var plan = Plan(
            AnnouncementNeed.OnceMeetingStands,
            new(MeetingKey, LedgerState.Settled, "hold"), Hold, new(new(Appointment, Second, Tanaka), LedgerState.Settled, "hold"));

        Assert.Equal(MeetingKey, Assert.IsType<SyncStep.PutEntry>(plan.Next).Wanted.Key);
    }

    [Fact]
    public void Its_link_is_read_before_anybody_is_told()
    {
        var plan = Plan(AnnouncementNeed.OnceMeetingStands, Meeting with { HasJoinLink = false }, Hold);

        Assert.IsType<SyncStep.ReadJoinLink>(plan.Next);
    }

    [Fact]
    public void People_are_told_before_copies_and_leftovers_are_dealt_with() =>
        Assert.IsType<SyncStep.Announce>(Plan(AnnouncementNeed.OnceMeetingStands, Meeting, Hold).Next);

    [Fact]
    public void A_co_hosts_hold_stands_until_the_copy_is_there()
    {
        var before = Plan(AnnouncementNeed.None, Meeting, Hold);
        var after = Plan(AnnouncementNeed.None, Meeting, Hold with { HasCopyRecorded = true });

        Assert.IsType<SyncStep.FindCopy>(before.Next);
        Assert.Equal(SatosHold, Assert.IsType<SyncStep.RemoveEntry>(after.Next).Recorded.Key);
    }

    [Fact]
    public void A_broken_co_host_delays_neither_the_confirmation_nor_other_removals()
    {
        var broken = Hold with { RetryAt = Now + Duration.FromHours(1) };
        var leftOver = new LedgerEntry(new(Appointment, Second, Tanaka), LedgerState.Settled, "hold");

        var telling = Plan(AnnouncementNeed.OnceMeetingStands, Meeting, broken, leftOver);
        var told = Plan(AnnouncementNeed.None, Meeting, broken, leftOver);
        var rest = Plan(AnnouncementNeed.None, Meeting, broken);

        Assert.IsType<SyncStep.Announce>(telling.Next);
        Assert.Equal(leftOver.Key, Assert.IsType<SyncStep.RemoveEntry>(told.Next).Recorded.Key);
        Assert.Equal(new SyncPlan(null, Now + Duration.FromHours(1)), rest);
    }

    [Fact]
    public void A_confirmation_waits_for_a_meeting_that_cannot_be_written()
    {
        var plan = Plan(
            AnnouncementNeed.OnceMeetingStands,
            new LedgerEntry(MeetingKey, LedgerState.InDoubt, null, RetryAt: Now + Duration.FromMinutes(1)));

        Assert.Null(plan.Next);
        Assert.Equal(Now + Duration.FromMinutes(1), plan.LookAgainAt);
    }

    [Fact]
    public void Without_the_link_nobody_is_told_until_the_host_goes_on_without_it()
    {
        var givenUp = Meeting with { HasJoinLink = false, JoinLinkGivenUp = true };
        var without = Content with { WithJoinLink = false };

        var waiting = Plan(AnnouncementNeed.OnceMeetingStands, givenUp);
        var goingOn = SyncPlan.For(
            new Footprint([new WantedEntry(MeetingKey, without)], []),
            [givenUp with { Fingerprint = without.Fingerprint() }], AnnouncementNeed.OnceMeetingStands, Now);

        Assert.IsNotType<SyncStep.Announce>(waiting.Next);
        Assert.IsType<SyncStep.Announce>(goingOn.Next);
    }

    [Fact]
    public void What_states_nothing_outside_is_told_at_once() =>
        Assert.IsType<SyncStep.Announce>(SyncPlan.For(Footprint.Empty, [Meeting, Hold], AnnouncementNeed.Now, Now).Next);

    [Fact]
    public void A_place_in_doubt_is_looked_at_even_when_nothing_is_wanted_there()
    {
        var doubtful = new LedgerEntry(SatosHold, LedgerState.InDoubt, null);

        var plan = SyncPlan.For(Footprint.Empty, [doubtful], AnnouncementNeed.None, Now);

        Assert.Equal(new SyncStep.RemoveEntry(doubtful), plan.Next);
    }

    [Fact]
    public void What_was_given_up_is_left_to_people()
    {
        var plan = SyncPlan.For(Footprint.Empty, [Hold with { IsGivenUp = true }], AnnouncementNeed.None, Now);

        Assert.Equal(new SyncPlan(null, null), plan);
    }

    [Fact]
    public void A_pause_ends_when_its_time_has_come()
    {
        var waiting = Hold with { RetryAt = Now + Duration.FromSeconds(30) };

        Assert.Null(SyncPlan.For(Footprint.Empty, [waiting], AnnouncementNeed.None, Now).Next);
        Assert.NotNull(SyncPlan.For(Footprint.Empty, [waiting], AnnouncementNeed.None, Now + Duration.FromSeconds(30)).Next);
    }

    [Fact]
    public void Nothing_differs_and_nothing_is_done() =>
        Assert.Equal(
            new SyncPlan(null, null),
            Plan(AnnouncementNeed.None, Meeting, new LedgerEntry(SatosHold, LedgerState.Gone, null, HasCopyRecorded: true)));
}
