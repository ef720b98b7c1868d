using System.Globalization;
using System.Text.Json.Nodes;
using NodaTime;

namespace Hidori.Simulator.Microsoft365.Graph;

/// <summary>calendarView/delta (delta-query-events.md): rounds of pages, occurrences as stubs, the removed by name.</summary>
internal static class DeltaRoutes
{
    private static readonly string[] Unsupported = ["$select", "$expand", "$filter", "$orderby", "$search", "$top", "$skip", "$count"];

    public static GraphReply View(GraphCall call)
    {
        if (Unsupported.Any(call.Query.ContainsKey))
            throw GraphError.Bad("ErrorInvalidUrlQuery", "The following parameters are not supported with change tracking over the 'CalendarView' resource: '$orderby, $filter, $select, $expand, $search, $top'.");
        var (holder, folder) = CalendarRoutes.Place(call);
        var token = Token(call, holder, folder);
        var rows = (token.Since is null ? Everything(call, holder, folder, token) : Changes(call, holder, folder, token))
            .OrderBy(r => r.Cursor, StringComparer.Ordinal)
            .Where(r => token.After is null || string.CompareOrdinal(r.Cursor, token.After) > 0).ToList();
        var page = rows.Take(call.PageSize() ?? 10).ToList();
        var body = new JsonObject
        {
            ["@odata.context"] = ODataShape.Service(call) + "/$metadata#Collection(event)",
            ["value"] = new JsonArray([.. page.Select(r => r.Write())]),
        };
        if (page.Count < rows.Count) body["@odata.nextLink"] = $"{call.Address}?$skiptoken={(token with { After = page[^1].Cursor }).Write()}";
        else body["@odata.deltaLink"] = $"{call.Address}?$deltatoken={(token with { Since = token.Until, After = null, Issued = call.Outlook.Now }).Write()}";
        return GraphReply.Ok(body);
    }

    private static DeltaToken Token(GraphCall call, Account holder, CalendarFolder folder)
    {
        var outlook = call.Outlook;
        var until = outlook.State.Journal.FindLast(c => c.At <= outlook.Now - outlook.Behaviour.DeltaLag)?.Number ?? 0;
        var text = call.Query.GetValueOrDefault("$skiptoken") ?? call.Query.GetValueOrDefault("$deltatoken");
        if (string.IsNullOrEmpty(text))
        {
            var (start, end) = (GraphTimes.Boundary(call, "startDateTime"), GraphTimes.Boundary(call, "endDateTime"));
            if (end < start) throw GraphError.Bad("ErrorInvalidParameter", "The end of the window lies before its start.");
            return new DeltaToken(folder.Key, start, end, null, outlook.State.LastChange, null, holder.SyncGeneration, outlook.Now);
        }
        var token = DeltaToken.Read(text) ?? throw GraphError.Bad("ErrorInvalidSyncStateData", "The sync state is not valid.");
        var isLost = token.Generation != holder.SyncGeneration
            || outlook.Now - token.Issued > outlook.Behaviour.DeltaTokenLife
            || (token.Since is { } since && outlook.State.Journal is [{ } oldest, ..] && oldest.Number > since + 1);
        if (isLost || token.Calendar != folder.Key) throw Reset(call, token);
        return token.After is null ? token with { Until = Math.Max(until, token.Since ?? 0) } : token;
    }

    /// <summary>410 with a place to start anew, or a 4xx of some service's own (delta-query-overview.md).</summary>
    private static GraphError Reset(GraphCall call, DeltaToken token)
    {
        static string Utc(Instant time) => Uri.EscapeDataString(GraphTimes.Utc(time));
        var anew = $"{call.Address}?startDateTime={Utc(token.Start)}&endDateTime={Utc(token.End)}&$deltatoken=";
        return call.Outlook.Behaviour.DeltaResetStatus == 410
            ? new GraphError(410, "syncStateNotFound", "The sync state generation is not found; continuing requires a full synchronization.", location: anew)
            : new GraphError(call.Outlook.Behaviour.DeltaResetStatus, "SyncStateNotFound", "The sync state generation is not found.");
    }

    private static IEnumerable<Row> Everything(GraphCall call, Account holder, CalendarFolder folder, DeltaToken token) =>
        call.Outlook.State.Items.Where(i => i.Account == holder.Id && i.Calendar == folder.Key).ToList()
            .SelectMany(i => Inside(call, i, token));

    /// <summary>One entry as far as it lies in the window; a series with all its occurrences, and nothing when none of it does.</summary>
    private static IEnumerable<Row> Inside(GraphCall call, StoredItem item, DeltaToken token)
    {
        if (item.Recurrence is null)
            return item.Overlaps(token.Start, token.End) ? [new Row(Cursor(item), () => Full(item, call))] : [];
        var occurrences = Outlook.Occurrences(item, token.End).Where(o => o.Overlaps(token.Start, token.End)).ToList();
        return occurrences.Count == 0 ? []
            : [new Row(Cursor(item), () => Full(item, call)), .. occurrences.Select(o => new Row(Cursor(o), () => o.IsException ? Full(o, call) : Stub(o, call)))];
    }

    private static IEnumerable<Row> Changes(GraphCall call, Account holder, CalendarFolder folder, DeltaToken token)
    {
        var changed = call.Outlook.State.Journal
            .Where(c => c.Number > token.Since && c.Number <= token.Until && c.Account == holder.Id && c.Calendar == folder.Key)
            .GroupBy(c => c.Key).Select(g => g.Last());
        foreach (var change in changed.ToList())
        {
            var item = call.Outlook.State.Items.Find(i => i.Key == change.Key && i.Calendar == folder.Key);
            var rows = item is null ? [.. Gone(call, change, token)] : Inside(call, item, token).ToList();
            // New entries outside the window are named as removed, too (graph-docs issue 6599).
            if (item is not null && rows.Count == 0) rows.Add(Removed(call, change.Key, null, change.Moves, "changed"));
            if (item?.Recurrence is not null) rows.AddRange(Departed(call, item, token));
            foreach (var row in rows)
            {
                yield return row;
                if (!call.Outlook.Behaviour.DeltaRepeatsItems) continue;
                yield return row with { Cursor = "~" + row.Cursor };
            }
        }
    }

    private static IEnumerable<Row> Gone(GraphCall call, JournalEntry change, DeltaToken token)
    {
        yield return Removed(call, change.Key, null, change.Moves, "deleted");
        if (!call.Outlook.Behaviour.DeltaNamesOccurrencesOfDeletedSeries) yield break;
        var item = call.Outlook.State.DeletedItems.FindLast(i => i.Key == change.Key);
        foreach (var row in item?.Recurrence is null ? [] : Outlook.Occurrences(item, token.End).Where(o => o.Overlaps(token.Start, token.End)))
            yield return Removed(call, change.Key, row.OccurrenceDate, change.Moves, "deleted");
    }

    /// <summary>Occurrences that were cancelled, or moved out of the window.</summary>
    private static IEnumerable<Row> Departed(GraphCall call, StoredItem series, DeltaToken token)
    {
        foreach (var change in series.Changes)
        {
            if (change.IsCancelled) yield return Removed(call, series.Key, change.Date, series.Moves, "deleted");
            else if (!Outlook.Occurrences(series, Instant.MaxValue, change.Date).Any(o => o.Overlaps(token.Start, token.End)))
                yield return Removed(call, series.Key, change.Date, series.Moves, "changed");
        }
    }

    private static Row Removed(GraphCall call, string key, LocalDate? date, int moves, string reason) => new(Cursor(key, date), () => new JsonObject
    {
        ["@odata.type"] = "#microsoft.graph.event",
        ["id"] = ItemIds.Of(key, date, call.WantsImmutableIds ? null : moves),
        ["@removed"] = new JsonObject { ["reason"] = reason },
    });

    private static JsonObject Full(StoredItem item, GraphCall call)
    {
        var json = GraphEvents.Write(item, call);
        json.Insert(0, "@odata.type", "#microsoft.graph.event");
        return json;
    }

    /// <summary>Of an occurrence only what differs from its series (docs-contrib issue 34).</summary>
    private static JsonObject Stub(StoredItem occurrence, GraphCall call)
    {
        var full = Full(occurrence, call);
        var stub = new JsonObject();
        foreach (var name in (string[])["@odata.type", "@odata.etag", "id", "seriesMasterId", "type", "start", "end"]) stub[name] = full[name]?.DeepClone();
        return stub;
    }

    private static string Cursor(StoredItem item) => Cursor(item.Key, item.OccurrenceDate);

    private static string Cursor(string key, LocalDate? date) => string.Create(CultureInfo.InvariantCulture, $"{key}|{date:yyyyMMdd}");

    private sealed record Row(string Cursor, Func<JsonObject> Write);
}
