using System.Text.Json.Nodes;

namespace Hidori.Simulator.Microsoft365.Graph;

/// <summary>Reading and writing entries.</summary>
internal static class EventRoutes
{
    public static GraphReply View(GraphCall call)
    {
        var (start, end) = (GraphTimes.Boundary(call, "startDateTime"), GraphTimes.Boundary(call, "endDateTime"));
        if (end < start) throw GraphError.Bad("ErrorInvalidParameter", "The end of the window lies before its start.");
        var (holder, folder) = CalendarRoutes.Place(call);
        return List(call, call.Outlook.View(holder, folder.Key, start, end));
    }

    /// <summary>Series masters and single instances of one calendar; no occurrences, unlike <see cref="View"/>.</summary>
    public static GraphReply Events(GraphCall call)
    {
        var (holder, folder) = CalendarRoutes.Place(call);
        return List(call, call.Outlook.State.Items.Where(i => i.Account == holder.Id && i.Calendar == folder.Key).OrderByDescending(i => i.Created));
    }

    public static GraphReply Instances(GraphCall call)
    {
        var master = Find(call);
        if (master.Recurrence is null) throw GraphError.Invalid("The item is not a recurring master.");
        var (start, end) = (GraphTimes.Boundary(call, "startDateTime"), GraphTimes.Boundary(call, "endDateTime"));
        return List(call, Outlook.Occurrences(master, end).Where(i => i.Overlaps(start, end)));
    }

    public static GraphReply Get(GraphCall call) => GraphReply.Ok(Shape(call, Find(call), alone: true));

    public static GraphReply Create(GraphCall call)
    {
        var json = call.Json();
        var (holder, calendar) = CalendarRoutes.Place(call);
        if (!(call.Route.ContainsKey("calendar") ? CalendarRoutes.Named(call) : calendar).CanEdit) throw GraphError.Denied();
        var item = new StoredItem
        {
            Key = Outlook.NewKey(), Account = holder.Id, Calendar = calendar.Key, ICalUId = Outlook.NewICalUId(),
            OrganizerName = holder.DisplayName, OrganizerAddress = holder.Address,
            BodyHtml = GraphBody.Wrap(""),
        };
        if (!json.ContainsKey("start") || !json.ContainsKey("end")) throw GraphError.Invalid("Start and end are required.");
        GraphEventForm.Apply(json, item, call.Owner);
        RefuseSpent(call, item.TransactionId);
        call.Outlook.Add(item, WantsTeams(json));
        return new GraphReply(201, Shape(call, item, alone: true), new Dictionary<string, string>
        {
            ["Location"] = $"{ODataShape.Service(call)}/users('{call.Owner.Id}')/events('{ItemIds.Of(item, call.WantsImmutableIds)}')",
        });
    }

    public static GraphReply Patch(GraphCall call)
    {
        var json = call.Json();
        var item = Find(call);
        RefuseStale(call, item);
        if (json.ContainsKey("transactionId")) throw GraphError.Invalid("ClientId/TransactionId is immutable and cannot be updated.");
        if (!item.IsOrganizer && json.Any(p => !GraphEventForm.IsPersonal(p.Key)))
            throw GraphError.Invalid("You need to be an organizer to update a meeting.");
        if (item.SeriesMaster is not null) return PatchOccurrence(call, json, item);

        var draft = item.Copy();
        GraphEventForm.Apply(json, draft, call.Owner);
        var before = item.Attendees;
        var timeChanged = draft.Start != item.Start || draft.End != item.End;
        GraphEventForm.Apply(json, item, call.Owner);
        if (json.ContainsKey("body") && item.Teams is { IsReady: true } teams && !TeamsMeetings.HasBlob(item.BodyHtml, teams)) item.Teams = null;
        if (WantsTeams(json)) call.Outlook.GoOnline(item);
        call.Outlook.Touch(item);
        // Reminders, categories and properties are the organizer's own business; nobody is told.
        if (json.Any(p => !GraphEventForm.IsPersonal(p.Key) || p.Key == "showAs")) call.Outlook.Tell(item, before, timeChanged);
        return GraphReply.Ok(Shape(call, item, alone: true));
    }

    public static GraphReply Delete(GraphCall call)
    {
        var item = Find(call);
        RefuseStale(call, item);
        call.Outlook.Remove(item);
        return GraphReply.NoContent;
    }

    public static GraphReply Cancel(GraphCall call)
    {
        var item = Find(call);
        if (!item.IsOrganizer) throw GraphError.Invalid("You need to be an organizer to cancel a meeting.");
        call.Outlook.Remove(item);
        return GraphReply.Accepted;
    }

    public static GraphReply PermanentDelete(GraphCall call)
    {
        call.Outlook.Remove(Find(call), forGood: true);
        return GraphReply.NoContent;
    }

    public static Func<GraphCall, GraphReply> Respond(ResponseType response) => call =>
    {
        var item = Find(call);
        if (item.IsOrganizer) throw GraphError.Invalid("You can't respond to this meeting because you're the meeting organizer.");
        var json = call.Body == "" ? [] : call.Json();
        var tells = json.FirstOrDefault(p => p.Key.Equals("sendResponse", StringComparison.OrdinalIgnoreCase)).Value?.GetValue<bool>() ?? true;
        call.Outlook.Respond(item, response, tells);
        return GraphReply.Accepted;
    };

    private static GraphReply PatchOccurrence(GraphCall call, JsonObject json, StoredItem item)
    {
        GraphEventForm.Apply(json, item, call.Owner);
        var change = call.Outlook.ChangeOf(item);
        (change.Start, change.End, change.Subject, change.ShowAs) = (item.Start, item.End, item.Subject, item.ShowAs);
        return GraphReply.Ok(Shape(call, item, alone: true));
    }

    private static GraphReply List(GraphCall call, IEnumerable<StoredItem> items)
    {
        if (call.Query.TryGetValue("$filter", out var filter))
        {
            var condition = ODataFilter.Parse(filter);
            items = items.Where(i => condition(new FilterableEvent(i, GraphEvents.Write(i, call))));
        }
        if (call.Query.TryGetValue("$orderby", out var order))
        {
            var isDescending = order.EndsWith(" desc", StringComparison.OrdinalIgnoreCase);
            string Key(StoredItem i) => JsonMembers.Text(GraphEvents.Write(i, call), order.Split(' ')[0]) ?? "";
            items = isDescending ? items.OrderByDescending(Key, StringComparer.Ordinal) : items.OrderBy(Key, StringComparer.Ordinal);
        }
        return ODataShape.Page(items.ToList(), call, i => Shape(call, i));
    }

    private static JsonObject Shape(GraphCall call, StoredItem item, bool alone = false)
    {
        var json = ODataShape.Select(GraphEvents.Write(item, call, alone), call);
        ODataShape.Expand(json, item, call);
        return json;
    }

    /// <summary>An entry of any own calendar; one of a shared calendar only by the path of that calendar (openwhispr issue 1835).</summary>
    public static StoredItem Find(GraphCall call)
    {
        var id = ItemIds.Read(call.Route["event"]) ?? throw GraphError.Malformed();
        var (holder, folder) = CalendarRoutes.Place(call);
        var item = call.Outlook.Find(holder, id) ?? throw GraphError.NotFound();
        return !call.Route.ContainsKey("calendar") || item.Calendar == folder.Key ? item : throw GraphError.NotFound();
    }

    private static bool WantsTeams(JsonObject json) =>
        json["isOnlineMeeting"] is { } wanted && wanted.GetValue<bool>()
        && (json["onlineMeetingProvider"]?.GetValue<string>() ?? "teamsForBusiness") == "teamsForBusiness";

    private static void RefuseSpent(GraphCall call, string? transaction)
    {
        if (transaction is null) return;
        var spent = call.Outlook.State.SpentTransactions.Find(s => s.Account == call.Owner.Id && s.TransactionId == transaction);
        if (spent is null) return;
        var behaviour = call.Outlook.Behaviour;
        var first = call.Outlook.State.Items.Find(i => i.Key == spent.Item);
        throw GraphError.DuplicateTransaction(behaviour.DuplicateTransactionStatus,
            behaviour.TellsExistingEventId && first is not null ? ItemIds.Of(first, call.WantsImmutableIds) : null);
    }

    private static void RefuseStale(GraphCall call, StoredItem item)
    {
        if (call.Header("If-Match") is { } etag && etag != "*" && etag != GraphEvents.Etag(item))
            throw GraphError.Stale(call.Outlook.Behaviour.StaleChangeKeyStatus);
    }
}
