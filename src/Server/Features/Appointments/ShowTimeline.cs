using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Server.Outside;
using Hidori.Server.Storage;
using Microsoft.EntityFrameworkCore;
using Rows = Hidori.Server.Storage.Rows;

namespace Hidori.Server.Features.Appointments;

/// <summary>Reads who did what, what was written where, and every mail with its delivery state (SPEC A2).</summary>
public sealed class ShowTimeline(Db db)
{
    public async Task<IReadOnlyList<TimelineRow>> RunAsync(Appointment appointment, Dictionary<MemberId, string> names, CancellationToken ct)
    {
        var rows = await db.Timeline.AsNoTracking().Where(t => t.Appointment == appointment.Id).OrderByDescending(t => t.At).ToListAsync(ct);
        // Holds of one calendar written in one go are one line.
        return
        [
            .. rows.Select(r => (Row: r, Shown: KindOf(r)))
                .Where(r => r.Shown is not null)
                .GroupBy(r => (r.Shown, r.Row.About, r.Row.Actor, Minute: r.Row.At.ToUnixTimeSeconds() / 60, Single: IsCounted(r.Shown!.Value) ? Guid.Empty : r.Row.Id))
                .Select(g => new TimelineRow(
                    g.First().Row.At, g.Key.Shown!.Value, NameOf(g.Key.Actor ?? g.Key.About, appointment, names),
                    CountOf(g.Key.Shown.Value, g.Count(), g.First().Row, appointment), DetailOf(g.First().Row, appointment, names), MailOf(g.First().Row))),
        ];
    }

    public async Task<IReadOnlyList<MailRow>> MailsAsync(
        Appointment appointment, Dictionary<MemberId, string> names, CancellationToken ct)
    {
        var mails = await db.Mails.AsNoTracking().Where(m => m.Appointment == appointment.Id).OrderBy(m => m.CreatedAt).ToListAsync(ct);
        var ids = mails.Select(m => m.Id).ToList();
        var due = await db.Outbox.AsNoTracking().Where(o => o.Kind == Rows.SubjectKind.Mail && ids.Contains(o.Subject))
            .ToDictionaryAsync(o => o.Subject, o => o.DueAt, ct);
        return
        [
            .. mails.Select(m => new MailRow(
                MailsShown.KindOf(m.Kind, m.Recipient), $"{NameOf(m.Recipient, appointment, names)} <{m.Address}>", MailsShown.StateOf(m), m.SentAt ?? m.CreatedAt,
                m.State is Rows.MailState.Sent or Rows.MailState.Undeliverable ? null : due.GetValueOrDefault(m.Id))),
        ];
    }

    private static bool IsCounted(TimelineKind kind) => kind is TimelineKind.HoldsWritten or TimelineKind.HoldsRemoved or TimelineKind.HoldsFailed;

    private static int CountOf(TimelineKind kind, int lines, Rows.TimelineRow row, Appointment appointment) => kind switch
    {
        >= TimelineKind.RoomAccepted and <= TimelineKind.RoomWaived =>
            appointment.Candidates.FirstOrDefault(c => c.Id == row.Candidate)?.Number ?? 0,
        TimelineKind.CandidateChosen => appointment.Candidates.FirstOrDefault(c => c.Id == row.Candidate)?.Number ?? appointment.Chosen?.Number ?? 0,
        _ when IsCounted(kind) => lines,
        _ => 0,
    };

    private static MailKind? MailOf(Rows.TimelineRow row) =>
        row.Kind is Rows.TimelineKind.MailSent or Rows.TimelineKind.MailUndeliverable && row is { About: { } about, Detail: { } kind }
            ? MailsShown.KindOf(kind, about)
            : null;

    private static string? NameOf(string? key, Appointment appointment, Dictionary<MemberId, string> names)
    {
        if (key?.StartsWith("copy:", StringComparison.Ordinal) is true)
            return Text.Of("Copy", key["copy:".Length..]);
        if (key?.Split(':') is not [var kind, var id] || !Guid.TryParse(id, out var value))
            return null;
        return kind == "guest"
            ? appointment.GuestsOfAllTimes.FirstOrDefault(g => g.Id.Value == value) is { } guest ? Text.Of("GuestAlone", guest.Name) : null
            : names.GetValueOrDefault(new MemberId(value));
    }

    private static string? DetailOf(Rows.TimelineRow row, Appointment appointment, Dictionary<MemberId, string> names) =>
        row is { Kind: Rows.TimelineKind.OutcomeMarked, Detail: { } outcome } ? Text.Of(Enum.Parse<AppointmentOutcome>(outcome))
        : row is { Kind: Rows.TimelineKind.GuestAdded or Rows.TimelineKind.GuestRemoved, Detail: { } guest } ? Text.Of("GuestAlone", guest)
        : row.Kind is Rows.TimelineKind.MainHostChanged or Rows.TimelineKind.HostAdded or Rows.TimelineKind.HostRemoved ? NameOf(row.About, appointment, names)
        : row.Kind is (>= Rows.TimelineKind.RoomAccepted and <= Rows.TimelineKind.RoomWaived) or Rows.TimelineKind.WriteFailed or Rows.TimelineKind.WriteGivenUp ? row.Detail : null;

    private static TimelineKind? KindOf(Rows.TimelineRow row) => row.Kind switch
    {
        Rows.TimelineKind.Proposed => TimelineKind.Created,
        Rows.TimelineKind.Booked => TimelineKind.Booked,
        Rows.TimelineKind.Chosen => TimelineKind.CandidateChosen,
        Rows.TimelineKind.OtherTimesRequested => TimelineKind.OtherTimesRequested,
        Rows.TimelineKind.OtherTimesOffered => TimelineKind.OtherTimesOffered,
        Rows.TimelineKind.TimeTakenBack => TimelineKind.TimeTakenBack,
        Rows.TimelineKind.Withdrawn => TimelineKind.Withdrawn,
        Rows.TimelineKind.Cancelled => TimelineKind.Cancelled,
        Rows.TimelineKind.Expired => TimelineKind.Expired,
        Rows.TimelineKind.DeadlineExtended => TimelineKind.DeadlineExtended,
        Rows.TimelineKind.Rescheduled => TimelineKind.Rescheduled,
        Rows.TimelineKind.JoinLinkWaived => TimelineKind.WithoutJoinLink,
        Rows.TimelineKind.RetryAsked => TimelineKind.Retried,
        Rows.TimelineKind.HoldWritten => TimelineKind.HoldsWritten,
        Rows.TimelineKind.MeetingWritten or Rows.TimelineKind.CopyArrived => TimelineKind.EntryWritten,
        Rows.TimelineKind.HoldRemoved => TimelineKind.HoldsRemoved,
        Rows.TimelineKind.MeetingRemoved => TimelineKind.EntryRemoved,
        Rows.TimelineKind.EntryVanished => TimelineKind.EntryVanished,
        Rows.TimelineKind.JoinLinkArrived => TimelineKind.JoinLinkMade,
        Rows.TimelineKind.JoinLinkMissing => TimelineKind.JoinLinkFailed,
        Rows.TimelineKind.WriteFailed or Rows.TimelineKind.WriteGivenUp => TimelineKind.EntryFailed,
        Rows.TimelineKind.MailQueued => null,
        Rows.TimelineKind.MailSent => TimelineKind.MailSent,
        Rows.TimelineKind.MailUndeliverable => TimelineKind.MailFailed,
        Rows.TimelineKind.MailResent => TimelineKind.MailResent,
        Rows.TimelineKind.GuestCorrected => TimelineKind.GuestCorrected,
        Rows.TimelineKind.GuestAdded => TimelineKind.GuestAdded,
        Rows.TimelineKind.GuestRemoved => TimelineKind.GuestRemoved,
        Rows.TimelineKind.RoomAccepted => TimelineKind.RoomAccepted,
        Rows.TimelineKind.RoomTentative => TimelineKind.RoomTentative,
        Rows.TimelineKind.RoomDeclined => TimelineKind.RoomDeclined,
        Rows.TimelineKind.RoomReplaced => TimelineKind.RoomReplaced,
        Rows.TimelineKind.RoomLost => TimelineKind.RoomLost,
        Rows.TimelineKind.RoomAskedAgain => TimelineKind.RoomAskedAgain,
        Rows.TimelineKind.RoomUnanswered => TimelineKind.RoomUnanswered,
        Rows.TimelineKind.RoomChosen => TimelineKind.RoomChosen,
        Rows.TimelineKind.RoomWaived => TimelineKind.RoomWaived,
        Rows.TimelineKind.MovedOutside => TimelineKind.MovedOutside,
        Rows.TimelineKind.DeletedOutside => TimelineKind.DeletedOutside,
        Rows.TimelineKind.BackInPlace => TimelineKind.BackInPlace,
        Rows.TimelineKind.OutsideFollowed => TimelineKind.OutsideFollowed,
        Rows.TimelineKind.Edited => TimelineKind.Edited,
        Rows.TimelineKind.MainHostChanged => TimelineKind.MainHostChanged,
        Rows.TimelineKind.HostAdded => TimelineKind.HostAdded,
        Rows.TimelineKind.HostRemoved => TimelineKind.HostRemoved,
        Rows.TimelineKind.EntryRestored => TimelineKind.EntryRestored,
        Rows.TimelineKind.DateRequested => TimelineKind.DateRequested,
        Rows.TimelineKind.DateKept => TimelineKind.DateKept,
        Rows.TimelineKind.OutcomeMarked => TimelineKind.OutcomeMarked,
        Rows.TimelineKind.Reminded => TimelineKind.Reminded,
        Rows.TimelineKind.ReminderTurnedOn => TimelineKind.ReminderTurnedOn,
        Rows.TimelineKind.ReminderTurnedOff => TimelineKind.ReminderTurnedOff,
        Rows.TimelineKind.UpcomingTurnedOn => TimelineKind.UpcomingTurnedOn,
        Rows.TimelineKind.UpcomingTurnedOff => TimelineKind.UpcomingTurnedOff,
    };
}

/// <summary>What a mail's row says to a host.</summary>
internal static class MailsShown
{
    public static MailState StateOf(Rows.MailRow mail) => mail.State switch
    {
        Rows.MailState.Queued or Rows.MailState.InDoubt => mail.Failures > 0 ? MailState.Failed : MailState.Waiting,
        Rows.MailState.Sent => MailState.Sent,
        Rows.MailState.Undeliverable => MailState.Undelivered,
    };

    public static MailKind KindOf(string kind, string recipient) => (kind, ToGuest: !recipient.StartsWith("member:", StringComparison.Ordinal)) switch
    {
        ("invitation", _) => MailKind.InvitationToChoose,
        ("confirmed", var toGuest) => toGuest ? MailKind.ConfirmedForGuest : MailKind.ConfirmedForHost,
        ("changed", true) => MailKind.ChangedForGuest,
        ("changed", false) => MailKind.ChangedForHost,
        ("other-times", _) => MailKind.OtherTimesRequested,
        ("other-times-offered", _) => MailKind.OtherTimesOffered,
        ("expired", _) => MailKind.ProposalExpired,
        (NoticeKinds.RoomMissing, _) => MailKind.RoomMissing,
        (NoticeKinds.DateRequested, _) => MailKind.DateRequested,
        (NoticeKinds.DateKept, _) => MailKind.DateKept,
        (NoticeKinds.Reminder, _) => MailKind.Reminder,
        (NoticeKinds.Upcoming, _) => MailKind.Upcoming,
        (NoticeKinds.GuestReleased, _) => MailKind.GuestReleased,
        ("withdrawn", _) => MailKind.ProposalWithdrawn,
        ("cancelled" or NoticeKinds.TimeTakenBack, true) => MailKind.CancelledForGuest,
        ("cancelled" or NoticeKinds.TimeTakenBack, false) => MailKind.CancelledForHost,
        ("join-link-missing", _) => MailKind.JoinLinkMissing,
        _ => MailKind.ChangedOutside,
    };
}
