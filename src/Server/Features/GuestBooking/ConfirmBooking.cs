using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.BookingPages;
using Hidori.Domain.Organizations;
using Hidori.Server.Outside;
using Hidori.Server.Protection;
using Hidori.Server.Storage;
using Hidori.Server.Tenancy;
using Hidori.Server.Ui;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Features.GuestBooking;

/// <summary>予約を確定する: reads the calendars now, then decides on people, room and limits at once (SPEC M11, M22, X2).</summary>
public sealed class ConfirmBooking(Db db, PageDesks desks, Decisions decisions, ISecrets secrets, SealedText sealedText)
{
    /// <returns>The secret of the guest's link: of the new booking, or of the one the same form made before.</returns>
    public async Task<Result<string, BookingRefusal>> RunAsync(
        BookingVisit visit, BookingForm form, Instant start, string zone, Member? onBehalf, CancellationToken ct)
    {
        if (await db.Attempts.AsNoTracking().FirstOrDefaultAsync(a => a.Attempt == form.Attempt, ct) is { } earlier)
            return await SecretOfAsync(earlier.Appointment, ct);

        var page = await ReadAsync(visit.Page, ct);
        if (page.Hosts.Count == 0)
            return BookingRefusal.PageClosed;
        // Before the lock: nobody waits for a calendar's answer.
        var calendars = await desks.AskAsync(page, start, moving: null, ct);
        var request = new BookingRequest(
            start, form.Minutes, Invite(form, zone), form.Note, form.Companions, form.Attempt, onBehalf?.Id);

        var booked = await decisions.BookAsync(
            new BookingSubject(
                [.. page.Hosts.Select(AgendaId.Of), .. page.Settings.Rooms.Select(AgendaId.Of)], form.Attempt, visit.OneTimeLink),
            onBehalf is { } member ? Actor.Member(member.Id) : null,
            async (now, token) =>
            {
                // As it is under the lock: paused or changed meanwhile, that counts.
                var current = await ReadAsync(visit.Page, token);
                var desk = await desks.DeskAsync(current, calendars, except: null, token);
                var hosts = current.Hosts;
                var linked = await WritableConnections.Of(db).Where(c => hosts.Contains(c.Member)).Select(c => c.Member).ToListAsync(token);
                return desk.Accept(request, linked.ToHashSet(), visit.OneTimeLink is not null || onBehalf is not null, now);
            },
            ct);
        return booked.Succeeded(out var id) ? await SecretOfAsync(id, ct) : booked.Refusal!.Value;
    }

    private Task<BookingPage> ReadAsync(BookingPageId id, CancellationToken ct) => db.BookingPages.AsNoTracking().SingleAsync(p => p.Id == id, ct);

    private GuestInvitation Invite(BookingForm form, string zone)
    {
        var secret = secrets.NewLinkSecret();
        return new GuestInvitation(
            form.Company, form.Name, form.Mail, Languages.Current, LinkHash.Of(secret), sealedText.Seal(SealedText.GuestLink, secret))
        { ZoneId = zone };
    }

    private async Task<string> SecretOfAsync(AppointmentId id, CancellationToken ct)
    {
        var booked = await db.Appointments.AsNoTracking().SingleAsync(a => a.Id == id, ct);
        return sealedText.Open(SealedText.GuestLink, booked.FirstGuest.ProtectedLink);
    }
}
