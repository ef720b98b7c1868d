using System.Globalization;
using System.Text;
using NodaTime;

namespace Hidori.Simulator.Microsoft365;

/// <summary>Ids as Graph hands them out: opaque, case-sensitive; the default kind changes when the item moves.</summary>
internal static class ItemIds
{
    private const string Default = "AAMkA";
    private const string Immutable = "AAkALgAA";

    public static string Of(StoredItem item, bool immutable) => Of(item.Key, item.OccurrenceDate, immutable ? null : item.Moves);

    public static string OfMaster(StoredItem item, bool immutable) => Of(item.SeriesMaster!, null, immutable ? null : item.Moves);

    public static string OfFolder(string key) => Encode("AAMkAGVm", key);

    /// <summary>What the id says, or null when it is no id at all.</summary>
    public static ItemId? Read(string id)
    {
        var immutable = id.StartsWith(Immutable, StringComparison.Ordinal);
        if (!immutable && !id.StartsWith(Default, StringComparison.Ordinal)) return null;
        if (Decode(id[(immutable ? Immutable.Length : Default.Length)..]) is not { } text) return null;
        var parts = text.Split('|');
        if (parts.Length != 3) return null;
        LocalDate? date = parts[1].Length == 8 ? new LocalDate(Number(parts[1][..4]), Number(parts[1][4..6]), Number(parts[1][6..])) : null;
        return new ItemId(parts[0], date, immutable ? null : Number(parts[2]));
    }

    public static string Of(string key, LocalDate? date, int? moves) =>
        Encode(moves is null ? Immutable : Default, string.Create(CultureInfo.InvariantCulture, $"{key}|{date:yyyyMMdd}|{moves}"));

    private static string Encode(string prefix, string text) =>
        prefix + Convert.ToBase64String(Encoding.ASCII.GetBytes(text)).Replace('+', '-').Replace('/', '_');

    private static string? Decode(string text)
    {
        var buffer = new byte[text.Length];
        return Convert.TryFromBase64String(text.Replace('-', '+').Replace('_', '/'), buffer, out var length)
            ? Encoding.ASCII.GetString(buffer, 0, length)
            : null;
    }

    private static int Number(string digits) => int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : -1;
}

/// <summary>Moves is null in an immutable id.</summary>
internal sealed record ItemId(string Key, LocalDate? Date, int? Moves);
