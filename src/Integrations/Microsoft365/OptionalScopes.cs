namespace Hidori.Integrations.Microsoft365;

/// <summary>What a feature needs beyond the minimum. Asked for only when the feature is used (SPEC M8, incremental consent).</summary>
public enum OptionalFeature
{
    /// <summary>The list of rooms of the tenant. Only an administrator may grant it.</summary>
    Rooms,

    /// <summary>Looking up colleagues by name.</summary>
    PeopleSearch,

    /// <summary>Messages in Teams as the member.</summary>
    Chat,

    /// <summary>Teams links for entries of another vendor's calendar (<see cref="IConferenceProvider"/>).</summary>
    Conferences,
}

/// <summary>Feature → scopes (reference/graph.md §1.4), and what of it a grant covers.</summary>
public static class OptionalScopes
{
    public static IReadOnlyList<string> Of(OptionalFeature feature) => feature switch
    {
        OptionalFeature.Rooms => ["Place.Read.All"],
        OptionalFeature.PeopleSearch => ["User.ReadBasic.All"],
        OptionalFeature.Chat => ["Chat.Create", "ChatMessage.Send"],
        OptionalFeature.Conferences => ["OnlineMeetings.ReadWrite"],
    };

    /// <param name="granted">The scopes of a grant, separated by spaces, short or as addresses.</param>
    public static bool Covers(string granted, OptionalFeature feature) =>
        Of(feature).All(s => Short(granted).Contains(s, StringComparer.OrdinalIgnoreCase));

    /// <summary>What a grant is renewed with: the minimum, and those optional scopes that it has.</summary>
    public static IReadOnlyList<string> ForRenewal(string granted) =>
        [.. MicrosoftIdentity.Scopes, .. Enum.GetValues<OptionalFeature>().Where(f => Covers(granted, f)).SelectMany(Of)];

    /// <summary>What a grant lacks of what every connection needs at Graph; empty when nothing.</summary>
    /// <param name="granted">As for <see cref="Covers"/>.</param>
    public static IReadOnlyList<string> MissingFor(string granted) =>
        [.. MicrosoftIdentity.Scopes.Where(s => s.Contains('.')).Except(Short(granted), StringComparer.OrdinalIgnoreCase)];

    /// <summary>What a grant allows at Graph, by short names.</summary>
    /// <param name="granted">As for <see cref="Covers"/>.</param>
    public static IReadOnlyList<string> AtGraph(string granted) => [.. Short(granted).Where(s => s.Contains('.'))];

    private static IEnumerable<string> Short(string granted) =>
        granted.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(s => s[(s.LastIndexOf('/') + 1)..]);
}
