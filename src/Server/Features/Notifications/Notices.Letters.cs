using Hidori.Domain.Appointments;
using Hidori.Domain.BookingPages;
using Hidori.Server.Outside;

namespace Hidori.Server.Features.Notifications;

/// <summary>What a booking page says of itself in the mails of its bookings: 担当者, ご連絡先, logo and リマインド (SPEC B11).</summary>
public sealed partial class Notices
{
    public async Task<IReadOnlyList<Notice>> PrepareUpcomingAsync(NoticeOccasion occasion, CancellationToken ct)
    {
        occasion = await WithLetterheadAsync(occasion, ct);
        var appointment = occasion.Appointment;
        return await ToGuestsAsync(
            occasion, NoticeKinds.Upcoming,
            guest => new UpcomingForGuestFacts(
                occasion.Organization.Name, PersonOf(guest), HostName(occasion), HostMail(occasion), MeetingOf(occasion, guest),
                appointment.Upcoming!.Text, appointment.Message, TimeOf(appointment.Chosen!), appointment.ZoneOf(guest), PageOf(guest)),
            guests: appointment.Guests);
    }

    private async Task<NoticeOccasion> WithLetterheadAsync(NoticeOccasion occasion, CancellationToken ct) =>
        occasion.Letterhead is null ? occasion with { Letterhead = await Letterhead.OfAsync(db, occasion.Appointment.Page, ct) } : occasion;

    private static LogoPicture? LogoOf(NoticeOccasion occasion) => occasion.Letterhead?.Logo;

    /// <summary>担当者 as guests read it.</summary>
    private static string HostName(NoticeOccasion occasion) =>
        occasion.Letterhead is { HostName.Length: > 0 } own ? own.HostName : MainHost(occasion).Name;

    /// <summary>A person's address beside a team's name would say who it is; answers reach them all the same.</summary>
    private static string? HostMail(NoticeOccasion occasion) =>
        occasion.Letterhead is { HostName.Length: > 0 } ? null : MainHost(occasion).Address;

    /// <param name="guest">Whom the mail is to or about; those beside are named. Null in mails to hosts, who read who really comes.</param>
    private static MailMeeting MeetingOf(NoticeOccasion occasion, Guest? guest = null)
    {
        var appointment = occasion.Appointment;
        var named = guest ?? appointment.AnsweringGuest;
        var names = occasion.Hosts.OrderByDescending(h => h.Member == appointment.MainHost).Select(h => h.Name);
        var letterhead = guest is null ? Letterhead.None : occasion.Letterhead ?? Letterhead.None;
        var link = LinkOf(occasion);
        var hasOwn = appointment.OwnJoinLink.Length > 0;
        return new MailMeeting(
            appointment.DisplayTitle, appointment.Format.ToString(), appointment.Place, letterhead.HostName.Length > 0 ? [letterhead.HostName] : [.. names], link,
            JoinLinkFollows: link is null && (appointment.WithJoinLink || hasOwn), RoomOf(occasion))
        {
            LinkIsOwn = hasOwn,
            JoinLinkIsOpen = appointment.Format == AppointmentFormat.Online && link is null && !appointment.WithJoinLink && !hasOwn,
            Together = [.. appointment.Guests.Where(g => g.Id != named.Id).Select(PersonOf)],
            Companions = appointment.Companions,
            ReceptionCode = appointment.ReceptionCode,
            Directions = appointment.Directions,
            Contact = letterhead.Contact,
        };
    }
}
