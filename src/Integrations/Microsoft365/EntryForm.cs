using System.Security.Cryptography;
using System.Text;
using Hidori.Domain.Outside;
using Microsoft.Graph.Models;
using NodaTime;
using GraphAttendee = Microsoft.Graph.Models.Attendee;
using GraphEvent = Microsoft.Graph.Models.Event;

namespace Hidori.Integrations.Microsoft365;

/// <summary>An entry's content in Graph's form: whole for creating, the differing members for changing.</summary>
internal static class EntryForm
{
    /// <summary>What <see cref="Changes"/> and <see cref="Microsoft365Calendar"/> need to see of a standing entry.</summary>
    public static readonly string[] Members =
    [
        "id", "iCalUId", "changeKey", "createdDateTime", "subject", "body", "start", "end", "isAllDay", "location",
        "attendees", "showAs", "isReminderOn", "isCancelled", "isOrganizer", "isOnlineMeeting", "onlineMeeting", "onlineMeetingProvider",
        "sensitivity",
    ];

    public static GraphEvent Whole(EntryKey key, CalendarContent content, int generation)
    {
        var entry = new GraphEvent
        {
            TransactionId = TransactionId(key, generation),
            SingleValueExtendedProperties = EntryMark.Marks(key, content.Attendees),
            Subject = content.Subject,
            Body = HtmlBody(EntryBody.Of(content.Body)),
            Start = GraphTime.In(content.ZoneId, content.Time.Start),
            End = GraphTime.In(content.ZoneId, content.Time.End),
            ShowAs = Shown(content),
            Attendees = [.. content.Attendees.Select(Invited)],
        };
        // The SDK would send a null that was set.
        if (content.Place.Length > 0)
            entry.Location = Where(content);
        if (content.IsPrivate)
            entry.Sensitivity = Sensitivity.Private;
        // A room answers only when it is asked to.
        if (content.Purpose == EntryPurpose.Hold)
            (entry.IsReminderOn, entry.ResponseRequested) = (false, content.Room is not null);
        if (content.WithJoinLink)
            AskForLink(entry);
        return entry;
    }

    /// <summary>The members in which a standing entry differs from what is wanted; null when in none.</summary>
    /// <param name="ours">What we wrote before: words that we do not change are left as people made them (SPEC M19).</param>
    public static GraphEvent? Changes(GraphEvent standing, EntryKey key, CalendarContent content, WrittenEntry? ours)
    {
        var changes = new GraphEvent();
        if (standing.Subject != content.Subject && ours?.Subject != content.Subject)
            changes.Subject = content.Subject;
        if (!EntryBody.Says(content.Body, standing.Body?.Content))
            changes.Body = HtmlBody(EntryBody.With(content.Body, BodyOf(standing)));
        MoveTo(content, standing, changes);
        if (PlaceDiffers(standing, content) && ours?.Place != content.Place)
            changes.Location = Where(content);
        if (standing.ShowAs != Shown(content))
            changes.ShowAs = Shown(content);
        if (Privacy(standing, content, ours) is { } sensitivity)
            changes.Sensitivity = sensitivity;
        // The host may have set both by hand since: they are ours only while a hold becomes the meeting.
        if (content.Purpose == EntryPurpose.Meeting && IsStillAHold(standing, ours))
            (changes.IsReminderOn, changes.ResponseRequested) = (true, true);
        if (content.WithJoinLink && standing.IsOnlineMeeting != true)
            AskForLink(changes);
        Invite(content, standing, changes);
        if (content is { Purpose: EntryPurpose.Hold, Room: not null } && changes.Attendees is not null)
            changes.ResponseRequested = true;
        if (EntryMark.KeyOf(standing) != key || changes.Attendees is not null)
            changes.SingleValueExtendedProperties = EntryMark.Marks(key, content.Attendees);
        return IsEmpty(changes) ? null : changes;
    }

    /// <summary>What people set by hand stays: it is closed where we did not close it before, and opened where we did.</summary>
    private static Sensitivity? Privacy(GraphEvent standing, CalendarContent content, WrittenEntry? ours)
    {
        var isOpen = standing.Sensitivity is null or Sensitivity.Normal;
        return content.IsPrivate
            ? isOpen && ours?.IsPrivate != true ? Sensitivity.Private : null
            : standing.Sensitivity == Sensitivity.Private && ours?.IsPrivate == true ? Sensitivity.Normal : null;
    }

    private static bool IsEmpty(GraphEvent changes) => changes is
    {
        Subject: null, Body: null, Start: null, End: null, IsAllDay: null, Location: null, ShowAs: null, Sensitivity: null,
        IsReminderOn: null, ResponseRequested: null, IsOnlineMeeting: null, Attendees: null,
        SingleValueExtendedProperties: null,
    };

    /// <summary>Whether an entry stands at just this time.</summary>
    public static bool IsAt(GraphEvent standing, Interval time) =>
        standing.IsAllDay != true
        && GraphTime.InstantOf(standing.Start) == time.Start
        && GraphTime.InstantOf(standing.End) == time.End;

    /// <summary>Whether it asks the wanted room already for just this time; Exchange asks again only for another.</summary>
    public static bool AsksAlready(GraphEvent standing, CalendarContent content) =>
        IsAt(standing, content.Time)
        && (content.Room is not { } room || standing.Attendees?.Any(a => string.Equals(AddressOf(a), room.Address, StringComparison.OrdinalIgnoreCase)) == true);

    /// <summary>The same for the same key and generation, and for no other: what makes a creation safe to repeat.</summary>
    public static string TransactionId(EntryKey key, int generation) =>
        new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{key}.{generation}")).AsSpan(0, 16)).ToString();

    private static void MoveTo(CalendarContent content, GraphEvent standing, GraphEvent changes)
    {
        if (IsAt(standing, content.Time))
            return;
        if (standing.IsAllDay == true)
            changes.IsAllDay = false;
        changes.Start = GraphTime.In(content.ZoneId, content.Time.Start);
        changes.End = GraphTime.In(content.ZoneId, content.Time.End);
    }

    /// <summary>
    /// A room that was added in Outlook writes its own name there, which says more than our nothing; one that we asked and
    /// ask no more leaves its name behind.
    /// </summary>
    private static bool PlaceDiffers(GraphEvent standing, CalendarContent content)
    {
        if ((standing.Location?.DisplayName ?? "") == content.Place)
            return false;
        var ours = EntryMark.InvitedOf(standing);
        return content.Place.Length > 0
            || standing.Attendees?.Any(a => a.Type == AttendeeType.Resource && !ours.Contains(AddressOf(a))) != true;
    }

    /// <summary>The name alone books nothing; with the room's address Outlook shows it as a room.</summary>
    private static Location Where(CalendarContent content)
    {
        var location = new Location { DisplayName = content.Place };
        // The SDK would send a null that was set.
        if (content.Room is { } room)
            (location.LocationEmailAddress, location.LocationType) = (room.Address, LocationType.ConferenceRoom);
        return location;
    }

    /// <summary>
    /// Graph replaces the attendees as a whole. Whoever we did not invite (rooms, people added in Outlook) stays;
    /// whoever we did and no longer want goes; the answers of those who remain stay with them.
    /// </summary>
    private static void Invite(CalendarContent content, GraphEvent standing, GraphEvent changes)
    {
        var before = standing.Attendees ?? [];
        var oursBefore = EntryMark.InvitedOf(standing);
        var wanted = content.Attendees.Select(a => a.Address).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var kept = before.Where(a => wanted.Contains(AddressOf(a)) || !oursBefore.Contains(AddressOf(a))).ToList();
        var known = kept.Select(AddressOf).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var added = content.Attendees.Where(a => !known.Contains(a.Address)).Select(Invited).ToList();
        if (kept.Count < before.Count || added.Count > 0)
            changes.Attendees = [.. kept.Select(Again), .. added];
    }

    /// <summary>As it stands, without the answer and any proposed time: those are Exchange's to keep, by address.</summary>
    private static GraphAttendee Again(GraphAttendee attendee) => new()
    {
        Type = attendee.Type,
        EmailAddress = new EmailAddress { Address = AddressOf(attendee), Name = attendee.EmailAddress?.Name },
    };

    private static string AddressOf(GraphAttendee attendee) => attendee.EmailAddress?.Address ?? "";

    private static GraphAttendee Invited(Domain.Outside.Attendee attendee) => new()
    {
        Type = attendee.Kind switch
        {
            AttendeeKind.Person => AttendeeType.Required,
            AttendeeKind.Resource => AttendeeType.Resource,
        },
        EmailAddress = new EmailAddress { Address = attendee.Address, Name = attendee.Name },
    };

    private static FreeBusyStatus Shown(CalendarContent content) => content.ShowsBusy ? FreeBusyStatus.Busy : FreeBusyStatus.Tentative;

    /// <summary>A hold that shows as busy is told from the meeting by its reminder, unless the meeting was written before.</summary>
    private static bool IsStillAHold(GraphEvent standing, WrittenEntry? ours) =>
        standing.ShowAs == FreeBusyStatus.Tentative || (ours is null && standing.IsReminderOn == false);

    private static void AskForLink(GraphEvent entry)
    {
        entry.IsOnlineMeeting = true;
        entry.OnlineMeetingProvider = OnlineMeetingProviderType.TeamsForBusiness;
    }

    private static ItemBody HtmlBody(string content) => new() { ContentType = BodyType.Html, Content = content };

    private static string? BodyOf(GraphEvent standing) =>
        standing.Body is { ContentType: BodyType.Text, Content: { } text } ? EntryBody.Html(text) : standing.Body?.Content;
}
