using NodaTime;
using NodaTime.TimeZones;

namespace Hidori.Simulator.Microsoft365;

/// <summary>Zone names as Graph takes them: Windows names, IANA names, UTC.</summary>
internal static class Zones
{
    public static DateTimeZone? Find(string? name)
    {
        if (name is null or "") return null;
        if (name is "UTC" or "Etc/UTC" or "tzone://Microsoft/Utc") return DateTimeZone.Utc;
        var source = TzdbDateTimeZoneSource.Default;
        return DateTimeZoneProviders.Tzdb.GetZoneOrNull(
            source.WindowsMapping.PrimaryMapping.TryGetValue(name, out var iana) ? iana : name);
    }

    public static DateTimeZone Of(Account account) => Find(account.TimeZone) ?? DateTimeZone.Utc;
}
