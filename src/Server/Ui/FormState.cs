using Microsoft.Extensions.Primitives;

namespace Hidori.Server.Ui;

/// <summary>What a person typed, and what is wrong with it in their language. The key "" holds what belongs to no field.</summary>
public sealed record FormState(
    IReadOnlyDictionary<string, StringValues> Values,
    IReadOnlyDictionary<string, string> Errors)
{
    public static FormState Empty { get; } = new(new Dictionary<string, StringValues>(), new Dictionary<string, string>());

    public bool HasErrors => Errors.Count > 0;

    public static FormState Of(IReadOnlyDictionary<string, string> values) =>
        Of(values.ToDictionary(v => v.Key, v => new StringValues(v.Value), StringComparer.Ordinal));

    public static FormState Of(IReadOnlyDictionary<string, StringValues> values) =>
        new(values, new Dictionary<string, string>());

    /// <summary>Of a field that is sent once.</summary>
    public string Value(string name) => Values.TryGetValue(name, out var values) && values is [{ } first, ..] ? first : "";

    /// <summary>Whether a field that may be sent several times was sent with this.</summary>
    public bool Has(string name, string value) => Values.TryGetValue(name, out var values) && values.Contains(value);

    public string? Error(string name) => Errors.GetValueOrDefault(name);

    public bool IsChecked(string name) => Value(name) is "true" or "on";
}
