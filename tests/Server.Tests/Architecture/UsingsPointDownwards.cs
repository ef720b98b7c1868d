using System.Text.RegularExpressions;
using Xunit;

namespace Hidori.Server.Tests.Architecture;

public sealed partial class UsingsPointDownwards
{
    private const string Features = "src/Server/Features/";

    /// <summary>Foundation → the others it may use, each with its reason.</summary>
    private static readonly Dictionary<string, string[]> Foundations = new()
    {
        ["Ui"] = [],
        ["Storage"] = ["Tenancy"],                           // a database is opened for an organization
        ["Protection"] = ["Storage"],                        // the keys are kept in the database
        ["Tenancy"] = ["Storage", "Protection", "Outside"],  // the gates look up who knocks: a link's hash, a lease
        ["Outside"] = ["Storage", "Protection", "Tenancy"],
    };

    [Fact]
    public void Features_build_on_the_foundations_and_never_the_other_way_round()
    {
        var broken =
            from foundation in Foundations.Keys
            from file in Repository.Files($"src/Server/{foundation}", ".cs", ".razor")
            from Match use in FeatureUse().Matches(Repository.CodeOf(file.Text))
            select $"{file.Path}: {use.Value}";

        Repository.Holds("Outside, Storage, Tenancy, Protection and Ui do not know the features (HOUSE §4.2).", broken);
    }

    [Fact]
    public void Each_foundation_uses_only_those_it_may()
    {
        var broken =
            from foundation in Foundations
            from file in Repository.Files($"src/Server/{foundation.Key}", ".cs", ".razor")
            from Match use in FoundationUse().Matches(Repository.CodeOf(file.Text))
            let used = use.Groups["foundation"].Value
            where used != foundation.Key && !foundation.Value.Contains(used)
            select $"{file.Path}: {used}";

        Repository.Holds("A foundation uses only those named in this test (HOUSE §4.2).", broken.Distinct());
    }

    [Fact]
    public void Every_folder_of_the_server_is_a_foundation_or_the_features()
    {
        var unknown = Repository.Folders("src/Server")
            .Where(f => f.Count(c => c == '/') == 2)
            .Select(f => Path.GetFileName(f))
            .Where(f => f != "Features" && !Foundations.ContainsKey(f));

        Repository.Holds("A new folder of the server needs a place in this test.", unknown);
    }

    [Fact]
    public void A_feature_calls_another_ones_use_cases_but_leaves_its_views_forms_and_pages_alone()
    {
        var files = Repository.Files(Features, ".cs", ".razor");
        var privates = files.GroupBy(FeatureOf).ToDictionary(f => f.Key, f => f.SelectMany(PrivateNames).ToHashSet());

        var broken =
            from file in files
            let code = Repository.CodeOf(file.Text)
            from other in OthersUsed(file)
            where privates.ContainsKey(other)
            let own = privates[FeatureOf(file)]
            from Match name in Identifier().Matches(code)
            where privates[other].Contains(name.Value) && !own.Contains(name.Value)
            select $"{file.Path}: uses {other}'s {name.Value}";

        Repository.Holds("A feature uses another one only by its use cases (HOUSE §4.2).", broken.Distinct());
    }

    [Fact]
    public void Features_form_no_circle()
    {
        var uses = Repository.Files(Features, ".cs", ".razor")
            .GroupBy(FeatureOf)
            .ToDictionary(f => f.Key, f => f.SelectMany(OthersUsed).ToHashSet());

        var circles = uses.Keys.Where(feature => Reaches(feature, feature, [])).ToList();

        Repository.Holds(
            "No cycles (HOUSE §4.2). What two features need of each other belongs into Domain.",
            circles.Select(c => $"{c} uses {string.Join(", ", uses[c])}"));

        bool Reaches(string from, string goal, HashSet<string> seen) =>
            uses.GetValueOrDefault(from, []).Any(next => next == goal || (seen.Add(next) && Reaches(next, goal, seen)));
    }

    private static string FeatureOf(SourceFile file) => file.Path[Features.Length..].Split('/')[0];

    private static IEnumerable<string> OthersUsed(SourceFile file) =>
        FeatureUse().Matches(Repository.CodeOf(file.Text))
            .Select(m => m.Groups["feature"].Value)
            .Where(f => f != FeatureOf(file))
            .Distinct();

    private static IEnumerable<string> PrivateNames(SourceFile file)
    {
        if (file.Path.EndsWith(".razor", StringComparison.Ordinal)) return [Path.GetFileNameWithoutExtension(file.Name)];
        return Declared().Matches(Repository.CodeOf(file.Text))
            .Select(m => m.Groups["name"].Value)
            .Where(n => n.EndsWith("View", StringComparison.Ordinal) || n.EndsWith("Form", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"(?:Hidori\.Server\.|(?<![\w.]))Features\.(?<feature>[A-Z]\w*)")]
    private static partial Regex FeatureUse();

    [GeneratedRegex(@"\bHidori\.Server\.(?<foundation>Outside|Storage|Tenancy|Protection|Ui)\b")]
    private static partial Regex FoundationUse();

    [GeneratedRegex(@"\b(?:class|record|struct)\s+(?:struct\s+|class\s+)?(?<name>[A-Z]\w*)")]
    private static partial Regex Declared();

    [GeneratedRegex(@"\b[A-Z]\w*")]
    private static partial Regex Identifier();
}
