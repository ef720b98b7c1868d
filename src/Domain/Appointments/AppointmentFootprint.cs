using Hidori.Domain.Outside;

namespace Hidori.Domain.Appointments;

/// <summary>A host as the outside world knows them.</summary>
/// <param name="Name">Display name.</param>
/// <param name="Address">The mailbox's own address when linked, else the registered one.</param>
/// <param name="IsLinked">Has a calendar connection, working or not.</param>
public sealed record HostContact(MemberId Member, string Name, string Address, bool IsLinked);

/// <summary>A room, as far as entries need it.</summary>
public sealed record RoomContact(RoomId Id, string Name, string Address);

/// <summary>The words of a calendar entry, in the organization's language.</summary>
/// <param name="HoldSubject">Makes a hold's subject of a title: 「【仮予約】…」.</param>
/// <param name="Guest">Label before the guest's company and name.</param>
/// <param name="GuestMail">Label before the guest's address.</param>
/// <param name="JoinLink">Label before the hosts' own join link.</param>
/// <param name="Message">Label before what the guest was told.</param>
/// <param name="Note">Label before the internal note.</param>
/// <param name="Companions">Label before who comes along.</param>
/// <param name="GuestNote">Label before what the guest added.</param>
/// <param name="ManageAt">Label before the appointment's own page.</param>
/// <param name="PageAddress">The appointment's own page.</param>
public sealed record EntryWording(
    Func<string, string> HoldSubject, string Guest, string GuestMail, string JoinLink, string Directions, string Message, string Note, string Companions, string GuestNote,
    string ManageAt, string PageAddress);

/// <summary>What should stand outside for an appointment in its present state (HOUSE §4.6).</summary>
public static class AppointmentFootprint
{
    public static Footprint Of(
        Appointment appointment, IReadOnlyList<HostContact> hosts, IReadOnlyList<RoomContact> rooms, EntryWording words) =>
        appointment.State switch
        {
            AppointmentState.Open => Open(appointment, hosts, rooms, words),
            AppointmentState.Confirmed => Confirmed(appointment, hosts, rooms, words),
            AppointmentState.TimesRequested or AppointmentState.Expired or AppointmentState.Cancelled =>
                Footprint.Empty,
        };

    /// <summary>What telling the last decision waits for.</summary>
    public static AnnouncementNeed Announces(Appointment appointment)
    {
        if (appointment.AnnouncedRevision >= appointment.Revision)
            return AnnouncementNeed.None;
        return appointment.Announcement switch
        {
            Announcement.None => AnnouncementNeed.None,
            Announcement.Invitation => appointment.InvitesByMail ? AnnouncementNeed.Now : AnnouncementNeed.None,
            Announcement.ToGuestAgain when appointment.State == AppointmentState.Open => AnnouncementNeed.Now,
            Announcement.ToGuestAgain or Announcement.Confirmed or Announcement.Rescheduled or Announcement.Edited or Announcement.RoomChanged
                or Announcement.MainHostChanged or Announcement.DateKept => AnnouncementNeed.OnceMeetingStands,
            Announcement.OtherTimesRequested or Announcement.OtherTimesOffered or Announcement.Reminder or Announcement.Withdrawn or Announcement.Cancelled
                or Announcement.Expired or Announcement.DateRequested or Announcement.GuestReleased => AnnouncementNeed.Now,
        };
    }

    private static Footprint Open(
        Appointment appointment, IReadOnlyList<HostContact> hosts, IReadOnlyList<RoomContact> rooms, EntryWording words) =>
        new([
            .. from candidate in appointment.Candidates
               from host in hosts
               where host.IsLinked
               let room = host.Member == appointment.MainHost ? RoomOf(appointment, candidate, rooms) : null
               select new WantedEntry(
                   new EntryKey(appointment.Id, candidate.Id, host.Member),
                   new CalendarContent(
                       EntryPurpose.Hold,
                       appointment.HoldTitle.Length > 0 ? appointment.HoldTitle : words.HoldSubject(appointment.EntryTitle),
                       candidate.Time,
                       appointment.ZoneId,
                       Body(appointment, words),
                       PlaceOf(appointment.Place, room?.Name),
                       WithJoinLink: false,
                       Invited(room))
                   {
                       IsFirm = appointment.HoldStrength == HoldStrength.Busy,
                       IsPrivate = appointment.IsPrivate,
                   }),
        ], []);

    private static Footprint Confirmed(
        Appointment appointment, IReadOnlyList<HostContact> hosts, IReadOnlyList<RoomContact> rooms, EntryWording words)
    {
        var chosen = appointment.Chosen!;
        var room = RoomOf(appointment, chosen, rooms);
        var main = new EntryKey(appointment.Id, chosen.Id, appointment.MainHost);
        var coHosts = hosts.Where(h => h.Member != appointment.MainHost).ToList();
        return new Footprint(
            [
                new WantedEntry(main, new CalendarContent(
                    EntryPurpose.Meeting,
                    appointment.EntryTitle,
                    chosen.Time,
                    appointment.ZoneId,
                    Body(appointment, words),
                    WithLink(PlaceOf(appointment.Place, room?.Name), appointment.OwnJoinLink),
                    appointment.WithJoinLink,
                    [.. coHosts.Select(h => new Attendee(h.Name, h.Address)), .. Invited(room)])
                {
                    IsPrivate = appointment.IsPrivate,
                }),
            ],
            [
                .. from host in coHosts
                   where host.IsLinked
                   select new WantedCopy(main, host.Member, new EntryKey(appointment.Id, chosen.Id, host.Member)),
            ]);
    }

    /// <summary>Where it is, with the room's name behind what was typed, unless it says so already.</summary>
    public static string PlaceOf(string place, string? room) =>
        room is not { Length: > 0 } || place.Contains(room, StringComparison.OrdinalIgnoreCase) ? place
        : place.Length == 0 ? room
        : $"{place} {room}";

    /// <summary>Outlook keeps no longer one; the link stands in the text too.</summary>
    private const int LongestLocation = 255;

    /// <summary>Where people look for the way in, and where Outlook offers it to be pressed.</summary>
    private static string WithLink(string place, string ownLink) =>
        PlaceOf(place, ownLink) is { Length: <= LongestLocation } both ? both : place;

    private static RoomContact? RoomOf(Appointment appointment, Candidate candidate, IReadOnlyList<RoomContact> rooms) =>
        appointment.CandidatesWithRooms.Contains(candidate) ? rooms.FirstOrDefault(r => r.Id == candidate.Room) : null;

    /// <summary>Of all entries only the main host's asks for the room (reference/graph.md §6.6).</summary>
    private static IReadOnlyList<Attendee> Invited(RoomContact? room) =>
        room is null ? [] : [new Attendee(room.Name, room.Address, AttendeeKind.Resource)];

    private static string Body(Appointment appointment, EntryWording words)
    {
        string[] lines =
        [
            .. appointment.Guests.SelectMany(guest => (string[])[
                Line(words.Guest, $"{guest.Company} {guest.Name}".Trim()),
                Line(words.GuestMail, guest.Mail),
            ]),
            Line(words.JoinLink, appointment.Chosen is null ? "" : appointment.OwnJoinLink),
            Line(words.Companions, appointment.Companions),
            Line(words.Directions, appointment.Directions),
            Line(words.Message, appointment.Message),
            Line(words.GuestNote, appointment.GuestNote),
            Line(words.Note, appointment.Note),
            Line(words.ManageAt, words.PageAddress),
        ];
        return string.Join("\n", lines.Where(l => l.Length > 0));
    }

    private static string Line(string label, string value) => value.Length == 0 ? "" : $"{label}: {value}";
}
