using System.Net;
using System.Text.RegularExpressions;

namespace Hidori.Simulator.Microsoft365.Graph;

/// <summary>Bodies are kept as HTML documents, whatever was sent.</summary>
internal static partial class GraphBody
{
    public static string Wrap(string html) =>
        html.Contains("<html", StringComparison.OrdinalIgnoreCase)
            ? html
            : $"<html><head>\r\n<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\"></head>\r\n<body>\r\n{html}\r\n</body>\r\n</html>\r\n";

    public static string FromText(string text) =>
        Wrap(WebUtility.HtmlEncode(text).Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\n", "<br>\r\n", StringComparison.Ordinal));

    public static string ToText(string html)
    {
        var body = Head().Replace(html, "");
        var lines = Break().Replace(body.Replace("\r\n", "", StringComparison.Ordinal), "\r\n");
        return WebUtility.HtmlDecode(Tag().Replace(lines, "")).Trim();
    }

    public static string Preview(string html)
    {
        var text = ToText(html);
        return text.Length > 255 ? text[..255] : text;
    }

    [GeneratedRegex("<head.*?</head>", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Head();

    [GeneratedRegex("<br\\s*/?>|</p>|</div>", RegexOptions.IgnoreCase)]
    private static partial Regex Break();

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tag();
}
