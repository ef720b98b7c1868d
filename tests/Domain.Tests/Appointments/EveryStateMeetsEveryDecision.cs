using Hidori.Domain.Appointments;
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
        ["choose too late"] = a => a.Chosen(1, now: Given.Deadline).Refusal?.ToString(),
        ["request other times"] = a => a.RequestOtherTimes(a.FirstGuest.Id, "来週に", [], Soon).Refusal?.ToString(),
        ["withdraw"] = a => a.Withdraw(Soon).Refusal?.ToString(),
        ["cancel"] = a => a.Cancel(Soon).Refusal?.ToString(),
        ["deadline passes"] = a => a.Expire(Given.Deadline) ? null : "false",
        ["deadline not yet"] = a => a.Expire(Soon) ? null : "false",
        ["extend"] = a => a.Extend(Given.At("2026-04-05 18:00 Asia/Tokyo"), Given.Deadline).Refusal?.ToString(),
        ["offer other times"] = a => a.Offer(Given.Offer(Given.Hour("2026-04-09 10:00 Asia/Tokyo")), Soon).Refusal?.ToString(),
        ["send again"] = a => a.CorrectGuest(Given.CorrectionOf(a.FirstGuest), Soon).Refusal?.ToString(),
        ["reschedule"] = a => a.Reschedule(Given.Hour("2026-04-09 10:00 Asia/Tokyo"), [], Soon).Refusal?.ToString(),
        ["change main host"] = a => a.ChangeMainHost(Given.Sato, isLinked: true, formerLeaves: true, [], Soon).Refusal?.ToString(),
        ["go on without link"] = a => a.GoOnWithoutJoinLink(Soon).Refusal?.ToString(),
    };

    private const string Expected = """
        Open           | choose              | Confirmed, tells Confirmed
        Open           | choose too late     | refused: ProposalExpired
        Open           | request other times | TimesRequested, tells OtherTimesRequested
        Open           | withdraw            | Cancelled, tells Withdrawn
        Open           | cancel              | refused: NotInThisState
        Open           | deadline passes     | Expired, tells Expired
        Open           | deadline not yet    | refused: false
        Open           | extend              | Open
        Open           | offer other times   | Open, tells OtherTimesOffered
        Open           | send again          | Open, tells ToGuestAgain
        Open           | reschedule          | refused: NotInThisState
        Open           | change main host    | Open
        Open           | go on without link  | refused: NotInThisState
        Confirmed      | choose              | unchanged
        Confirmed      | choose too late     | unchanged
        Confirmed      | request other times | refused: NotInThisState
        Confirmed      | withdraw            | refused: NotInThisState
        Confirmed      | cancel              | Cancelled, tells Cancelled
        Confirmed      | deadline passes     | refused: false
        Confirmed      | deadline not yet    | refused: false
        Confirmed      | extend              | refused: NotInThisState
        Confirmed      | offer other times   | refused: AlreadyDecided
        Confirmed      | send again          | Confirmed
        Confirmed      | reschedule          | Confirmed, tells Confirmed
        Confirmed      | change main host    | Confirmed, tells Confirmed
        Confirmed      | go on without link  | Confirmed
        TimesRequested | choose              | refused: TimesAlreadyRequested
        TimesRequested | choose too late     | refused: TimesAlreadyRequested
        TimesRequested | request other times | unchanged
        TimesRequested | withdraw            | Cancelled, tells Withdrawn
        TimesRequested | cancel              | refused: NotInThisState
        TimesRequested | deadline passes     | refused: false
        TimesRequested | deadline not yet    | refused: false
        TimesRequested | extend              | refused: NotInThisState
        TimesRequested | offer other times   | Open, tells OtherTimesOffered
        TimesRequested | send again          | refused: NotInThisState
        TimesRequested | reschedule          | refused: NotInThisState
        TimesRequested | change main host    | TimesRequested
        TimesRequested | go on without link  | refused: NotInThisState
        Expired        | choose              | refused: ProposalExpired
        Expired        | choose too late     | refused: ProposalExpired
        Expired        | request other times | TimesRequested, tells OtherTimesRequested
        Expired        | withdraw            | Cancelled, tells None
        Expired        | cancel              | refused: NotInThisState
        Expired        | deadline passes     | refused: false
        Expired        | deadline not yet    | refused: false
        Expired        | extend              | Open
        Expired        | offer other times   | Open, tells OtherTimesOffered
        Expired        | send again          | refused: NotInThisState
        Expired        | reschedule          | refused: NotInThisState
        Expired        | change main host    | Expired
        Expired        | go on without link  | refused: NotInThisState
        Cancelled      | choose              | refused: ProposalWithdrawn
        Cancelled      | choose too late     | refused: ProposalWithdrawn
        Cancelled      | request other times | refused: NotInThisState
        Cancelled      | withdraw            | refused: NotInThisState
        Cancelled      | cancel              | refused: NotInThisState
        Cancelled      | deadline passes     | refused: false
        Cancelled      | deadline not yet    | refused: false
        Cancelled      | extend              | refused: NotInThisState
        Cancelled      | offer other times   | refused: AlreadyDecided
        Cancelled      | send again          | refused: NotInThisState
        Cancelled      | reschedule          | refused: NotInThisState
        Cancelled      | change main host    | refused: NotInThisState
        Cancelled      | go on without link  | refused: NotInThisState
        """;

    [Fact]
    public void The_table_holds()
    {
        var actual = from state in Enum.GetValues<AppointmentState>()
                     from decision in Decisions
                     select $"{state,-14} | {decision.Key,-19} | {Outcome(state, decision.Value)}";

        Assert.Equal(Expected.ReplaceLineEndings("\n").Split('\n'), actual);
    }

    private static string Outcome(AppointmentState state, Func<Appointment, string?> decide)
    {
        var appointment = Given.In(state);
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
