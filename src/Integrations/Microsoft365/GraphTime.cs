using System.Diagnostics.CodeAnalysis;
using Hidori.Domain.Time;
using Microsoft.Graph.Models;
using NodaTime;
using NodaTime.Text;
using NodaTime.TimeZones;

namespace Hidori.Integrations.Microsoft365;

/// <summary>Graph's dateTimeTimeZone (wall time plus a zone's name, Windows or IANA) and our instants.</summary>
internal static class GraphTime
{
    private static readonly LocalDateTimePattern Wire =
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss;FFFFFFFFF");

    /// <summary>The instant in the zone the appointment was planned in, so that Outlook shows and keeps that zone.</summary>
    /// <remarks>
    /// Windows names are sent where there is one: Graph takes all of those, but only a list of IANA names. A wall
    /// time that happens twice, or an unknown zone, is sent in UTC, which is never ambiguous.
    /// </remarks>
    public static DateTimeTimeZone In(string zoneId, Instant instant)
    {
        var zone = Zone(zoneId) ?? DateTimeZone.Utc;
        var local = instant.InZone(zone).LocalDateTime;
        if (zone.InstantOf(local) != instant)
            (zone, local) = (DateTimeZone.Utc, instant.InUtc().LocalDateTime);
        return new DateTimeTimeZone
        {
            DateTime = Wire.Format(local),
            TimeZone = zone == DateTimeZone.Utc
                ? "UTC"
                : TzdbDateTimeZoneSource.Default.TzdbToWindowsIds.GetValueOrDefault(zone.Id) ?? zone.Id,
        };
    }

    /// <summary>The wall time as it was sent, whatever the zone.</summary>
    /// <exception cref="ProviderUnavailableException">It cannot be read.</exception>
    public static LocalDateTime LocalOf([NotNull] DateTimeTimeZone? time) =>
        time?.DateTime is { } text && Wire.Parse(text) is { Success: true } read
            ? read.Value
            : throw new ProviderUnavailableException("Microsoft Graph sent an entry without a readable time.");

    /// <exception cref="ProviderUnavailableException">It cannot be read.</exception>
    public static Instant InstantOf(DateTimeTimeZone? time)
    {
        var local = LocalOf(time);
        var zone = time.TimeZone is null ? DateTimeZone.Utc : Zone(time.TimeZone);
        return (zone ?? throw new ProviderUnavailableException("Microsoft Graph sent a time in an unknown zone."))
            .InstantOf(local);
    }

    /// <summary>The zone of a Windows or IANA name, or null when nobody knows it.</summary>
    public static DateTimeZone? Zone(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
            return null;
        if (name is "UTC" or "tzone://Microsoft/Utc")
            return DateTimeZone.Utc;
        var source = TzdbDateTimeZoneSource.Default;
        return DateTimeZoneProviders.Tzdb.GetZoneOrNull(
            source.WindowsMapping.PrimaryMapping.TryGetValue(name, out var id) ? id : name);
    }
}
