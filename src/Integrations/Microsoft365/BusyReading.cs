using Hidori.Domain.Availability;
using Hidori.Domain.Time;
using Microsoft.Graph.Models;
using NodaTime;
using NodaTime.Text;
using GraphEvent = Microsoft.Graph.Models.Event;

namespace Hidori.Integrations.Microsoft365;

/// <summary>Reads what takes a mailbox owner's time.</summary>
internal sealed class BusyReading(GraphCalls graph, MailboxZones zones, IClock clock)
{
    private const int PageSize = 100;

    /// <summary>The zones furthest from UTC: an all-day entry of date D lies somewhere in D 00:00 −14 h … +36 h.</summary>
    private static readonly Duration FurthestEast = Duration.FromHours(14);
    private static readonly Duration FurthestWest = Duration.FromHours(12);

    private static readonly string[] Members =
    [
        "id", "subject", "start", "end", "isAllDay", "showAs", "sensitivity", "isCancelled", "responseStatus",
        "originalStartTimeZone",
    ];

    /// <remarks>
    /// calendarView, not events: only the view expands series. It is asked for a wider window than wanted, because
    /// all-day entries have dates, not times, and are matched as if they were UTC.
    /// </remarks>
    public async Task<BusyTimes.Known> ReadAsync(Connection via, Interval window, CancellationToken ct)
    {
        var readAt = clock.GetCurrentInstant();
        var entries = await graph.ListAsync(
            via,
            g => g.Me.Calendar.CalendarView.GetAsync(
                request =>
                {
                    request.QueryParameters.StartDateTime = InstantPattern.General.Format(window.Start - FurthestWest);
                    request.QueryParameters.EndDateTime = InstantPattern.General.Format(window.End + FurthestEast);
                    request.QueryParameters.Select = Members;
                    request.QueryParameters.Expand = EntryMark.ExpandKey;
                    request.QueryParameters.Top = PageSize;
                },
                ct),
            ct);

        var taking = entries.Where(TakesTime).ToList();
        var mailboxZone = taking.Any(e => e.IsAllDay == true) ? await zones.OfAsync(via, ct) : null;
        return new BusyTimes.Known(
            [
                .. taking.Select(e => Read(e, mailboxZone)).Where(e => e.Time.Overlaps(window))
                    .OrderBy(e => e.Time.Start).ThenBy(e => e.Time.End),
            ],
            readAt);
    }

    private static bool TakesTime(GraphEvent entry) =>
        entry.ShowAs != FreeBusyStatus.Free
        && entry.IsCancelled != true
        && entry.ResponseStatus?.Response != ResponseType.Declined;

    private static BusyEntry Read(GraphEvent entry, DateTimeZone? mailboxZone) => new(
        entry.IsAllDay == true ? WholeDays(entry, mailboxZone) : Between(GraphTime.InstantOf(entry.Start), GraphTime.InstantOf(entry.End)),
        KindOf(entry.ShowAs),
        entry.Id ?? throw new ProviderUnavailableException("Microsoft Graph sent an entry without an id."),
        IsPrivate(entry) ? null : entry.Subject,
        EntryMark.KeyOf(entry),
        entry.IsAllDay == true,
        IsPrivate(entry));

    private static bool IsPrivate(GraphEvent entry) => entry.Sensitivity is Sensitivity.Private or Sensitivity.Confidential;

    /// <summary>
    /// Midnight to midnight is a date, whatever zone the answer claims; it lies in the mailbox's zone, else in the zone
    /// the entry was made in, else anywhere on Earth: unknown is never free.
    /// </summary>
    private static Interval WholeDays(GraphEvent entry, DateTimeZone? mailboxZone)
    {
        var (first, end) = (GraphTime.LocalOf(entry.Start), GraphTime.LocalOf(entry.End));
        if (first.TimeOfDay != LocalTime.Midnight || end.TimeOfDay != LocalTime.Midnight)
            return Between(GraphTime.InstantOf(entry.Start), GraphTime.InstantOf(entry.End));
        if ((mailboxZone ?? GraphTime.Zone(entry.OriginalStartTimeZone)) is { } zone)
            return Between(zone.AtStartOfDay(first.Date).ToInstant(), zone.AtStartOfDay(end.Date).ToInstant());
        return Between(
            first.InUtc().ToInstant() - FurthestEast,
            end.InUtc().ToInstant() + FurthestWest);
    }

    private static Interval Between(Instant start, Instant end) =>
        start <= end
            ? new Interval(start, end)
            : throw new ProviderUnavailableException("Microsoft Graph sent an entry that ends before it starts.");

    public static BusyKind KindOf(FreeBusyStatus? shown) => shown switch
    {
        FreeBusyStatus.Tentative => BusyKind.Tentative,
        FreeBusyStatus.Busy => BusyKind.Busy,
        FreeBusyStatus.Oof => BusyKind.OutOfOffice,
        FreeBusyStatus.WorkingElsewhere => BusyKind.WorkingElsewhere,
        FreeBusyStatus.Unknown or FreeBusyStatus.Free or null => BusyKind.Unknown,
    };
}
