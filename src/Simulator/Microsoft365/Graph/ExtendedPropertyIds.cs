using System.Text.RegularExpressions;

namespace Hidori.Simulator.Microsoft365.Graph;

/// <summary>"String {GUID} Name X": the GUID in any case, the name exactly.</summary>
internal static partial class ExtendedPropertyIds
{
    public static string Normal(string id)
    {
        var match = Form().Match(id);
        if (!match.Success) throw GraphError.Bad("ErrorInvalidProperty", $"The property id '{id}' is invalid.");
        return $"String {{{match.Groups[1].Value.ToLowerInvariant()}}} Name {match.Groups[2].Value}";
    }

    [GeneratedRegex("^String \\{?([0-9a-fA-F-]{36})\\}? Name (.+)$", RegexOptions.IgnoreCase)]
    private static partial Regex Form();
}
