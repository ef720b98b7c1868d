using System.Runtime.CompilerServices;
using System.Text;
using Xunit;

namespace Hidori.Server.Tests.Approvals;

/// <summary>Compares with a file a person has read and agreed to; kept in this folder.</summary>
/// <remarks>
/// A difference leaves <c>name.received.txt</c> beside <c>name.txt</c>, and whoever agrees with it renames it. Run with
/// HIDORI_APPROVE=write, all differences are taken over at once; then the review is the diff of the commit.
/// </remarks>
internal static class Approve
{
    public static void Text(string name, string actual) => Compare(Path.Combine(ThisFolder(), name), actual);

    private static bool TakesOver => Environment.GetEnvironmentVariable("HIDORI_APPROVE") == "write";

    /// <summary>The same for a page that is made from the code and kept elsewhere in the repository.</summary>
    public static void Page(string path, string actual) => Compare(Path.Combine(ThisFolder(), "../../..", path), actual);

    internal static void Compare(string approved, string actual) => Compare(approved, actual, TakesOver);

    internal static void Compare(string approved, string actual, bool takesOver)
    {
        var received = Path.ChangeExtension(approved, ".received" + Path.GetExtension(approved));
        actual = actual.ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
        var expected = File.Exists(approved) ? File.ReadAllText(approved).ReplaceLineEndings("\n") : "";
        if (expected == actual)
        {
            File.Delete(received);
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(received)!);
        File.WriteAllText(takesOver ? approved : received, actual, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        if (takesOver)
        {
            File.Delete(received);
            return;
        }

        string[] was = expected.Split('\n'), now = actual.Split('\n');
        var line = was.Zip(now).TakeWhile(pair => pair.First == pair.Second).Count();
        Assert.Fail(
            $"{Path.GetFileName(approved)} differs from line {line + 1}. Agreed? Rename {received}, or run with HIDORI_APPROVE=write\n" +
            $"  approved: {was.ElementAtOrDefault(line)}\n  received: {now.ElementAtOrDefault(line)}");
    }

    private static string ThisFolder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
