using NodaTime;

namespace Hidori.Simulator.Microsoft365;

/// <summary>What one entry of one calendar looks like at a moment; ids are of the immutable kind.</summary>
public sealed record CalendarItem
{
    public required string Id { get; init; }
    public required string ICalUId { get; init; }
    public required string Etag { get; init; }
    public required string Subject { get; init; }
    public required Instant Start { get; init; }
    public required Instant End { get; init; }

    /// <summary>originalStartTimeZone: the zone the entry was planned in.</summary>
    public required string TimeZone { get; init; }
    public required ShowAs ShowAs { get; init; }
    public required bool IsAllDay { get; init; }
    public required Sensitivity Sensitivity { get; init; }
    public required bool IsOrganizer { get; init; }
    public required string OrganizerAddress { get; init; }
    public required bool IsCancelled { get; init; }
    public required ResponseType Response { get; init; }
    public required IReadOnlyList<CalendarAttendee> Attendees { get; init; }
    public required string? Location { get; init; }
    public required bool IsReminderOn { get; init; }

    /// <summary>Null until Teams has made the meeting.</summary>
    public required string? JoinUrl { get; init; }
    public required string BodyHtml { get; init; }
    public required IReadOnlyDictionary<string, string> ExtendedProperties { get; init; }
    public required string? TransactionId { get; init; }
    public required string CalendarName { get; init; }
    public required RecurrenceRule? Recurrence { get; init; }
    public required bool IsOccurrence { get; init; }

    public Interval Interval => new(Start, End);

    internal static CalendarItem Of(StoredItem item, Account account) => new()
    {
        Id = ItemIds.Of(item, immutable: true),
        ICalUId = item.ICalUId,
        Etag = Graph.GraphEvents.Etag(item),
        Subject = item.Subject,
        Start = item.Start,
        End = item.End,
        TimeZone = item.StartZone,
        ShowAs = item.ShowAs,
        IsAllDay = item.IsAllDay,
        Sensitivity = item.Sensitivity,
        IsOrganizer = item.IsOrganizer,
        OrganizerAddress = item.OrganizerAddress,
        IsCancelled = item.IsCancelled,
        Response = item.Response,
        Attendees = [.. item.Attendees.Select(a => new CalendarAttendee(a.Address, a.Name, a.Type, a.Response))],
        Location = item.Locations.FirstOrDefault()?["displayName"]?.GetValue<string>(),
        IsReminderOn = item.IsReminderOn,
        JoinUrl = item.Teams is { IsReady: true } teams ? teams.JoinUrl : null,
        BodyHtml = item.BodyHtml,
        ExtendedProperties = new Dictionary<string, string>(item.Properties, StringComparer.OrdinalIgnoreCase),
        TransactionId = item.TransactionId,
        CalendarName = account.Calendars.First(c => c.Key == item.Calendar).Name,
        Recurrence = item.Recurrence,
        IsOccurrence = item.SeriesMaster is not null,
    };
}

public sealed record CalendarAttendee(string Address, string? Name, AttendeeType Type, ResponseType Response);
