using Hidori.Domain.Appointments;
using Hidori.Integrations;
using Hidori.Integrations.Ics;
using NodaTime;

namespace Hidori.Server.Features.Notifications;

/// <summary>The guest's iCalendar object: UID fixed for the appointment's life, SEQUENCE its revision (SPEC N1).</summary>
public static class GuestCalendar
{
    public static CalendarAttachment Of(
        Appointment appointment, Guest guest, InvitationMethod method, string place, InvitedPerson organizer, string? joinLink, string guestPage, Instant now)
    {
        string[] lines = [joinLink ?? "", appointment.Directions, appointment.Message, guestPage];
        return InvitationCalendar.Write(
            new Invitation(
                method,
                $"{appointment.Id.Value:N}@hidori",
                appointment.Revision,
                appointment.Chosen?.Time ?? appointment.TakenBack!.Value,
                appointment.DisplayTitle,
                string.Join("\n\n", lines.Where(l => l.Length > 0)),
                place,
                new Uri(joinLink ?? guestPage),
                organizer,
                guest.Mail.Length > 0 ? [new InvitedPerson(guest.Name, guest.Mail)] : []),
            now);
    }
}
