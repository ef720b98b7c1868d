using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;

namespace Hidori.Simulator.Microsoft365.Graph;

/// <summary>patternedRecurrence, both ways.</summary>
internal static class GraphRecurrence
{
    private static readonly string[] Days = ["", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

    public static JsonObject Write(RecurrenceRule rule, string zone) => new()
    {
        ["pattern"] = new JsonObject
        {
            ["type"] = Wire.Name(rule.Type),
            ["interval"] = rule.Interval,
            ["month"] = rule.Type is RecurrencePatternType.AbsoluteYearly or RecurrencePatternType.RelativeYearly ? rule.StartDate.Month : 0,
            ["dayOfMonth"] = rule.Type is RecurrencePatternType.AbsoluteMonthly or RecurrencePatternType.AbsoluteYearly ? rule.StartDate.Day : 0,
            ["daysOfWeek"] = new JsonArray([.. rule.DaysOfWeek.Select(d => JsonValue.Create(Days[(int)d]))]),
            ["firstDayOfWeek"] = "sunday",
            ["index"] = Wire.Name(rule.Index),
        },
        ["range"] = new JsonObject
        {
            ["type"] = rule.EndDate is not null ? "endDate" : rule.NumberOfOccurrences is not null ? "numbered" : "noEnd",
            ["startDate"] = LocalDatePattern.Iso.Format(rule.StartDate),
            ["endDate"] = rule.EndDate is { } end ? LocalDatePattern.Iso.Format(end) : "0001-01-01",
            ["recurrenceTimeZone"] = zone,
            ["numberOfOccurrences"] = rule.NumberOfOccurrences ?? 0,
        },
    };

    private static IsoDayOfWeek Day(string name) =>
        Array.FindIndex(Days, d => d.Equals(name, StringComparison.OrdinalIgnoreCase)) is > 0 and var day
            ? (IsoDayOfWeek)day
            : throw GraphError.BadBody($"'{name}' is no day of the week.");

    public static RecurrenceRule Read(JsonObject json, LocalDate start)
    {
        var pattern = json["pattern"] as JsonObject ?? throw GraphError.BadBody("recurrence has no pattern.");
        var range = json["range"] as JsonObject;
        var type = pattern["type"]?.GetValue<string>();
        if (!Enum.TryParse<RecurrencePatternType>(type, ignoreCase: true, out var known))
            throw GraphError.Invalid($"The recurrence pattern '{type}' is not supported.");
        return new RecurrenceRule
        {
            Type = known,
            Interval = pattern["interval"]?.GetValue<int>() ?? 1,
            DaysOfWeek = [.. (pattern["daysOfWeek"] as JsonArray ?? []).Select(d => Day(d!.GetValue<string>()))],
            Index = pattern["index"]?.GetValue<string>() is { } index && Enum.TryParse<WeekIndex>(index, ignoreCase: true, out var week) ? week : WeekIndex.First,
            StartDate = start,
            EndDate = range?["type"]?.GetValue<string>() == "endDate" ? LocalDatePattern.Iso.Parse(range["endDate"]!.GetValue<string>()).Value : null,
            NumberOfOccurrences = range?["type"]?.GetValue<string>() == "numbered" ? range["numberOfOccurrences"]!.GetValue<int>() : null,
        };
    }
}
