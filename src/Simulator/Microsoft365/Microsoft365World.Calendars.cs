using Hidori.Simulator.Microsoft365.Graph;
using NodaTime;

namespace Hidori.Simulator.Microsoft365;

public sealed partial class Microsoft365World
{
    /// <summary>All entries of all calendars of the account; a series counts once.</summary>
    public IReadOnlyList<CalendarItem> CalendarOf(string who) => Run(o =>
    {
        var account = Known(o, who);
        return o.State.Items.Where(i => i.Account == account.Id).OrderBy(i => i.Start).Select(i => CalendarItem.Of(i, account)).ToList();
    }, changes: false);

    /// <summary>The entries that share time with the window; a series counts once per occurrence.</summary>
    public IReadOnlyList<CalendarItem> CalendarOf(string who, Interval window) => Run(o =>
    {
        var account = Known(o, who);
        return o.View(account, null, window.Start, window.End).Select(i => CalendarItem.Of(i, account)).ToList();
    }, changes: false);

    /// <summary>Takes time in somebody's calendar, as a person or another program would.</summary>
    /// <returns>The immutable id.</returns>
    public string Put(string who, NewItem item) => Run(o =>
    {
        var account = Known(o, who);
        var stored = new StoredItem
        {
            Key = Outlook.NewKey(),
            Account = account.Id,
            Calendar = item.Calendar is { } name ? account.Calendars.First(c => c.Name == name).Key : account.DefaultCalendar.Key,
            ICalUId = Outlook.NewICalUId(),
            Subject = item.Subject,
            BodyHtml = GraphBody.Wrap(item.BodyHtml),
            Start = item.Start,
            End = item.End,
            StartZone = account.TimeZone,
            EndZone = account.TimeZone,
            IsAllDay = item.IsAllDay,
            ShowAs = item.ShowAs,
            IntendedShowAs = item.ShowAs,
            Sensitivity = item.Sensitivity,
            IsCancelled = item.IsCancelled,
            Response = item.Response,
            IsOrganizer = item.Response == ResponseType.Organizer,
            OrganizerName = item.OrganizerName ?? account.DisplayName,
            OrganizerAddress = item.OrganizerAddress ?? account.Address,
            Locations = item.Location is { } place ? [GraphLocations.Named(place)] : [],
            Recurrence = item.Recurrence,
            Changes =
            [
                .. item.CancelledDates.Select(d => new OccurrenceChange { Date = d, IsCancelled = true }),
                .. item.MovedOccurrences.Select(m => new OccurrenceChange { Date = m.Date, Start = m.Start, End = m.End }),
            ],
            Properties = new(item.ExtendedProperties, StringComparer.Ordinal),
        };
        o.Add(stored);
        return ItemIds.Of(stored, immutable: true);
    });

    /// <summary>Deletes an entry as its owner would in Outlook; unknown ids are an error of the test.</summary>
    public void DeleteEvent(string who, string id) => Run(o => o.Remove(Entry(o, who, id)));

    /// <summary>What lies in the Deleted Items, newest last.</summary>
    public IReadOnlyList<CalendarItem> DeletedItemsOf(string who) => Run(o =>
    {
        var account = Known(o, who);
        return o.State.DeletedItems.Where(i => i.Account == account.Id).Select(i => CalendarItem.Of(i, account)).ToList();
    }, changes: false);

    /// <summary>Every delta token of the mailbox is worth nothing from now on.</summary>
    public void ForgetDeltaTokens(string who) => Run(o => { Known(o, who).SyncGeneration++; });

    public void RenameCalendar(string who, string name, string newName) => Run(o =>
    {
        Known(o, who).Calendars.First(c => c.Name == name).Name = newName;
    });

    /// <summary>Lets a colleague see, or also change, the default calendar; it appears among the colleague's calendars.</summary>
    public void ShareCalendar(string owner, string with, bool canEdit = false) => Run(o =>
    {
        var (from, to) = (Known(o, owner), Known(o, with));
        to.Calendars.Add(new() { Key = Outlook.NewKey(), Name = from.DisplayName, Group = to.DefaultCalendar.Group, CanEdit = canEdit, SharedFrom = from.Id });
    });

    /// <summary>Drags an entry back from the Deleted Items; its immutable id is the old one.</summary>
    public void RestoreEvent(string who, string id) => Run(o =>
    {
        var account = Known(o, who);
        o.Restore(o.State.DeletedItems.FindLast(i => i.Account == account.Id && ItemIds.Of(i, immutable: true) == id)
            ?? throw new ArgumentException($"No such entry in the Deleted Items of {who}.", nameof(id)));
    });

    /// <summary>Drags an entry to another time as its owner would in Outlook; the length stays when no end is given.</summary>
    public void MoveEvent(string who, string id, Instant start, Instant? end = null) => Run(o =>
    {
        var item = Entry(o, who, id);
        var newEnd = end ?? start + (item.End - item.Start);
        if (item.SeriesMaster is not null)
        {
            var change = o.ChangeOf(item);
            (change.Start, change.End) = (start, newEnd);
            return;
        }
        (item.Start, item.End) = (start, newEnd);
        o.Touch(item);
        o.Tell(item, item.Attendees, timeChanged: true);
    });

    /// <summary>Edits subject or free/busy state as its owner would in Outlook.</summary>
    public void EditEvent(string who, string id, string? subject = null, ShowAs? showAs = null, string? bodyHtml = null) => Run(o =>
    {
        var item = Entry(o, who, id);
        item.Subject = subject ?? item.Subject;
        item.ShowAs = showAs ?? item.ShowAs;
        item.BodyHtml = bodyHtml is null ? item.BodyHtml : GraphBody.Wrap(bodyHtml);
        o.Touch(item);
        o.Tell(item, item.Attendees, timeChanged: false);
    });

    /// <summary>Moves an entry to another folder, which changes its default id but not the immutable one.</summary>
    public void MoveToCalendar(string who, string id, string calendarName) => Run(o =>
        o.MoveTo(Entry(o, who, id), Known(o, who).Calendars.First(c => c.Name == calendarName)));

    /// <summary>Answers an invitation; a room's delegate does the same.</summary>
    public void Respond(string who, string id, ResponseType response) => Run(o => o.Respond(Entry(o, who, id), response));

    /// <summary>What Exchange would have mailed to people outside the tenant.</summary>
    public IReadOnlyList<SentInvitation> InvitationsSent => Run(o => o.State.Invitations.ToList(), changes: false);

    private static StoredItem Entry(Outlook o, string who, string id) =>
        (ItemIds.Read(id) is { } read ? o.Find(Known(o, who), read) : null)
        ?? throw new ArgumentException($"No such entry in the calendar of {who}.", nameof(id));
}
