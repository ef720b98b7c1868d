using System.Text.RegularExpressions;

namespace Hidori.Server.Ui;

/// <summary>A mail's HTML part to be looked at in a frame: nothing in it can be pressed.</summary>
public static partial class MailPicture
{
    /// <summary>
    /// A frame's document has the page's own Content-Security-Policy: attributes of style it lets through, elements not.
    /// Those hold the colours of dark mail programs alone.
    /// </summary>
    public static string Of(string html) => Target().Replace(StyleElement().Replace(html, ""), "");

    /// <param name="pictures">Content-ID, kind and bytes of what stands beside the HTML part.</param>
    public static string Of(string html, IEnumerable<(string ContentId, string MediaType, byte[] Bytes)> pictures) => pictures.Aggregate(
        Of(html), (shown, p) => shown.Replace($"cid:{p.ContentId}", Address(p.MediaType, p.Bytes), StringComparison.Ordinal));

    /// <summary>A picture as its own address.</summary>
    public static string Address(string mediaType, byte[] bytes) => $"data:{mediaType};base64,{Convert.ToBase64String(bytes)}";

    [GeneratedRegex("<style>.*?</style>", RegexOptions.Singleline)]
    private static partial Regex StyleElement();

    [GeneratedRegex(" href=\"[^\"]*\"")]
    private static partial Regex Target();
}
