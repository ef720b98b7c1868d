using Microsoft.Graph;
using Microsoft.Graph.Me.CalendarView.Delta;
using Microsoft.Graph.Models;
using NodaTime;
using NodaTime.Text;
using GraphEvent = Microsoft.Graph.Models.Event;

namespace Hidori.Integrations.Microsoft365;

/// <summary>calendarView/delta: what changed in a window of the default calendar (reference/graph.md §7.3).</summary>
internal sealed class ChangeReading(GraphCalls graph)
{
    /// <summary>Delta knows no $select, so entries come whole, with their texts.</summary>
    private const int PageSize = 200;

    private const int MostPages = 500;

    /// <summary>An all-day entry comes in UTC midnights and lies up to this far from them.</summary>
    private static readonly Duration FurthestZone = Duration.FromHours(14);

    /// <remarks>Both kinds of link are used as they come; they hold the window, and no parameter may be added.</remarks>
    public async Task<CalendarChanges> ReadAsync(Connection via, Interval window, string? mark, CancellationToken ct)
    {
        Dictionary<string, ChangedEntry> changed = [];
        var page = mark is null
            ? await graph.RunResumedAsync(via, g => FirstAsync(g, window, ct), ct)
            : await NextAsync(via, mark, ct);
        for (var pages = 1; ; pages++)
        {
            foreach (var entry in page.Value ?? throw Unreadable())
            {
                var read = Read(entry);
                // An entry may come more than once in a round: the last word counts.
                changed[read.RemoteId] = read;
            }

            if (page.OdataDeltaLink is { Length: > 0 } end)
                return new CalendarChanges([.. changed.Values], end);
            if (pages == MostPages || page.OdataNextLink is not { Length: > 0 } next)
                throw Unreadable();
            page = await NextAsync(via, next, ct);
        }
    }

    private static Task<DeltaGetResponse?> FirstAsync(GraphServiceClient g, Interval window, CancellationToken ct) =>
        g.Me.CalendarView.Delta.GetAsDeltaGetResponseAsync(
            request =>
            {
                request.QueryParameters.StartDateTime = InstantPattern.General.Format(window.Start);
                request.QueryParameters.EndDateTime = InstantPattern.General.Format(window.End);
                request.Headers.Add(RequestForm.PageSize, $"{PageSize}");
            },
            ct);

    private Task<DeltaGetResponse> NextAsync(Connection via, string link, CancellationToken ct) =>
        graph.LeadsToGraph(link)
            ? graph.RunResumedAsync(
                via,
                g => g.Me.CalendarView.Delta.WithUrl(link).GetAsDeltaGetResponseAsync(
                    request => request.Headers.Add(RequestForm.PageSize, $"{PageSize}"), ct),
                ct)
            // Graph moved, or somebody wrote into our database: the token goes nowhere else.
            : throw new ChangeMarkExpiredException("The mark leads elsewhere than to Microsoft Graph.");

    /// <remarks>
    /// Occurrences come as stubs, and a series' own row is no time at all: whatever belongs to a series says only that
    /// the series changed (graph-docs issues 7632 and 5520).
    /// </remarks>
    private static ChangedEntry Read(GraphEvent entry)
    {
        var id = entry.Id ?? throw new ProviderUnavailableException("Microsoft Graph sent a change without an id.");
        if (entry.AdditionalData.ContainsKey("@removed"))
            return new ChangedEntry(id, null, IsSeries: false, IsRemoved: true);
        if (entry.Type is EventType.SeriesMaster or EventType.Occurrence or EventType.Exception || entry.SeriesMasterId is not null)
            return new ChangedEntry(id, null, IsSeries: true, IsRemoved: false);
        var (start, end) = (GraphTime.InstantOf(entry.Start), GraphTime.InstantOf(entry.End));
        if (end < start)
            throw new ProviderUnavailableException("Microsoft Graph sent an entry that ends before it starts.");
        return new ChangedEntry(id, new Interval(start - FurthestZone, end + FurthestZone), IsSeries: false, IsRemoved: false);
    }

    private static ProviderUnavailableException Unreadable() =>
        new("Microsoft Graph sent changes that cannot be read to their end.");
}
