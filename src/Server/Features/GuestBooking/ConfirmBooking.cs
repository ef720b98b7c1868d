using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.BookingPages;
using Hidori.Domain.Organizations;
using Hidori.Server.Outside;
using Hidori.Server.Protection;
using Hidori.Server.Storage;
using Hidori.Server.Tenancy;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Features.GuestBooking;

/// <summary>What became of a form that was sent.</summary>
/// <param name="Secret">Of the guest's link: of the new booking, or of the one the same form made before. Null when it was refused.</param>
/// <param name="Refused">Null when it was not.</param>
public sealed record BookingOutcome(string? Secret, Refused? Refused = null);

/// <summary>予約を確定する: reads the calendars now, then decides on people, room and limits at once (SPEC M11, M22, X2).</summary>
public sealed class ConfirmBooking(Db db, PageDesks desks, Decisions decisions, ISecrets secrets, SealedText sealedText, IClock clock)
{
    public async Task<BookingOutcome> RunAsync(
        BookingVisit visit, BookingForm form, Instant start, string zone, Member? onBehalf, CancellationToken ct)
    {
        if (await FindAsync(form.Attempt, ct) is { } earlier)
            return new(earlier);

        var page = await ReadAsync(visit.Page, ct);
        var request = RequestOf(form, start, zone, onBehalf);
        // The same form sent twice at once may have filled the day itself.
        if (await WhyNeverAsync(page, visit, request, ct) is { } never)
            return await FindAsync(form.Attempt, ct) is { } same ? new(same) : new(Secret: null, new(never));
        // Before the lock: nobody waits for a calendar's answer.
        var calendars = await desks.AskAsync(page, start, moving: null, ct);

        PageDesk? desk = null;
        var booked = await decisions.BookAsync(
            new BookingSubject(
                [.. page.Hosts.Select(AgendaId.Of), .. page.Settings.Rooms.Select(AgendaId.Of)], form.Attempt, visit.OneTime?.Link),
            onBehalf is { } member ? Actor.Member(member.Id) : null,
            async (now, token) => Decide(desk = await DeskAsync(visit, calendars, token), visit, request, now, await LinkedAsync(calendars, token)),
            ct);
        return booked.Succeeded(out var id) ? new(await SecretOfAsync(id, ct)) : new(Secret: null, new(booked.Refusal!.Value, desk));
    }

    /// <summary>What stands against it at this moment, as the decision would find it. Nothing is taken.</summary>
    /// <returns>Null when nothing does.</returns>
    public async Task<Refused?> WhyNotAsync(BookingVisit visit, BookingForm form, Instant start, string zone, CancellationToken ct)
    {
        var page = await ReadAsync(visit.Page, ct);
        var request = RequestOf(form, start, zone, onBehalf: null);
        if (await WhyNeverAsync(page, visit, request, ct) is { } never)
            return new(never);
        var calendars = await desks.AskAsync(page, start, moving: null, ct);
        var desk = await DeskAsync(visit, calendars, ct);
        return Decide(desk, visit, request, clock.GetCurrentInstant(), await LinkedAsync(calendars, ct)).Refusal is { } refusal ? new(refusal, desk) : null;
    }

    /// <returns>The secret of the guest's link, where the same form was booked already.</returns>
    public async Task<string?> FindAsync(Guid attempt, CancellationToken ct) =>
        await db.Attempts.AsNoTracking().FirstOrDefaultAsync(a => a.Attempt == attempt, ct) is { } earlier ? await SecretOfAsync(earlier.Appointment, ct) : null;

    /// <summary>What no calendar can change: such a refusal asks nobody.</summary>
    private async Task<BookingRefusal?> WhyNeverAsync(BookingPage page, BookingVisit visit, BookingRequest request, CancellationToken ct) =>
        !page.IsOpen(IsEvenPaused(visit, request)) ? BookingRefusal.PageClosed
        : !page.Settings.Meeting.Minutes.Contains(request.Minutes) ? BookingRefusal.NotOffered
        : await desks.WhyNeverAsync(page, request.Minutes, request.Start, except: null, clock.GetCurrentInstant(), ct);

    /// <remarks>By the page as it is at this moment: paused or changed meanwhile, that counts.</remarks>
    private async Task<PageDesk> DeskAsync(BookingVisit visit, PageCalendars calendars, CancellationToken ct) =>
        await desks.DeskAsync(await ReadAsync(visit.Page, ct), calendars, except: null, ct);

    private static Result<Appointment, BookingRefusal> Decide(
        PageDesk desk, BookingVisit visit, BookingRequest request, Instant now, HashSet<MemberId> linked) =>
        desk.Accept(request, linked, IsEvenPaused(visit, request), now);

    private async Task<HashSet<MemberId>> LinkedAsync(PageCalendars calendars, CancellationToken ct)
    {
        List<MemberId> hosts = [.. calendars.Hosts.Keys];
        return [.. await WritableConnections.Of(db).Where(c => hosts.Contains(c.Member)).Select(c => c.Member).ToListAsync(ct)];
    }

    private static bool IsEvenPaused(BookingVisit visit, BookingRequest request) => visit.OneTime is not null || request.ByMember is not null;

    private BookingRequest RequestOf(BookingForm form, Instant start, string zone, Member? onBehalf) =>
        new(start, form.Minutes, Invite(form, zone), form.Note, form.Companions, form.Attempt, onBehalf?.Id);

    private Task<BookingPage> ReadAsync(BookingPageId id, CancellationToken ct) => db.BookingPages.AsNoTracking().SingleAsync(p => p.Id == id, ct);

    private GuestInvitation Invite(BookingForm form, string zone)
    {
        var secret = secrets.NewLinkSecret();
        return new GuestInvitation(
            form.Company, form.Name, form.Mail, form.Language, LinkHash.Of(secret), sealedText.Seal(SealedText.GuestLink, secret))
        { ZoneId = zone };
    }

    private async Task<string> SecretOfAsync(AppointmentId id, CancellationToken ct)
    {
        var booked = await db.Appointments.AsNoTracking().SingleAsync(a => a.Id == id, ct);
        return sealedText.Open(SealedText.GuestLink, booked.FirstGuest.ProtectedLink);
    }
}
