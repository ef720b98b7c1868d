using System.Text.RegularExpressions;
using Xunit;

namespace Hidori.Server.Tests.Architecture;

public sealed partial class LinksInTheDocsResolve
{
    [Fact]
    public void Every_link_to_a_file_or_a_heading_leads_somewhere()
    {
        var broken =
            from page in Repository.Files(".", ".md")
            let text = CodeBlock().Replace(page.Text, "")
            from Match link in Link().Matches(text)
            let target = link.Groups["target"].Value
            where !target.Contains(':') && !Resolves(page, target)
            select $"{page.Path}: {target}";

        Repository.Holds("Doc links resolve (HOUSE §6.5).", broken);
    }

    [Fact]
    public void Whoever_follows_a_booking_finds_each_name_where_the_page_says()
    {
        const string page = "docs/follow-a-booking.md";
        var names = NameInFile().Matches(File.ReadAllText(Path.Combine(Repository.Root, page)));

        var broken =
            from Match name in names
            let file = Path.Combine(Repository.Root, "docs", name.Groups["target"].Value)
            where !File.Exists(file) || !Regex.IsMatch(File.ReadAllText(file), $@"\b{name.Groups["name"].Value}\b")
            select $"{name.Groups["name"].Value} in {name.Groups["target"].Value}";

        Assert.True(names.Count > 20, $"{page} names hardly anything: {names.Count}");
        Repository.Holds($"{page} leads to the code (HOUSE §6.5).", broken);
    }

    private static bool Resolves(SourceFile page, string target)
    {
        var parts = target.Split('#', 2);
        var path = Uri.UnescapeDataString(parts[0]);
        var start = path.StartsWith('/') ? Repository.Root : Path.GetDirectoryName(Path.Combine(Repository.Root, page.Path))!;
        var file = path.Length == 0 ? Path.Combine(Repository.Root, page.Path) : Path.Combine(start, path.TrimStart('/'));
        if (!File.Exists(file) && !Directory.Exists(file)) return false;
        return parts.Length == 1 || !file.EndsWith(".md", StringComparison.Ordinal) ||
            Heading().Matches(File.ReadAllText(file)).Any(h => Anchor(h.Groups["text"].Value) == parts[1]);
    }

    /// <summary>As the usual Markdown viewers make them: lower case, no punctuation, hyphens for spaces.</summary>
    private static string Anchor(string heading) =>
        string.Concat(heading.Trim().ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_'))
            .Replace(' ', '-');

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"`(?<name>\w+)` in \[[^\]]+\]\((?<target>[^)\s]+)\)")]
    private static partial Regex NameInFile();

    [GeneratedRegex(@"^#+ (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"```[\s\S]*?```|`[^`\n]*`")]
    private static partial Regex CodeBlock();
}
