using Hidori.Domain.Outside;
using Microsoft.Graph.Models;
using GraphEvent = Microsoft.Graph.Models.Event;

namespace Hidori.Integrations.Microsoft365;

/// <summary>The marks by which our entries are known again: two named MAPI properties on each.</summary>
/// <remarks>
/// Each distinct name takes a slot of every mailbox it is used in, so there are two for the whole product, for ever.
/// https://learn.microsoft.com/graph/api/resources/singlevaluelegacyextendedproperty
/// </remarks>
internal static class EntryMark
{
    private const string Set = "{7c6e4d35-80ee-43fa-b29a-cf20b3a59a82}";
    private const string KeyProperty = $"String {Set} Name HidoriEntry";

    /// <summary>Whom we invited, so that people and rooms added in Outlook are told from them.</summary>
    private const string InvitedProperty = $"String {Set} Name HidoriInvited";

    public static readonly string[] ExpandKey = [$"singleValueExtendedProperties($filter=id eq '{KeyProperty}')"];

    public static readonly string[] ExpandAll =
        [$"singleValueExtendedProperties($filter=id eq '{KeyProperty}' or id eq '{InvitedProperty}')"];

    public static string FilterBy(EntryKey key) =>
        $"singleValueExtendedProperties/Any(ep: ep/id eq '{KeyProperty}' and ep/value eq '{key}')";

    public static EntryKey? KeyOf(GraphEvent entry) => EntryKey.Parse(Value(entry, KeyProperty));

    public static HashSet<string> InvitedOf(GraphEvent entry) =>
        (Value(entry, InvitedProperty) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .ToHashSet(StringComparer.OrdinalIgnoreCase);

    public static List<SingleValueLegacyExtendedProperty> Marks(EntryKey key, IEnumerable<Domain.Outside.Attendee> invited)
    {
        List<SingleValueLegacyExtendedProperty> marks = [new() { Id = KeyProperty, Value = key.ToString() }];
        // Exchange keeps no empty property; for the first entry of a place there is nobody to note.
        var addresses = string.Join(' ', invited.Select(a => a.Address));
        if (addresses.Length > 0)
            marks.Add(new() { Id = InvitedProperty, Value = addresses });
        return marks;
    }

    private static string? Value(GraphEvent entry, string property) =>
        entry.SingleValueExtendedProperties?
            .FirstOrDefault(p => string.Equals(p.Id, property, StringComparison.OrdinalIgnoreCase))?.Value;
}
