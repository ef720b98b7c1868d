namespace Hidori.Server.Ui;

/// <summary>What a person typed, and what is wrong with it in their language. The key "" holds what belongs to no field.</summary>
public sealed record FormState(
    IReadOnlyDictionary<string, string> Values,
    IReadOnlyDictionary<string, string> Errors)
{
    public static FormState Empty { get; } = new(new Dictionary<string, string>(), new Dictionary<string, string>());

    public bool HasErrors => Errors.Count > 0;

    public static FormState Of(IReadOnlyDictionary<string, string> values) =>
        new(values, new Dictionary<string, string>());

    public string Value(string name) => Values.GetValueOrDefault(name, "");

    public string? Error(string name) => Errors.GetValueOrDefault(name);

    public bool IsChecked(string name) => Value(name) is "true" or "on";
}
