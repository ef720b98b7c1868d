using Xunit;

namespace Hidori.Server.Tests.Architecture;

public sealed class NamesSayWhatThingsAre
{
    private static readonly string[] EmptyWords =
        ["Base", "Impl", "Manager", "Managers", "Helper", "Helpers", "Util", "Utils", "Utility", "Info", "Data"];

    private static readonly string[] AmbiguousWords = ["Event", "User", "Schedule"];

    private static readonly string[] ForbiddenFolders =
        ["Services", "Managers", "Helpers", "Utils", "Dtos", "Models", "Common", "Interfaces"];

    /// <summary>The vendor's own prefix; such a type is named for the vendor's schema (HOUSE §5.1.7).</summary>
    private static readonly Dictionary<string, string> WirePrefixes = new()
    {
        ["Hidori.Integrations.Microsoft365"] = "Graph",
        ["Hidori.Integrations.Google"] = "Google",
        ["Hidori.Integrations.Garoon"] = "Garoon",
        ["Hidori.Integrations.Zoom"] = "Zoom",
    };

    /// <summary>Names others gave, which happen to contain a forbidden word.</summary>
    private static readonly Dictionary<string, string> ProperNames = new()
    {
        ["OData"] = "the protocol Microsoft Graph speaks",
        ["DataProtection"] = "ASP.NET Core's name for its key ring",
    };

    [Fact]
    public void No_type_is_named_with_a_word_that_fits_everything()
    {
        var all = Repository.TypesOf(
            Repository.Domain, Repository.Integrations, Repository.Server, Repository.Simulator);

        Repository.Holds("Base, Impl, Manager, Helper, Util, Info, Data say nothing (HOUSE §5.1).", With(EmptyWords, all));
    }

    [Fact]
    public void No_type_is_an_event_a_user_or_a_schedule()
    {
        // The simulator is left out: it speaks the vendors' words throughout.
        var ours = Repository.TypesOf(Repository.Domain, Repository.Integrations, Repository.Server)
            .Where(t => !WirePrefixes.Any(p => IsIn(t, p.Key) && t.Name.StartsWith(p.Value, StringComparison.Ordinal)));

        Repository.Holds(
            "Event, User and Schedule each mean several things here: entry; member, guest or host; opening hours " +
            "(HOUSE §5.1).",
            With(AmbiguousWords, ours));
    }

    [Fact]
    public void No_service_hides_behind_an_interface_of_its_own()
    {
        var names = Repository.TypesOf(
                Repository.Domain, Repository.Integrations, Repository.Server, Repository.Simulator)
            .Select(t => t.Name).ToHashSet();

        Repository.Holds(
            "No IFooService/FooService pairs; interfaces only at seams (HOUSE §5.1).",
            names.Where(n => n.EndsWith("Service", StringComparison.Ordinal) && names.Contains("I" + n)));
    }

    [Fact]
    public void No_folder_is_a_drawer_for_odds_and_ends()
    {
        var broken = Repository.Code
            .SelectMany(Repository.Folders)
            .Where(f => ForbiddenFolders.Contains(Path.GetFileName(f), StringComparer.OrdinalIgnoreCase));

        Repository.Holds("Folders are named for the domain, not for a kind of class (HOUSE §4.3).", broken);
    }

    private static IEnumerable<string> With(string[] words, IEnumerable<Type> types) =>
        from type in types
        let name = ProperNames.Keys.Aggregate(type.Name, (n, proper) => n.Replace(proper, "", StringComparison.Ordinal))
        from word in Repository.WordsOf(name).Intersect(words)
        select $"{type.FullName}: {word}";

    private static bool IsIn(Type type, string space) =>
        type.Namespace == space || type.Namespace?.StartsWith(space + ".", StringComparison.Ordinal) == true;
}
