using Hidori.Domain;
using Hidori.Domain.Appointments;
using Hidori.Domain.BookingPages;
using Hidori.Integrations;
using Hidori.Server.Outside;
using Hidori.Server.Protection;
using Hidori.Server.Storage;
using Hidori.Server.Ui;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Hidori.Server.Features.BookingPages;

/// <summary>A page's mails about a booking that nobody made, by the renderer that will send them (SPEC B11). Nothing is kept.</summary>
public sealed class PreviewPageMails(Db db, INotices notices, SealedText sealedText, IClock clock)
{
    /// <summary>In place of the secret of a guest's link, which opens nothing.</summary>
    private const string NoLink = "sample";

    /// <summary>As Microsoft writes them; it leads nowhere.</summary>
    private const string SampleJoinLink = "https://teams.microsoft.com/l/meetup-join/sample";

    /// <param name="mails">As typed.</param>
    public async Task<OutgoingMail> RunAsync(BookingPage page, PageMails mails, PageMailKind kind, string language, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var asTyped = new BookingPage(
            page.Organization, page.Owner, page.Slug, page.Name, page.Settings with { Mails = mails with { Upcoming = mails.Upcoming ?? UpcomingNotice.Usual } }, page.Seats, now);
        var appointment = Decided(asTyped, kind, language, now);
        var rooms = page.Settings.Rooms;
        var occasion = new NoticeOccasion(
            await db.Organizations.AsNoTracking().SingleAsync(ct),
            appointment,
            await OutsideState.HostsAsync(db, appointment.Hosts, ct),
            appointment.WithJoinLink ? SampleJoinLink : null)
        {
            Letterhead = (await Letterhead.OfAsync(db, page.Id, ct)) with { HostName = mails.HostName },
            Rooms = [.. (await db.Rooms.AsNoTracking().Where(r => rooms.Contains(r.Id)).ToListAsync(ct)).Select(r => new RoomContact(r.Id, r.Name, r.Address))],
        };
        var all = kind == PageMailKind.Upcoming ? await notices.PrepareUpcomingAsync(occasion, ct) : await notices.PrepareAsync(occasion, ct);
        return all.First(n => n.Recipient == Outside.Notice.ToGuest(appointment.FirstGuest.Id)).Mail;
    }

    /// <summary>The decisions that such a mail tells of, taken as they always are.</summary>
    private Appointment Decided(BookingPage page, PageMailKind kind, string language, Instant now)
    {
        using var _ = Languages.Speaking(language);
        var guest = new GuestInvitation(
            Text.Of("SampleCompany"), Text.Of("SampleGuest"), "guest@example.com", language, LinkHash.Of(NoLink), sealedText.Seal(SealedText.GuestLink, NoLink));
        var appointment = SampleBooking.Of(page, HostsOf(page), guest, now);
        if (kind == PageMailKind.Confirmed)
            return appointment;
        appointment.NoteAnnounced(now);
        if (kind == PageMailKind.Changed)
            appointment.Reschedule(new Interval(appointment.Chosen!.Start + Duration.FromDays(1), appointment.Chosen.End + Duration.FromDays(1)), [], now);
        else if (kind == PageMailKind.Cancelled)
            appointment.Cancel(now);
        return appointment;
    }

    private static IReadOnlyList<MemberId> HostsOf(BookingPage page) => page.Hosts switch
    {
        [] => [page.Owner],
        [var first, ..] when page.Settings.Rule.Attendance == PageAttendance.AnyOne => [first],
        var hosts => hosts,
    };
}
