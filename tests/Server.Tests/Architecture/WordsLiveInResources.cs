using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace Hidori.Server.Tests.Architecture;

public sealed partial class WordsLiveInResources
{
    /// <summary>Page → why it may hold words of its own.</summary>
    private static readonly Dictionary<string, string> Exempt = [];

    [Fact]
    public void Every_word_is_there_in_both_languages()
    {
        var broken =
            from folder in Repository.Files("src", ".resx").GroupBy(f => Path.GetDirectoryName(f.Path)!)
            let japanese = Words(folder.Key, "Text.resx")
            let english = Words(folder.Key, "Text.en.resx")
            from key in japanese.Keys.Union(english.Keys)
            let problem = !japanese.TryGetValue(key, out var ja) ? "missing in Text.resx"
                : !english.TryGetValue(key, out var en) ? "missing in Text.en.resx"
                : IsEmpty(ja, en) || IsEmpty(en, ja) ? "empty in one language"
                : !Holes(ja).SetEquals(Holes(en)) ? "different {…} in the two languages"
                : null
            where problem is not null
            select $"{folder.Key}: {key} {problem}";

        Repository.Holds("Every word a person reads is in Text.resx and Text.en.resx (HOUSE §4.8).", broken);
    }

    [Fact]
    public void Every_word_that_is_asked_for_is_there()
    {
        var broken =
            from words in Repository.Files("src", ".resx").Where(f => f.Name == "Text.resx")
            let folder = Path.GetDirectoryName(words.Path)!
            let keys = Words(folder, "Text.resx")
            from file in Repository.Files(folder, ".cs", ".razor")
            where Path.GetDirectoryName(file.Path) == folder
            from Match asked in (file.Name == "Text.cs" ? AskedInside() : Asked()).Matches(file.Text)
            let key = asked.Groups["key"].Value
            where !keys.ContainsKey(key)
            select $"{file.Path}:{file.LineOf(asked.Index)}: {key}";

        Repository.Holds("A word that is asked for is in the folder's Text.resx (HOUSE §4.8).", broken);
    }

    [Fact]
    public void No_page_holds_words_of_its_own()
    {
        var broken =
            from page in Repository.Files("src/Server", ".razor")
            where !Exempt.ContainsKey(page.Name)
            let text = Comment().Replace(page.Text, m => string.Concat(m.Value.Where(c => c is '\n')))
            from Match literal in JapaneseWord().Matches(text).Concat(EnglishWords().Matches(text))
            select $"{page.Path}:{page.LineOf(literal.Index)}: {literal.Value.Trim()}";

        Repository.Holds("No Japanese or English words in .razor; they go to Text.resx (HOUSE §4.8).", broken);
    }

    private static Dictionary<string, string> Words(string folder, string name)
    {
        var file = Path.Combine(Repository.Root, folder, name);
        if (!File.Exists(file)) return [];
        return XDocument.Load(file).Root!.Elements("data")
            .ToDictionary(d => (string)d.Attribute("name")!, d => (string?)d.Element("value") ?? "");
    }

    // A separator may well be nothing in one of the languages.
    private static bool IsEmpty(string one, string other) => one.Trim().Length == 0 && other.Any(char.IsLetter);

    private static HashSet<string> Holes(string words) => [.. Hole().Matches(words).Select(m => m.Groups["number"].Value)];

    [GeneratedRegex(@"(?<!\{)\{(?<number>\d+)")]
    private static partial Regex Hole();

    [GeneratedRegex("""(?<![\w.])Text\.Of\("(?<key>\w+)"\s*[,)]""")]
    private static partial Regex Asked();

    [GeneratedRegex("""(?<![\w.])(?:Text\.)?Of\("(?<key>\w+)"\s*[,)]""")]
    private static partial Regex AskedInside();

    // Letters only: a middle dot between two facts is no word.
    [GeneratedRegex(@"[\p{IsHiragana}\u30A1-\u30FA\p{IsCJKUnifiedIdeographs}]+")]
    private static partial Regex JapaneseWord();

    // Text between tags, or an attribute that is read aloud or shown; what has C# punctuation is code.
    [GeneratedRegex(
        """
        (?<=>)[^<>@{}();=]*\b[A-Za-z]{2,}[ \t]+[A-Za-z]{2,}\b[^<>@{}();=]*(?=<)|(?<=\b(?:title|alt|placeholder|aria-label)=")[^"@]*[A-Za-z]{2,} [A-Za-z]{2,}[^"@]*(?=")
        """)]
    private static partial Regex EnglishWords();

    [GeneratedRegex(@"@\*[\s\S]*?\*@|<!--[\s\S]*?-->|(?<![:""'])//[^\n]*")]
    private static partial Regex Comment();
}
