using System.Text.RegularExpressions;
using Xunit;

namespace Hidori.Server.Tests.Architecture;

public sealed partial class TheTenantFilterIsLiftedOnlyByName
{
    private static readonly string[] Allowed =
        ["src/Server/Features/Administration/", "src/Server/Outside/", "src/Server/Tenancy/"];

    [Fact]
    public void Only_the_gates_the_worker_and_the_administration_see_every_organization()
    {
        var broken =
            from file in Repository.Files("src", ".cs", ".razor")
            where !Allowed.Any(file.IsUnder)
            from Match lift in Lift().Matches(Repository.CodeOf(file.Text))
            select $"{file.Path}:{file.LineOf(lift.Index)}";

        Repository.Holds("IgnoreQueryFilters only in Administration, Outside and Tenancy (HOUSE §4.7).", broken);
    }

    [Fact]
    public void Whoever_lifts_a_filter_says_which()
    {
        var broken =
            from file in Repository.Files("src", ".cs")
            from Match lift in Lift().Matches(Repository.CodeOf(file.Text))
            where lift.Groups["all"].Success
            select $"{file.Path}:{file.LineOf(lift.Index)}";

        Repository.Holds("A filter is lifted by name, IgnoreQueryFilters([\"Organization\"]) (HOUSE §4.7).", broken);
    }

    [GeneratedRegex(@"\bIgnoreQueryFilters\s*\((?<all>\s*\))?")]
    private static partial Regex Lift();
}
