using System.Reflection;
using System.Text.RegularExpressions;
using Xunit;

namespace Hidori.Server.Tests.Architecture;

/// <summary>The source as text, and the assemblies built from it.</summary>
internal static partial class Repository
{
    private static readonly string[] NotOurs = ["artifacts", "bin", "obj", "node_modules", "data", ".git", ".vs", ".idea"];

    /// <summary>The folders that hold code.</summary>
    public static IReadOnlyList<string> Code { get; } = ["src", "tests", "bench"];

    public static string Root { get; } = FindRoot();

    public static Assembly Domain => Assembly.Load("Hidori.Domain");

    public static Assembly Integrations => Assembly.Load("Hidori.Integrations");

    public static Assembly Server => Assembly.Load("Hidori.Server");

    public static Assembly Simulator => Assembly.Load("Hidori.Simulator");

    /// <summary>Files under a folder with one of the extensions, by path.</summary>
    public static IReadOnlyList<SourceFile> Files(string folder, params string[] extensions) =>
    [
        .. Walk(new DirectoryInfo(Path.Combine(Root, folder)))
            .Where(f => extensions.Contains(f.Extension))
            .Select(f => new SourceFile(PathFromRoot(f), File.ReadAllText(f.FullName)))
            .OrderBy(f => f.Path, StringComparer.Ordinal),
    ];

    public static IReadOnlyList<string> Folders(string folder) =>
        [.. WalkFolders(new DirectoryInfo(Path.Combine(Root, folder))).Select(PathFromRoot)];

    /// <summary>The types somebody wrote, without what the compiler made.</summary>
    public static IEnumerable<Type> TypesOf(params Assembly[] assemblies) =>
        assemblies.SelectMany(a => a.GetTypes())
            .Where(t => !t.Name.Contains('<') && !t.Name.StartsWith("__", StringComparison.Ordinal))
            .Where(t => t.DeclaringType is null || !t.DeclaringType.Name.Contains('<'));

    /// <summary>The words of a PascalCase name.</summary>
    public static IReadOnlyList<string> WordsOf(string name) => [.. Word().Matches(name).Select(m => m.Value)];

    /// <summary>C# without comments, strings and characters, line for line.</summary>
    public static string CodeOf(string text) =>
        NotCode().Replace(text, m => string.Concat(m.Value.Where(c => c is '\n')));

    /// <summary>Fails with the rule and everything that breaks it.</summary>
    public static void Holds(string rule, IEnumerable<string> broken)
    {
        var list = broken.ToList();
        if (list.Count > 0) Assert.Fail($"{rule}\n  {string.Join("\n  ", list)}");
    }

    private static IEnumerable<FileInfo> Walk(DirectoryInfo folder) =>
        WalkFolders(folder).Prepend(folder).Where(d => d.Exists).SelectMany(d => d.EnumerateFiles());

    private static IEnumerable<DirectoryInfo> WalkFolders(DirectoryInfo folder) =>
        !folder.Exists
            ? []
            : folder.EnumerateDirectories()
                .Where(d => !NotOurs.Contains(d.Name))
                .SelectMany(d => WalkFolders(d).Prepend(d));

    private static string PathFromRoot(FileSystemInfo entry) =>
        Path.GetRelativePath(Root, entry.FullName).Replace('\\', '/');

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Hidori.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("Hidori.slnx is not above the tests.");
    }

    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z][a-z0-9]*")]
    private static partial Regex Word();

    [GeneratedRegex(
        """
        "{3}[\s\S]*?"{3}|\$?@\$?"(?:[^"]|"")*"|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|//[^\n]*|/\*[\s\S]*?\*/
        """,
        RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex NotCode();
}

internal sealed record SourceFile(string Path, string Text)
{
    public string Name => System.IO.Path.GetFileName(Path);

    public bool IsUnder(string folder) => Path.StartsWith(folder, StringComparison.Ordinal);

    public int LineOf(int index) => Text.AsSpan(0, index).Count('\n') + 1;
}
