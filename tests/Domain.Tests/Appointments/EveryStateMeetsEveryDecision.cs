using Hidori.Domain.Appointments;
using Hidori.Domain.Availability;
using NodaTime;
using Xunit;

namespace Hidori.Domain.Tests.Appointments;

/// <summary>The whole table: what each decision does to an appointment in each state, and what people are told.</summary>
public sealed class EveryStateMeetsEveryDecision
{
    private static readonly Instant Soon = Given.Now + Duration.FromHours(1);

    private static readonly Dictionary<string, Func<Appointment, string?>> Decisions = new()
    {
        ["choose"] = a => a.Chosen(1).Refusal?.ToString(),
        ["choose for guest"] = a => a.ChooseForGuest(a.Candidates[^1].Id, Given.Free, [], Soon).Refusal?.ToString(),
        ["choose too late"] = a => a.Chosen(1, now: Given.Deadline).Refusal?.ToString(),
        ["request other times"] = a => a.RequestOtherTimes(a.FirstGuest.Id, "来週に", [], Soon).Refusal?.ToString(),
        ["withdraw"] = a => a.Withdraw(Soon).Refusal?.ToString(),
        ["cancel"] = a => a.Cancel(Soon).Refusal?.ToString(),
        ["deadline passes"] = a => a.Expire(Given.Deadline) ? null : "false",
        ["deadline not yet"] = a => a.Expire(Soon) ? null : "false",
        ["extend"] = a => a.Extend(Given.At("2026-04-05 18:00 Asia/Tokyo"), Given.Deadline).Refusal?.ToString(),
        ["offer other times"] = a => a.Offer(Given.Offer(Given.Hour("2026-04-09 10:00 Asia/Tokyo")), Soon).Refusal?.ToString(),
        ["take back and offer"] = a => a.Offer(Given.Offer(Given.Hour("2026-04-09 10:00 Asia/Tokyo")) with { TakesBackTime = true }, Soon).Refusal?.ToString(),
        ["send again"] = a => a.CorrectGuest(Given.CorrectionOf(a.FirstGuest), Soon).Refusal?.ToString(),
        ["reschedule"] = a => a.Reschedule(Given.Hour("2026-04-09 10:00 Asia/Tokyo"), [], Soon).Refusal?.ToString(),
        ["guest cancels"] = a => a.CancelByGuest(GuestId.New(), "都合により", Soon).Refusal?.ToString(),
        ["guest asks for date"] = a => a.AskForDate("別の日に", [], Soon).Refusal?.ToString(),
        ["keep date"] = a => a.KeepDate(Soon).Refusal?.ToString(),
        ["mark"] = a => a.Mark(AppointmentOutcome.TookPlace, Soon).Refusal?.ToString(),
        ["change main host"] = a => a.ChangeMainHost(Given.Sato, isLinked: true, formerLeaves: true, [], Soon).Refusal?.ToString(),
        ["add host"] = a => a.AddHost(Given.Mori, new BusyTimes.Known([], Soon), overlapAccepted: false, [], Soon).Refusal?.ToString(),
        ["remove host"] = a => a.RemoveHost(Given.Sato, Soon).Refusal?.ToString(),
        ["add guest"] = a => a.AddGuest(new GuestInvitation("", "小川", "ogawa@example.jp", "ja", "hash 2", "link 2"), Soon).Refusal?.ToString(),
        ["remove guest"] = a => a.RemoveGuest(a.FirstGuest.Id, Soon).Refusal?.ToString(),
        ["remind"] = a => a.Remind(Soon).Refusal?.ToString(),
        ["turn reminder on"] = a => a.SwitchReminder(true, Soon).Refusal?.ToString(),
        ["turn upcoming off"] = a => a.SwitchUpcoming(false, Soon).Refusal?.ToString(),
        ["go on without link"] = a => a.GoOnWithoutJoinLink(Soon).Refusal?.ToString(),
    };

    /// <summary>The states that are kept, and the two that a confirmed appointment is in besides (SPEC P5, A3).</summary>
    private static readonly Dictionary<string, Func<Appointment>> States = new(
    [
        .. Enum.GetValues<AppointmentState>().Select(s => KeyValuePair.Create(s.ToString(), () => Given.In(s))),
        KeyValuePair.Create("DateAsked", Given.AskedForAnotherDate),
        KeyValuePair.Create("Over", Given.Over),
    ]);

    private const string Expected = """
        Open           | choose              | Confirmed, tells Confirmed
        Open           | choose for guest    | Confirmed, tells Confirmed
        Open           | choose too late     | refused: ProposalExpired
        Open           | request other times | TimesRequested, tells OtherTimesRequested
        Open           | withdraw            | Cancelled, tells Withdrawn
        Open           | cancel              | refused: NotInThisState
        Open           | deadline passes     | Expired, tells Expired
        Open           | deadline not yet    | refused: false
        Open           | extend              | Open
        Open           | offer other times   | Open, tells OtherTimesOffered
        Open           | take back and offer | refused: Busy
        Open           | send again          | Open, tells ToGuestAgain
        Open           | reschedule          | refused: NotInThisState
        Open           | guest cancels       | refused: NotInThisState
        Open           | guest asks for date | refused: NotInThisState
        Open           | keep date           | refused: NotInThisState
        Open           | mark                | refused: NotInThisState
        Open           | change main host    | Open
        Open           | add host            | Open
        Open           | remove host         | Open
        Open           | add guest           | Open, tells ToGuestAgain
        Open           | remove guest        | refused: IsLast
        Open           | remind              | Open, tells Reminder
        Open           | turn reminder on    | Open
        Open           | turn upcoming off   | refused: NotInThisState
        Open           | go on without link  | refused: NotInThisState
        Confirmed      | choose              | unchanged
        Confirmed      | choose for guest    | unchanged
        Confirmed      | choose too late     | unchanged
        Confirmed      | request other times | refused: NotInThisState
        Confirmed      | withdraw            | refused: NotInThisState
        Confirmed      | cancel              | Cancelled, tells Cancelled
        Confirmed      | deadline passes     | refused: false
        Confirmed      | deadline not yet    | refused: false
        Confirmed      | extend              | refused: NotInThisState
        Confirmed      | offer other times   | refused: AlreadyDecided
        Confirmed      | take back and offer | refused: AlreadyDecided
        Confirmed      | send again          | Confirmed
        Confirmed      | reschedule          | Confirmed, tells Confirmed
        Confirmed      | guest cancels       | Cancelled, tells Cancelled
        Confirmed      | guest asks for date | Confirmed, tells Confirmed
        Confirmed      | keep date           | refused: NotInThisState
        Confirmed      | mark                | refused: NotInThisState
        Confirmed      | change main host    | Confirmed, tells Confirmed
        Confirmed      | add host            | Confirmed
        Confirmed      | remove host         | Confirmed
        Confirmed      | add guest           | Confirmed
        Confirmed      | remove guest        | refused: IsLast
        Confirmed      | remind              | refused: NotInThisState
        Confirmed      | turn reminder on    | refused: NotInThisState
        Confirmed      | turn upcoming off   | refused: NotInThisState
        Confirmed      | go on without link  | Confirmed
        TimesRequested | choose              | refused: TimesAlreadyRequested
        TimesRequested | choose for guest    | refused: TimesAlreadyRequested
        TimesRequested | choose too late     | refused: TimesAlreadyRequested
        TimesRequested | request other times | unchanged
        TimesRequested | withdraw            | Cancelled, tells Withdrawn
        TimesRequested | cancel              | refused: NotInThisState
        TimesRequested | deadline passes     | refused: false
        TimesRequested | deadline not yet    | refused: false
        TimesRequested | extend              | refused: NotInThisState
        TimesRequested | offer other times   | Open, tells OtherTimesOffered
        TimesRequested | take back and offer | refused: Busy
        TimesRequested | send again          | refused: NotInThisState
        TimesRequested | reschedule          | refused: NotInThisState
        TimesRequested | guest cancels       | refused: NotInThisState
        TimesRequested | guest asks for date | refused: NotInThisState
        TimesRequested | keep date           | refused: NotInThisState
        TimesRequested | mark                | refused: NotInThisState
        TimesRequested | change main host    | TimesRequested
        TimesRequested | add host            | TimesRequested
        TimesRequested | remove host         | TimesRequested
        TimesRequested | add guest           | TimesRequested
        TimesRequested | remove guest        | refused: IsLast
        TimesRequested | remind              | refused: NotInThisState
        TimesRequested | turn reminder on    | refused: NotInThisState
        TimesRequested | turn upcoming off   | refused: NotInThisState
        TimesRequested | go on without link  | refused: NotInThisState
        Expired        | choose              | refused: ProposalExpired
        Expired        | choose for guest    | refused: ProposalExpired
        Expired        | choose too late     | refused: ProposalExpired
        Expired        | request other times | TimesRequested, tells OtherTimesRequested
        Expired        | withdraw            | Cancelled, tells None
        Expired        | cancel              | refused: NotInThisState
        Expired        | deadline passes     | refused: false
        Expired        | deadline not yet    | refused: false
        Expired        | extend              | Open
        Expired        | offer other times   | Open, tells OtherTimesOffered
        Expired        | take back and offer | refused: Busy
        Expired        | send again          | refused: NotInThisState
        Expired        | reschedule          | refused: NotInThisState
        Expired        | guest cancels       | refused: NotInThisState
        Expired        | guest asks for date | refused: NotInThisState
        Expired        | keep date           | refused: NotInThisState
        Expired        | mark                | refused: NotInThisState
        Expired        | change main host    | Expired
        Expired        | add host            | Expired
        Expired        | remove host         | Expired
        Expired        | add guest           | Expired
        Expired        | remove guest        | refused: IsLast
        Expired        | remind              | refused: NotInThisState
        Expired        | turn reminder on    | refused: NotInThisState
        Expired        | turn upcoming off   | refused: NotInThisState
        Expired        | go on without link  | refused: NotInThisState
        Cancelled      | choose              | refused: ProposalWithdrawn
        Cancelled      | choose for guest    | refused: ProposalWithdrawn
        Cancelled      | choose too late     | refused: ProposalWithdrawn
        Cancelled      | request other times | refused: NotInThisState
        Cancelled      | withdraw            | refused: NotInThisState
        Cancelled      | cancel              | refused: NotInThisState
        Cancelled      | deadline passes     | refused: false
        Cancelled      | deadline not yet    | refused: false
        Cancelled      | extend              | refused: NotInThisState
        Cancelled      | offer other times   | refused: AlreadyDecided
        Cancelled      | take back and offer | refused: AlreadyDecided
        Cancelled      | send again          | refused: NotInThisState
        Cancelled      | reschedule          | refused: NotInThisState
        Cancelled      | guest cancels       | refused: NotInThisState
        Cancelled      | guest asks for date | refused: NotInThisState
        Cancelled      | keep date           | refused: NotInThisState
        Cancelled      | mark                | refused: NotInThisState
        Cancelled      | change main host    | refused: NotInThisState
        Cancelled      | add host            | refused: NotInThisState
        Cancelled      | remove host         | refused: NotInThisState
        Cancelled      | add guest           | refused: NotInThisState
        Cancelled      | remove guest        | refused: NotInThisState
        Cancelled      | remind              | refused: NotInThisState
        Cancelled      | turn reminder on    | refused: NotInThisState
        Cancelled      | turn upcoming off   | refused: NotInThisState
        Cancelled      | go on without link  | refused: NotInThisState
        DateAsked      | choose              | unchanged
        DateAsked      | choose for guest    | unchanged
        DateAsked      | choose too late     | unchanged
        DateAsked      | request other times | refused: NotInThisState
        DateAsked      | withdraw            | refused: NotInThisState
        DateAsked      | cancel              | Cancelled, tells Cancelled
        DateAsked      | deadline passes     | refused: false
        DateAsked      | deadline not yet    | refused: false
        DateAsked      | extend              | refused: NotInThisState
        DateAsked      | offer other times   | refused: Busy
        DateAsked      | take back and offer | Open, tells OtherTimesOffered
        DateAsked      | send again          | Confirmed, tells ToGuestAgain
        DateAsked      | reschedule          | Confirmed, tells Rescheduled
        DateAsked      | guest cancels       | Cancelled, tells Cancelled
        DateAsked      | guest asks for date | unchanged
        DateAsked      | keep date           | Confirmed, tells DateKept
        DateAsked      | mark                | refused: NotInThisState
        DateAsked      | change main host    | Confirmed, tells MainHostChanged
        DateAsked      | add host            | Confirmed
        DateAsked      | remove host         | Confirmed
        DateAsked      | add guest           | Confirmed, tells ToGuestAgain
        DateAsked      | remove guest        | refused: IsLast
        DateAsked      | remind              | refused: NotInThisState
        DateAsked      | turn reminder on    | refused: NotInThisState
        DateAsked      | turn upcoming off   | refused: NotInThisState
        DateAsked      | go on without link  | Confirmed
        Over           | choose              | unchanged
        Over           | choose for guest    | unchanged
        Over           | choose too late     | unchanged
        Over           | request other times | refused: NotInThisState
        Over           | withdraw            | refused: NotInThisState
        Over           | cancel              | refused: NotInThisState
        Over           | deadline passes     | refused: false
        Over           | deadline not yet    | refused: false
        Over           | extend              | refused: NotInThisState
        Over           | offer other times   | refused: AlreadyDecided
        Over           | take back and offer | refused: AlreadyDecided
        Over           | send again          | Confirmed, tells ToGuestAgain
        Over           | reschedule          | refused: NotInThisState
        Over           | guest cancels       | refused: NotInThisState
        Over           | guest asks for date | refused: NotInThisState
        Over           | keep date           | refused: NotInThisState
        Over           | mark                | Confirmed
        Over           | change main host    | refused: NotInThisState
        Over           | add host            | refused: NotInThisState
        Over           | remove host         | refused: NotInThisState
        Over           | add guest           | refused: NotInThisState
        Over           | remove guest        | refused: NotInThisState
        Over           | remind              | refused: NotInThisState
        Over           | turn reminder on    | refused: NotInThisState
        Over           | turn upcoming off   | refused: NotInThisState
        Over           | go on without link  | Confirmed
        """;

    [Fact]
    public void The_table_holds()
    {
        var actual = from state in States
                     from decision in Decisions
                     select $"{state.Key,-14} | {decision.Key,-19} | {Outcome(state.Value(), decision.Value)}";

        Assert.Equal(Expected.ReplaceLineEndings("\n").Split('\n'), actual);
    }

    private static string Outcome(Appointment appointment, Func<Appointment, string?> decide)
    {
        var (revision, version) = (appointment.Revision, appointment.Version);

        if (decide(appointment) is { } refusal)
            return appointment.Version == version ? $"refused: {refusal}" : $"refused: {refusal}, and yet changed";
        if (appointment.Version == version)
            return "unchanged";
        return appointment.Revision == revision
            ? $"{appointment.State}"
            : $"{appointment.State}, tells {appointment.Announcement}";
    }
}
