using System.Reflection;
using System.Xml.Linq;
using Xunit;

namespace Hidori.Server.Tests.Architecture;

public sealed class ProjectsReferenceOnlyWhatTheyMay
{
    private static readonly Dictionary<string, string[]> MayReference = new()
    {
        ["Domain"] = [],
        ["Integrations"] = ["Domain"],
        ["Server"] = ["Integrations", "Domain"],
        ["Simulator"] = [],
    };

    [Fact]
    public void Server_to_Integrations_to_Domain_and_the_simulator_stands_alone()
    {
        var broken =
            from project in Repository.Files("src", ".csproj")
            let name = Path.GetFileNameWithoutExtension(project.Name)
            from reference in Included(project, "ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r))
            where !MayReference.TryGetValue(name, out var allowed) || !allowed.Contains(reference)
            select $"{project.Path}: references {reference}";

        Repository.Holds("A project references only the layer below it (HOUSE §4.2).", broken);
    }

    [Fact]
    public void The_domain_knows_only_the_base_library_and_NodaTime()
    {
        var packages = Repository.Files("src/Domain", ".csproj")
            .SelectMany(p => Included(p, "PackageReference").Where(r => r != "NodaTime").Select(r => $"{p.Path}: {r}"));

        var assemblies = References(Repository.Domain).Where(r => !IsBaseLibrary(r) && r != "NodaTime");

        Repository.Holds("Domain references NodaTime only (HOUSE §4.1).", packages.Concat(assemblies));
    }

    [Fact]
    public void The_integrations_reach_neither_the_database_nor_the_web_server()
    {
        var packages = Repository.Files("src/Integrations", ".csproj")
            .SelectMany(p => Included(p, "PackageReference").Select(r => $"{p.Path}: {r}"));

        var broken = packages.Concat(References(Repository.Integrations)).Where(r =>
            r.Contains("EntityFrameworkCore", StringComparison.Ordinal) ||
            r.Contains("Microsoft.AspNetCore", StringComparison.Ordinal) ||
            r.Contains("Npgsql", StringComparison.Ordinal) ||
            r.Contains("Sqlite", StringComparison.Ordinal));

        Repository.Holds("Integrations has no EF and no ASP.NET (HOUSE §4.1).", broken);
    }

    [Fact]
    public void The_simulator_shares_no_code_with_what_it_checks() =>
        Repository.Holds(
            "Simulator references nothing of ours: a shared misreading would never be found (HOUSE §4.10).",
            References(Repository.Simulator).Where(r => r.StartsWith("Hidori.", StringComparison.Ordinal)));

    private static IEnumerable<string> Included(SourceFile project, string item) =>
        XDocument.Parse(project.Text).Descendants(item).Select(e => ((string)e.Attribute("Include")!).Replace('\\', '/'));

    private static IEnumerable<string> References(Assembly assembly) =>
        assembly.GetReferencedAssemblies().Select(r => r.Name!);

    private static bool IsBaseLibrary(string name) =>
        name.StartsWith("System.", StringComparison.Ordinal) || name is "System" or "netstandard" or "mscorlib";
}
