using System.Text.Json;
using Hidori.Server.Ui;

namespace Hidori.Server.Features.Proposals;

/// <summary>The calendars of one week as the calendar island reads them: with the page, and from GET /proposals/busy.</summary>
public sealed record BusyWeek(
    string Zone,
    string Monday,
    IReadOnlyList<string> Days,
    IReadOnlyDictionary<string, string> Closed,
    HoursBeside? Beside,
    IReadOnlyList<BusyLane> Lanes)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static BusyWeek Of(string zone, ComposeWeek week, IReadOnlyList<ComposeHost> hosts) => new(
        zone,
        Dates.Iso(week.Monday),
        [.. week.Days.Select(d => Dates.Iso(d.Date))],
        week.Days.Where(d => d.ClosedBecause is not null).ToDictionary(d => Dates.Iso(d.Date), d => d.ClosedBecause!),
        week.Beside,
        [.. hosts.Select(BusyLane.Of)]);

    public string ToJson() => JsonSerializer.Serialize(this, Json);
}

/// <param name="State">known or unknown.</param>
public sealed record BusyLane(
    string Host,
    string Name,
    string State,
    string? Reason,
    string? Age,
    bool GetsHolds,
    IReadOnlyList<BusyLaneEntry> Entries)
{
    public static BusyLane Of(ComposeHost host) => new(
        host.Id,
        host.Name,
        host.IsKnown ? "known" : "unknown",
        host.Reason,
        host.Age,
        host.GetsHolds,
        [.. host.Entries.Select(BusyLaneEntry.Of)]);
}

/// <param name="Start">Local, such as 2026-11-24T09:00.</param>
/// <param name="Kind">busy, tentative, outOfOffice, elsewhere or held.</param>
public sealed record BusyLaneEntry(string Start, string End, string Kind, string? Title)
{
    public static BusyLaneEntry Of(BusyEntry entry) =>
        new(Dates.Wire(entry.Start), Dates.Wire(entry.End), JsonNamingPolicy.CamelCase.ConvertName(entry.Kind.ToString()), entry.Title);
}
