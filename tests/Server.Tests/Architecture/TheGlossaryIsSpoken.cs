using System.Reflection;
using System.Text.RegularExpressions;
using Xunit;

namespace Hidori.Server.Tests.Architecture;

public sealed partial class TheGlossaryIsSpoken
{
    private const string Glossary = "docs/glossary.md";
    private const string Later = "later";

    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance |
        BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly HashSet<string> Spoken =
    [
        .. Repository.TypesOf(Repository.Domain, Repository.Integrations, Repository.Server)
            .SelectMany(t => t.GetMembers(Declared).SelectMany(m => new[] { m.Name, $"{t.Name}.{m.Name}" }).Append(t.Name)),
    ];

    [Fact]
    public void Every_code_name_exists()
    {
        var broken = CodeNames().Where(n => !n.IsLater && !Spoken.Contains(n.Name)).Select(n => n.Name);

        Repository.Holds($"A name in {Glossary} is a type or member in src/, or marked '{Later}' (HOUSE §5.2).", broken);
    }

    [Fact]
    public void A_name_which_has_arrived_is_not_marked_as_coming_later()
    {
        var broken = CodeNames().Where(n => n.IsLater && Spoken.Contains(n.Name)).Select(n => n.Name);

        Repository.Holds($"These exist by now; take '{Later}' away in {Glossary}.", broken);
    }

    private static IEnumerable<(string Name, bool IsLater)> CodeNames()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, Glossary));
        return
            from line in text.Split('\n')
            where line.StartsWith('|')
            let cells = line.Split('|', StringSplitOptions.TrimEntries)
            from Match name in Code().Matches(cells[3])
            select (name.Groups["name"].Value, cells[4] == Later);
    }

    [GeneratedRegex("`(?<name>[^`]+)`")]
    private static partial Regex Code();
}
