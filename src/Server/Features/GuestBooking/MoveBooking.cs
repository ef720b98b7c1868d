using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.BookingPages;
using Hidori.Server.Outside;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Tenancy;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Features.GuestBooking;

/// <summary>日時を変更する: the guest moves the booking within the page's rules; entry, link and invitation stay (SPEC B9, M18).</summary>
public sealed class MoveBooking(Db db, PageDesks desks, Decisions decisions, IClock clock)
{
    /// <returns>What stands against the new time; <see cref="BookingRefusal.PageClosed"/> when it may not be moved at all. Null when it is done.</returns>
    public async Task<Refused?> RunAsync(GuestVisit visit, Instant start, CancellationToken ct)
    {
        var appointment = await db.Appointments.AsNoTracking().SingleAsync(a => a.Id == visit.Appointment, ct);
        if (await OpenPages.ForMovingAsync(db, appointment, ct) is not { } page)
            return new(BookingRefusal.PageClosed);
        if (appointment.Chosen is not { } chosen)
            return new(BookingRefusal.PageClosed);
        if (chosen.Start == start)
            return null;
        if (await desks.WhyNeverAsync(page, (int)chosen.Time.Duration.TotalMinutes, start, appointment.Id, clock.GetCurrentInstant(), ct) is { } never)
            return new(never);

        // Before the lock: nobody waits for a calendar's answer.
        var calendars = await desks.AskAsync(page, start, appointment, ct);
        PageDesk? desk = null;
        var moved = await decisions.RunAsync<Done, BookingRefusal>(
            visit.Appointment, Actor.Guest(visit.Guest), TimelineKind.Rescheduled,
            async (a, agenda, now, token) =>
            {
                // By the page as it is at this moment: paused or changed meanwhile, that counts.
                if (!a.GuestCanMove(now) || await OpenPages.ForMovingAsync(db, a, token) is not { } open)
                    return BookingRefusal.PageClosed;
                // The page's other bookings count for its limits, whoever takes part in them.
                desk = await desks.DeskAsync(open, calendars, a, token);
                var accepted = desk.AcceptMove(a, start, now);
                if (!accepted.Succeeded(out var slot))
                    return accepted.Refusal!.Value;
                return a.MoveByGuest(slot, agenda, now).Refusal is { } changed ? RefusalOf(changed) : Done.Value;
            },
            BookingRefusal.Busy, ct,
            new DecisionSubject(Agenda: null) { Counted = [.. page.Hosts.Select(AgendaId.Of), .. page.Settings.Rooms.Select(AgendaId.Of)] });
        return moved.Refusal is { } refusal ? new(refusal, desk) : null;
    }

    private static BookingRefusal RefusalOf(ChangeRefusal refusal) => refusal switch
    {
        ChangeRefusal.TimeTaken => BookingRefusal.SlotTaken,
        ChangeRefusal.Busy => BookingRefusal.Busy,
        ChangeRefusal.NotInThisState => BookingRefusal.PageClosed,
        ChangeRefusal.TimeImpossible or ChangeRefusal.TextUnfit or ChangeRefusal.TooSoon or ChangeRefusal.HostNotConnected
            or ChangeRefusal.HostIsMain or ChangeRefusal.OverlapNotAccepted => BookingRefusal.NotOffered,
    };
}
