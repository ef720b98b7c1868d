using System.Text.RegularExpressions;
using Xunit;

namespace Hidori.Server.Tests.Architecture;

public sealed partial class ProvidersStayBehindTheirBorder
{
    private static readonly string[] Names = ["Microsoft365", "Graph", "Outlook", "Teams", "Google", "Garoon", "Zoom"];

    // Razor and resx are not read: there the names are words that people see.
    private static readonly string[] Allowed =
    [
        "src/Integrations/", "src/Simulator/", "src/Server/Features/Connections/", "src/Server/Features/SignIn/",
        "src/Server/Features/MicrosoftSetup/",
    ];

    /// <summary>Identifier → why it may carry a provider's name elsewhere.</summary>
    private static readonly Dictionary<string, string> Exempt = new()
    {
        ["Teams"] = "the plural of our own team (部署・チーム)",
        ["GoogleUrl"] = "a guest's link to their own calendar; no connection of ours is involved",
        ["OutlookUrl"] = "a guest's link to their own calendar; no connection of ours is involved",
    };

    [Fact]
    public void Only_the_adapters_and_the_connection_pages_know_who_the_provider_is()
    {
        var broken =
            from file in Repository.Files("src", ".cs")
            where !Allowed.Any(file.IsUnder) && !file.Name.EndsWith("Options.cs", StringComparison.Ordinal)
            from Match identifier in Identifier().Matches(Repository.CodeOf(file.Text))
            where !Exempt.ContainsKey(identifier.Value) && Repository.WordsOf(identifier.Value).Intersect(Names).Any()
            select $"{file.Path}: {identifier.Value}";

        Repository.Holds(
            "No provider name outside Integrations, Connections and SignIn: ask Capabilities (HOUSE §4.5).",
            broken.Distinct());
    }

    [GeneratedRegex(@"\b[A-Za-z_]\w*")]
    private static partial Regex Identifier();
}
