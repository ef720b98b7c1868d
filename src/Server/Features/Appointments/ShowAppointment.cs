using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.Organizations;
using Hidori.Domain.Outside;
using Hidori.Server.Features.GuestProposals;
using Hidori.Server.Outside;
using Hidori.Server.Protection;
using Hidori.Server.Storage;
using Hidori.Server.Ui;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Hidori.Server.Features.Appointments;

/// <summary>Reads one appointment with what was written where, and what waits and why (SPEC A1, A2, M16).</summary>
public sealed class ShowAppointment(
    Db db, SealedText sealedText, ShowTimeline timeline, ShowAppointmentRooms rooms, IOptions<ServerOptions> server, IClock clock)
{
    public async Task<AppointmentView?> RunAsync(
        ShellView shell, Member reader, AppointmentId id, FormState form, CancellationToken ct)
    {
        if (await OutsideState.ReadAsync(db, id, ct) is not { } state)
            return null;
        var appointment = state.Appointment;
        var now = clock.GetCurrentInstant();
        var names = await db.Members.AsNoTracking().ToDictionaryAsync(m => m.Id, m => m.DisplayName, ct);
        var problem = ProblemOf(state, reader, names);
        return new AppointmentView(
            shell, id.ToString(), ShowAppointments.StatusOf(appointment, now), FactsOf(state, names),
            appointment.Chosen?.Start, appointment.Chosen?.End, appointment.Deadline, appointment.ZoneId, now,
            ShowAppointments.MarkOf(appointment, state.Ledger, state.Hosts), problem,
            [.. state.Hosts.Select(h => HostEntries.HostOf(h, state))],
            [.. appointment.Candidates.OrderBy(c => c.Number).Select(c => CandidateOf(c, state, now))],
            appointment.State == AppointmentState.TimesRequested || appointment.DateAskedAt is not null
                ? new OtherTimesWish(appointment.RequestMessage, [.. appointment.PreferredTimes.Select(p => new WishedRange(p.Start, p.End))], appointment.DateAskedAt is not null)
                : null,
            await timeline.MailsAsync(appointment, names, ct),
            await timeline.RunAsync(appointment, names, ct),
            new AppointmentActions(
                appointment.CanWithdraw,
                appointment.State == AppointmentState.Confirmed && !appointment.IsOver(now),
                appointment.State is AppointmentState.Open or AppointmentState.Expired
                    && appointment.Candidates.Any(c => c.Start > now),
                appointment.State == AppointmentState.Confirmed && !appointment.IsOver(now),
                CanResend: appointment.State != AppointmentState.Cancelled && !appointment.IsOver(now),
                CanRetry: problem is not null,
                CanMakeJoinLink: problem?.Kind == ProblemKind.JoinLinkMissing,
                CanEdit: appointment.State is AppointmentState.Open or AppointmentState.Confirmed,
                CanOffer: appointment.CanOffer(now),
                CanMark: appointment.IsOver(now))
            {
                CanAddGuest = appointment.CanChangeGuests(now) && appointment.Guests.Count < Proposing.MostGuests,
                CanRemoveGuest = appointment.CanChangeGuests(now) && appointment.Guests.Count > 1,
            },
            OutsideChangeOf(state),
            form)
        {
            Rooms = await rooms.RunAsync(state, now, ct),
            Outcome = appointment.Outcome,
            Reminder = ReminderView.Of(appointment, now),
            Upcoming = UpcomingView.Of(appointment, now),
            MainHost = await MainHostOffer.ReadAsync(db, state, now, ct),
            Joining = appointment.CanChangeHosts(now) ? await ChangeHosts.WhoCouldJoinAsync(db, appointment, ct) : null,
        };
    }

    /// <summary>The meeting before holds; a co-host's copy is shown beside their name only.</summary>
    private static OutsideChangeView? OutsideChangeOf(OutsideState state)
    {
        var changed = state.Ledger.Where(l => l.Change is not null && !l.HasCopyRecorded)
            .OrderByDescending(l => l.Purpose == EntryPurpose.Meeting).ThenBy(l => l.ChangeSince).ToList();
        if (changed.FirstOrDefault() is not { } row || row.Purpose == EntryPurpose.Hold && state.Appointment.State != AppointmentState.Open
            || state.Appointment.Candidates.FirstOrDefault(c => c.Id == row.Candidate) is not { } candidate)
            return null;
        var isMeeting = row.Purpose == EntryPurpose.Meeting;
        return new OutsideChangeView(
            row.Change == OutsideChange.Moved, !isMeeting, state.Hosts.FirstOrDefault(h => h.Member == row.Whose)?.Name ?? "",
            candidate.Start, candidate.End, row.ChangeStart, row.ChangeEnd, row.ChangeSince!.Value, changed.Count,
            CanFollow: isMeeting && (row.Change != OutsideChange.Moved || row.ChangeStart is not null));
    }

    private AppointmentFacts FactsOf(OutsideState state, Dictionary<MemberId, string> names)
    {
        var appointment = state.Appointment;
        var meeting = state.Ledger.FirstOrDefault(l => l.Candidate == appointment.ChosenCandidate && l.ProtectedJoinLink is not null);
        return new AppointmentFacts(
            appointment.DisplayTitle, [.. appointment.Guests.Select(g => GuestFacts.Of(g, appointment, server.Value.GuestPage(sealedText.Open(SealedText.GuestLink, g.ProtectedLink))))],
            appointment.Copies, ShowProposal.FormatOf(appointment.Format),
            OrNull(state.PlaceWithRoom), appointment.WithJoinLink,
            OrNull(appointment.OwnJoinLink) ?? (meeting?.ProtectedJoinLink is { } link ? sealedText.Open(SealedText.JoinLink, link) : null),
            appointment.Hosts.Contains(appointment.CreatedBy) ? null : names[appointment.CreatedBy],
            OrNull(appointment.Message), OrNull(appointment.Note), OrNull(appointment.GuestNote), OrNull(appointment.Companions))
        {
            Directions = OrNull(appointment.Directions),
            IsReceived = appointment.IsReceived,
            ReceptionCode = appointment.ReceptionCodeAt(clock.GetCurrentInstant()),
        };
    }

    private static string? OrNull(string text) => text.Length > 0 ? text : null;

    /// <summary>The gravest thing that waits; one is enough to act on, the list of hosts shows the rest.</summary>
    private static AppointmentProblem? ProblemOf(OutsideState state, Member reader, Dictionary<MemberId, string> names)
    {
        var waiting = state.Ledger.Where(l => l.Reason is not null and not PendingReason.Underway).ToList();
        var row = waiting.OrderByDescending(l => l.Whose == state.Appointment.MainHost).FirstOrDefault(l => KindOf(l.Reason!.Value) is not null);
        return row is null
            ? null
            : new AppointmentProblem(
                KindOf(row.Reason!.Value)!.Value, names[row.Whose], row.Whose == reader.Id, waiting.Count,
                row.IsGivenUp ? null : row.RetryAt, IsGivenUp: row.IsGivenUp);
    }

    internal static ProblemKind? KindOf(PendingReason reason) => reason switch
    {
        PendingReason.Underway => null,
        PendingReason.NotConnected => ProblemKind.NotConnected,
        PendingReason.ConnectionBroken => ProblemKind.ConnectionBroken,
        PendingReason.PermissionLost => ProblemKind.PermissionLost,
        PendingReason.MailboxMissing => ProblemKind.MailboxMissing,
        PendingReason.RegistrationRefused => ProblemKind.RegistrationRefused,
        PendingReason.Throttled => ProblemKind.Throttled,
        PendingReason.Unavailable => ProblemKind.Unreachable,
        PendingReason.Refused => ProblemKind.Refused,
        PendingReason.CopyMissing => ProblemKind.CopyMissing,
        PendingReason.JoinLinkMissing => ProblemKind.JoinLinkMissing,
    };

    private static CandidateRow CandidateOf(Candidate candidate, OutsideState state, Instant now)
    {
        var appointment = state.Appointment;
        var holds = state.Ledger.Count(l => l.Candidate == candidate.Id && l is { Purpose: EntryPurpose.Hold, State: LedgerState.Settled });
        var shown = candidate.Id == appointment.ChosenCandidate ? CandidateState.Chosen
            : appointment.State != AppointmentState.Open ? CandidateState.Released
            : candidate.Start <= now ? CandidateState.Past
            : CandidateState.Offered;
        return new CandidateRow(candidate.Id.ToString(), candidate.Number, candidate.Start, candidate.End, shown, holds, state.Hosts.Count(h => h.IsLinked));
    }
}
