using System.Text.RegularExpressions;
using Xunit;

namespace Hidori.Server.Tests.Architecture;

public sealed partial class FilesStaySmall
{
    /// <summary>Path → why it may be longer than 300 lines.</summary>
    private static readonly Dictionary<string, string> LongFiles = [];

    [Fact]
    public void No_source_file_has_more_than_300_lines()
    {
        var broken =
            from file in Repository.Files("src", ".cs", ".razor", ".js")
            let lines = file.Text.Count(c => c == '\n')
            where lines > 300 && !LongFiles.ContainsKey(file.Path)
            select $"{file.Path}: {lines} lines";

        Repository.Holds("A file has at most 300 lines, or a reason in this test (HOUSE §4.3).", broken);
    }

    [Fact]
    public void Nothing_is_folded_away_or_left_for_some_other_day()
    {
        var broken =
            from folder in Repository.Code
            from file in Repository.Files(folder, ".cs", ".razor", ".js", ".css", ".sql")
            from Match left in LeftOver().Matches(file.Text)
            select $"{file.Path}:{file.LineOf(left.Index)}: {left.Value.Trim()}";

        Repository.Holds("No regions; nothing left to do without the number of its issue (HOUSE §8).", broken);
    }

    // Written with brackets, so that this file does not find itself.
    [GeneratedRegex(@"^\s*[#]region.*|\b(?:[T]ODO|[F]IXME|[X]XX)\b(?!\s*\(?#\d)", RegexOptions.Multiline)]
    private static partial Regex LeftOver();
}
