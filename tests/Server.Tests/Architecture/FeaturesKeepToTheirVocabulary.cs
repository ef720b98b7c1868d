using System.Text.RegularExpressions;
using Xunit;

namespace Hidori.Server.Tests.Architecture;

public sealed partial class FeaturesKeepToTheirVocabulary
{
    private const string Features = "src/Server/Features";
    private static readonly string[] Kinds = [".cs", ".razor", ".resx"];

    /// <summary>Use case → why it is long. Not a fight, a conversation (HOUSE §4.3).</summary>
    private static readonly Dictionary<string, string> LongUseCases = [];

    [Fact]
    public void A_feature_is_one_flat_folder_of_code_pages_and_words()
    {
        var deep = Repository.Folders(Features).Where(f => f.Count(c => c == '/') > 3);
        var odd = Directory.Exists(Path.Combine(Repository.Root, Features))
            ? Directory.EnumerateFiles(Path.Combine(Repository.Root, Features), "*", SearchOption.AllDirectories)
                .Where(f => !Kinds.Contains(Path.GetExtension(f)))
                .Select(f => Path.GetRelativePath(Repository.Root, f))
            : [];

        Repository.Holds("Features contain only the vocabulary of HOUSE §4.3.", deep.Concat(odd));
    }

    [Fact]
    public void A_page_is_given_what_it_shows()
    {
        var broken =
            from page in Repository.Files(Features, ".razor")
            from Match fetch in Fetching().Matches(page.Text)
            select $"{page.Path}:{page.LineOf(fetch.Index)}: {fetch.Value.Trim()}";

        Repository.Holds("Pages take parameters and render: no injection, no loading (HOUSE §4.8).", broken);
    }

    /// <remarks>The class is counted, not the view beneath it; the file as a whole has its own limit.</remarks>
    [Fact]
    public void A_use_case_reads_in_one_sitting()
    {
        var broken =
            from file in Repository.Files(Features, ".cs")
            from Match type in TopLevelClass().Matches(file.Text)
            where type.Value.Contains(" RunAsync(", StringComparison.Ordinal)
            let lines = type.Value.Count(c => c == '\n') + 1
            where lines > 150 && !LongUseCases.ContainsKey(type.Groups["name"].Value)
            select $"{file.Path}: {type.Groups["name"].Value} has {lines} lines";

        Repository.Holds("A use case has at most 150 lines, or a reason in this test (HOUSE §4.3).", broken);
    }

    [Fact]
    public void A_use_case_needs_at_most_six_others()
    {
        var broken =
            from type in Repository.TypesOf(Repository.Server)
            where type.Namespace?.StartsWith("Hidori.Server.Features.", StringComparison.Ordinal) == true
            where type.GetMethod("RunAsync") is not null
            from constructor in type.GetConstructors()
            let count = constructor.GetParameters().Length
            where count > 6
            select $"{type.FullName}: {count} parameters";

        Repository.Holds("A use case's constructor has at most 6 parameters (HOUSE §4.3).", broken);
    }

    [GeneratedRegex(@"^public sealed class (?<name>\w+)[\s\S]*?^\}", RegexOptions.Multiline)]
    private static partial Regex TopLevelClass();

    [GeneratedRegex(@"^\s*@inject\b.*|\[Inject\]|\bOn(?:Initialized|ParametersSet)Async\b", RegexOptions.Multiline)]
    private static partial Regex Fetching();
}
