using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;
using NodaTime;

namespace Hidori.Integrations.Ics;

/// <summary>Writes the iCalendar object of an invitation or its cancellation (RFC 5545, RFC 5546).</summary>
/// <remarks>
/// Times are in UTC: a single appointment needs no zone, and every program shows them in its owner's own.
/// </remarks>
public static class InvitationCalendar
{
    private const string Product = "-//Hidori//Hidori//EN";

    /// <param name="now">When this object is made (DTSTAMP): of two with the same SEQUENCE the later one counts.</param>
    public static CalendarAttachment Write(Invitation invitation, Instant now)
    {
        var method = invitation.Method switch
        {
            InvitationMethod.Request => CalendarMethods.Request,
            InvitationMethod.Cancel => CalendarMethods.Cancel,
        };
        var calendar = new Calendar { Method = method, ProductId = Product, Version = "2.0" };
        calendar.Events.Add(Entry(invitation, now));
        var text = new CalendarSerializer(calendar).SerializeToString()
            ?? throw new InvalidOperationException("Ical.Net wrote nothing.");
        return new CalendarAttachment(method, text);
    }

    private static CalendarEvent Entry(Invitation invitation, Instant now) => new()
    {
        Uid = invitation.Uid,
        Sequence = invitation.Sequence,
        DtStamp = Utc(now),
        DtStart = Utc(invitation.Time.Start),
        DtEnd = Utc(invitation.Time.End),
        Summary = invitation.Summary,
        Description = invitation.Description,
        Location = invitation.Place.Length > 0 ? invitation.Place : null,
        Url = invitation.Address,
        Status = invitation.Method == InvitationMethod.Cancel ? EventStatus.Cancelled : EventStatus.Confirmed,
        Transparency = TransparencyType.Opaque,
        Organizer = new Organizer { CommonName = OneLine(invitation.Organizer.Name), Value = MailTo(invitation.Organizer) },
        Attendees = [.. invitation.Guests.Select(Guest)],
    };

    private static Attendee Guest(InvitedPerson guest) => new()
    {
        CommonName = OneLine(guest.Name),
        Value = MailTo(guest),
        Role = ParticipationRole.RequiredParticipant,
        ParticipationStatus = EventParticipationStatus.Accepted,
        Rsvp = false,
    };

    /// <summary>A parameter's value knows no escape for line breaks (RFC 5545 §3.2): one would begin another line.</summary>
    private static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));

    private static Uri MailTo(InvitedPerson person) => new($"mailto:{person.Address}");

    private static CalDateTime Utc(Instant instant) => new(instant.ToDateTimeUtc(), CalDateTime.UtcTzId, hasTime: true);
}
