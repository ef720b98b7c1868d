using System.Net;
using System.Text.RegularExpressions;

namespace Hidori.Integrations.Microsoft365;

/// <summary>Our text inside an entry's HTML body, which it shares with Teams' join details and the host's own notes.</summary>
/// <remarks>
/// A meeting whose body loses the join details is no longer offered as online (reference/graph.md §6.3), so only the
/// element with our mark is ever replaced. Exchange rewrites HTML (it may put x_ before ids): the mark is looked for
/// anywhere in the opening tag.
/// </remarks>
internal static partial class EntryBody
{
    private const string Mark = "hidori-entry";

    public static string Of(string text) =>
        $"<div id=\"{Mark}\" class=\"{Mark}\">{Html(text)}</div>";

    public static string Html(string text) => WebUtility.HtmlEncode(text).ReplaceLineEndings("<br>\n");

    /// <summary>The body with our text brought up to date: in its place, or before all else when it had none.</summary>
    public static string With(string text, string? body)
    {
        body ??= "";
        if (Find(body) is { } ours)
            return string.Concat(body.AsSpan(0, ours.Start.Value), Of(text), body.AsSpan(ours.End.Value));
        var start = BodyTag().Match(body) is { Success: true } tag ? tag.Index + tag.Length : 0;
        return body.Insert(start, Of(text));
    }

    /// <summary>Whether the body says just this text in our place already; spacing and mark-up aside.</summary>
    public static bool Says(string text, string? body) =>
        body is not null && Find(body) is { } ours
        && Words(WebUtility.HtmlDecode(AnyTag().Replace(body[ours], " "))) == Words(text);

    private static string Words(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static Range? Find(string body)
    {
        if (MarkedTag().Match(body) is not { Success: true } opening)
            return null;
        var depth = 0;
        for (var tag = DivTag().Match(body, opening.Index); tag.Success; tag = tag.NextMatch())
        {
            depth += tag.Groups["close"].Length > 0 ? -1 : 1;
            if (depth == 0)
                return opening.Index..(tag.Index + tag.Length);
        }

        // Never closed: no further than our own mark-up can reach, so that nobody else's words are taken for ours.
        return opening.Index..(opening.Index + OurWords().Match(body, opening.Index + opening.Length).Length + opening.Length);
    }

    [GeneratedRegex($"<div\\b[^>]*{Mark}[^>]*>", RegexOptions.IgnoreCase)]
    private static partial Regex MarkedTag();

    [GeneratedRegex("<(?<close>/?)div\\b[^>]*>", RegexOptions.IgnoreCase)]
    private static partial Regex DivTag();

    [GeneratedRegex(@"\G(?:[^<]|<br\b[^>]*>)*", RegexOptions.IgnoreCase)]
    private static partial Regex OurWords();

    [GeneratedRegex("<body\\b[^>]*>", RegexOptions.IgnoreCase)]
    private static partial Regex BodyTag();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex AnyTag();
}
