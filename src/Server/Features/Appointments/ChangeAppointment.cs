using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.BookingPages;
using Hidori.Domain.Organizations;
using Hidori.Server.Outside;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Features.Appointments;

/// <summary>What a member can do to an appointment they see.</summary>
public sealed class ChangeAppointment(Db db, DbFactory factory, Decisions decisions, LiveBusy live, Bell bell, IClock clock)
{
    /// <summary>The appointment if this member may see it (SPEC E2): hosts, the creator, who manages its booking page, and those who see all.</summary>
    public async Task<bool> IsSeenByAsync(Member member, AppointmentId id, CancellationToken ct) =>
        await Visible(db, member).AnyAsync(a => a.Id == id, ct);

    internal static IQueryable<Appointment> Visible(Db db, Member member) => member.SeesEveryAppointment
        ? db.Appointments
        : Own(db, db.Appointments, member.Id);

    /// <summary>Those that a member arranged or attends, and the bookings of pages that they manage: <see cref="BookingPage.IsManagedBy"/>, asked of the database.</summary>
    internal static IQueryable<Appointment> Own(Db db, IQueryable<Appointment> appointments, MemberId member)
    {
        var managed = db.BookingPages
            .Where(p => p.Owner == member || EF.Property<IEnumerable<PageSeat>>(p, "_seats").Any(s => s.Member == member && s.Part == PagePart.Coordinator))
            .Select(p => p.Id);
        return appointments.Where(a =>
            a.CreatedBy == member || EF.Property<IEnumerable<HostSeat>>(a, "_seats").Any(s => s.Member == member)
            || (a.Page != null && managed.Contains(a.Page.Value)));
    }

    public Task<Result<Done, ChangeRefusal>> WithdrawAsync(Member by, AppointmentId id, string message, CancellationToken ct) =>
        DecideAsync(by, id, Storage.Rows.TimelineKind.Withdrawn, (a, _, now) => a.Withdraw(now, message), ct);

    public Task<Result<Done, ChangeRefusal>> CancelAsync(Member by, AppointmentId id, string message, CancellationToken ct) =>
        DecideAsync(by, id, Storage.Rows.TimelineKind.Cancelled, (a, _, now) => a.Cancel(now, message), ct);

    public Task<Result<Done, ChangeRefusal>> ExtendAsync(Member by, AppointmentId id, Instant deadline, CancellationToken ct) =>
        DecideAsync(by, id, Storage.Rows.TimelineKind.DeadlineExtended, (a, _, now) => a.Extend(deadline, now), ct);

    public Task<Result<Done, ChangeRefusal>> RescheduleAsync(Member by, AppointmentId id, Interval time, CancellationToken ct) =>
        DecideAsync(by, id, Storage.Rows.TimelineKind.Rescheduled, (a, agenda, now) => a.Reschedule(time, agenda, now), ct);

    /// <summary>Whose calendar, read now, speaks against a new time: the names of who is taken, and of who cannot be read.</summary>
    public async Task<(IReadOnlyList<string> Taken, IReadOnlyList<string> Unknown)> InTheWayAsync(
        AppointmentId id, Interval time, CancellationToken ct)
    {
        var appointment = await db.Appointments.AsNoTracking().SingleAsync(a => a.Id == id, ct);
        var (taken, unknown) = appointment.HostsInTheWay(time, await live.ReadAsync(appointment.Hosts, time, ct));
        var names = await db.Members.AsNoTracking().Where(m => appointment.Hosts.Contains(m.Id)).ToDictionaryAsync(m => m.Id, m => m.DisplayName, ct);
        return ([.. taken.Select(m => names[m])], [.. unknown.Select(m => names[m])]);
    }

    /// <summary>Same entry, same link, same time (SPEC M18).</summary>
    public Task<Result<Done, ChangeRefusal>> EditAsync(Member by, AppointmentId id, Func<AppointmentWords, AppointmentWords> edit, CancellationToken ct) =>
        DecideAsync(by, id, Storage.Rows.TimelineKind.Edited, (a, _, now) => a.Edit(edit(a.Words), now), ct);

    /// <summary>今すぐ催促.</summary>
    public Task<Result<Done, ChangeRefusal>> RemindAsync(Member by, AppointmentId id, CancellationToken ct) =>
        DecideAsync(by, id, Storage.Rows.TimelineKind.Reminded, (a, _, now) => a.Remind(now), ct);

    /// <summary>自動で催促する, or not.</summary>
    public Task<Result<Done, ChangeRefusal>> SwitchReminderAsync(Member by, AppointmentId id, bool isOn, CancellationToken ct) =>
        DecideAsync(
            by, id, isOn ? Storage.Rows.TimelineKind.ReminderTurnedOn : Storage.Rows.TimelineKind.ReminderTurnedOff,
            (a, _, now) => a.SwitchReminder(isOn, now), ct);

    /// <summary>リマインドを送る, or not.</summary>
    public Task<Result<Done, ChangeRefusal>> SwitchUpcomingAsync(Member by, AppointmentId id, bool isOn, CancellationToken ct) =>
        DecideAsync(
            by, id, isOn ? Storage.Rows.TimelineKind.UpcomingTurnedOn : Storage.Rows.TimelineKind.UpcomingTurnedOff,
            (a, _, now) => a.SwitchUpcoming(isOn, now), ct);

    public Task<Result<Done, ChangeRefusal>> GoOnWithoutJoinLinkAsync(Member by, AppointmentId id, CancellationToken ct) =>
        DecideAsync(by, id, Storage.Rows.TimelineKind.JoinLinkWaived, (a, _, now) => a.GoOnWithoutJoinLink(now), ct);

    /// <summary>今すぐ再試行: whatever waits is tried now. A pause that the vendor asked for is kept.</summary>
    public async Task RetryAsync(Member by, AppointmentId id, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        using (await factory.WriterTurnAsync(ct))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            await Outbox.RingAsync(db, SubjectKind.Appointment, id.Value, now, ct);
            await db.Ledger.Where(l => l.Appointment == id)
                .ExecuteUpdateAsync(
                    set => set
                        .SetProperty(l => l.FailingSince, (Instant?)null)
                        .SetProperty(l => l.JoinLinkGivenUp, false)
                        .SetProperty(l => l.IsGivenUp, false),
                    ct);
            await db.Ledger.Where(l => l.Appointment == id && l.Reason != Domain.Outside.PendingReason.Throttled)
                .ExecuteUpdateAsync(
                    set => set.SetProperty(l => l.RetryAt, (Instant?)null).SetProperty(l => l.Failures, 0), ct);
            // A link that never came is asked for anew: the entry is put again, not only read again.
            await db.Ledger.Where(l => l.Appointment == id && l.Reason == Domain.Outside.PendingReason.JoinLinkMissing)
                .ExecuteUpdateAsync(set => set.SetProperty(l => l.Fingerprint, (string?)null), ct);
            var organization = by.Organization;
            db.Timeline.Add(new Storage.Rows.TimelineRow
            {
                Id = Guid.CreateVersion7(),
                Organization = organization,
                Appointment = id,
                At = now,
                Kind = Storage.Rows.TimelineKind.RetryAsked,
                Actor = Actor.Member(by.Id).Key,
            });
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        }

        bell.Ring();
    }

    private Task<Result<Done, ChangeRefusal>> DecideAsync(
        Member by, AppointmentId id, Storage.Rows.TimelineKind kind,
        Func<Appointment, IReadOnlyCollection<TakenTime>, Instant, Result<Done, ChangeRefusal>> decide, CancellationToken ct) =>
        decisions.RunAsync(id, Actor.Member(by.Id), kind, decide, ChangeRefusal.Busy, ct);
}
