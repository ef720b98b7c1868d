using NodaTime.TimeZones;

namespace Hidori.Server.Ui;

/// <summary>All zones of the IANA database that a place on earth uses, by region.</summary>
public static class Zones
{
    private static readonly string[] Ids =
        [.. TzdbDateTimeZoneSource.Default.ZoneLocations!.Select(l => l.ZoneId).Append("Etc/UTC").Distinct()];

    public static bool IsKnown(string zone) => NodaTime.DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is not null;

    /// <param name="selected">Always in the list, also when it is an old name such as Japan.</param>
    public static IEnumerable<(string Region, IEnumerable<string> Zones)> ByRegion(string selected) =>
        from zone in Ids.Contains(selected) ? Ids : Ids.Append(selected)
        group zone by zone.IndexOf('/') is > 0 and var i ? zone[..i] : "Etc" into region
        orderby region.Key == "Asia" ? "" : region.Key
        select (Text.Of("Region_" + region.Key), region.OrderBy(Dates.ZoneName, StringComparer.Ordinal).AsEnumerable());
}
