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

    [GeneratedRegex(@"^#+ (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"```[\s\S]*?```|`[^`\n]*`")]
    private static partial Regex CodeBlock();
}
