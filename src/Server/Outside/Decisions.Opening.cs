using System.Diagnostics;
using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.BookingPages;
using Hidori.Server.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Outside;

/// <summary>How appointments come to be.</summary>
public sealed partial class Decisions
{
    /// <summary>As below, of nobody's wish: nothing can refuse it.</summary>
    public async Task<AppointmentId> OpenAsync(Appointment appointment, Guid attempt, Actor actor, CancellationToken ct) =>
        (await OpenAsync(appointment, attempt, actor, wish: null, ct)).Succeeded(out var id) ? id : throw new UnreachableException();

    /// <summary>Puts a new appointment in place. Its attempt id makes a second press of the button the same proposal.</summary>
    /// <param name="wish">The guest's wish that it answers; null for none. One that was settled meanwhile is in nobody's way.</param>
    /// <returns>The appointment of this attempt: the new one, or the one an earlier press made.</returns>
    public async Task<Result<AppointmentId, ProposalRefusal>> OpenAsync(Appointment appointment, Guid attempt, Actor actor, Guid? wish, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        using (await factory.WriterTurnAsync(ct))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            var earlier = await db.Attempts.FirstOrDefaultAsync(a => a.Attempt == attempt, ct);
            if (earlier is not null)
                return earlier.Appointment;
            // Taken like a time: of two who answer one wish at once the second waits here, and finds it answered, by the other one or by its own page sent twice.
            if (wish is { } asked
                && await db.Wishes.Where(w => w.Id == asked && w.Proposal == null).ExecuteUpdateAsync(set => set.SetProperty(w => w.Proposal, appointment.Id), ct) == 0
                && await db.Wishes.AnyAsync(w => w.Id == asked, ct))
                return await db.Attempts.FirstOrDefaultAsync(a => a.Attempt == attempt, ct) is { } same ? same.Appointment : ProposalRefusal.WishAnswered;

            Enter(appointment, attempt, now);
            Note(appointment, TimelineKind.Proposed, actor, now);
            try
            {
                await db.SaveChangesAsync(ct);
                await transaction.CommitAsync(ct);
            }
            catch (DbUpdateException failure) when (db.IsDuplicate(failure))
            {
                // PostgreSQL: the same page was sent twice at once, and the other one won.
                await transaction.RollbackAsync(ct);
                db.ChangeTracker.Clear();
                return (await db.Attempts.SingleAsync(a => a.Attempt == attempt, ct)).Appointment;
            }
        }

        bell.Ring();
        return appointment.Id;
    }

    /// <summary>
    /// Decides on a booking and keeps it, under the agendas of everybody and every room it may take: hosts, room and the
    /// page's caps are one decision (SPEC X2).
    /// </summary>
    /// <param name="actor">Null for the guest who books.</param>
    /// <param name="decide">Reads what was taken and decides; called again when somebody was quicker. Writes nothing.</param>
    public async Task<Result<AppointmentId, BookingRefusal>> BookAsync(
        BookingSubject subject, Actor? actor, Func<Instant, CancellationToken, Task<Result<Appointment, BookingRefusal>>> decide, CancellationToken ct) =>
        await UntilNobodyIsQuickerAsync(() => TryBookAsync(subject, actor, decide, ct), BookingRefusal.Busy);

    private async Task<Result<AppointmentId, BookingRefusal>> TryBookAsync(
        BookingSubject subject, Actor? actor, Func<Instant, CancellationToken, Task<Result<Appointment, BookingRefusal>>> decide, CancellationToken ct)
    {
        using (await factory.WriterTurnAsync(ct))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            await db.LockAgendasAsync(subject.Agendas, ct);
            if (await db.Attempts.AsNoTracking().FirstOrDefaultAsync(a => a.Attempt == subject.Attempt, ct) is { } earlier)
                return earlier.Appointment;

            var now = clock.GetCurrentInstant();
            var decided = await decide(now, ct);
            if (!decided.Succeeded(out var appointment))
                return decided.Refusal!.Value;
            if (subject.OneTimeLink is { } link && await db.OneTimeLinks
                .Where(l => l.Id == link && l.Appointment == null && l.EndsAt > now)
                .ExecuteUpdateAsync(set => set.SetProperty(l => l.Appointment, appointment.Id), ct) == 0)
                return BookingRefusal.LinkUsed;

            Enter(appointment, subject.Attempt, now);
            await receptionCodes.KeepAsync(appointment, now, ct);
            Note(appointment, TimelineKind.Booked, actor ?? Actor.Guest(appointment.FirstGuest.Id), now);
            foreach (var row in await db.Agendas.Where(a => subject.Agendas.Contains(a.Whose)).ToListAsync(ct))
                row.Version++;
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            bell.Ring();
            return appointment.Id;
        }
    }

    /// <summary>A new appointment with what it takes, and the worker's subjects for it.</summary>
    private void Enter(Appointment appointment, Guid attempt, Instant now)
    {
        db.Attempts.Add(new AttemptRow { Attempt = attempt, Organization = appointment.Organization, Appointment = appointment.Id });
        db.Appointments.Add(appointment);
        db.TakenTimes.AddRange(appointment.TakenTimes());
        Outbox.Open(db, SubjectKind.Appointment, appointment.Id.Value, appointment.Organization, now);
        Outbox.Open(db, SubjectKind.EntryCheck, appointment.Id.Value, appointment.Organization, dueAt: null);
    }
}
