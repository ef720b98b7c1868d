using System.Text.RegularExpressions;
using Xunit;

namespace Hidori.Server.Tests.Architecture;

public sealed partial class UsingsPointDownwards
{
    private const string Features = "src/Server/Features/";
    private static readonly string[] Foundations = ["Outside", "Storage", "Tenancy", "Ui"];

    [Fact]
    public void Features_build_on_the_foundations_and_never_the_other_way_round()
    {
        var broken =
            from foundation in Foundations
            from file in Repository.Files($"src/Server/{foundation}", ".cs", ".razor")
            from Match use in FeatureUse().Matches(Repository.CodeOf(file.Text))
            select $"{file.Path}: {use.Value}";

        Repository.Holds("Outside, Storage, Tenancy and Ui do not know the features (HOUSE §4.2).", broken);
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

    [GeneratedRegex(@"\b(?:class|record|struct)\s+(?:struct\s+|class\s+)?(?<name>[A-Z]\w*)")]
    private static partial Regex Declared();

    [GeneratedRegex(@"\b[A-Z]\w*")]
    private static partial Regex Identifier();
}
