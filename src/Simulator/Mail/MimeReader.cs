using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Hidori.Simulator.Mail;

/// <summary>Reads RFC 5322 messages with the MIME parts of RFC 2045 to 2047, 2231 and 6532; written apart from the library that writes our mails.</summary>
internal static partial class MimeReader
{
    public static (IReadOnlyList<KeyValuePair<string, string>> Headers, IReadOnlyList<MailPart> Parts) Read(byte[] raw)
    {
        var (headers, body) = Split(raw);
        var parts = new List<MailPart>();
        Collect(headers, body, parts);
        return ([.. headers.Select(h => new KeyValuePair<string, string>(h.Key, Decode(h.Value)))], parts);
    }

    /// <summary>Latin-1 keeps every byte, so that text of any charset can be cut apart before it is decoded.</summary>
    private static (List<KeyValuePair<string, string>> Headers, string Body) Split(byte[] raw) => Split(Encoding.Latin1.GetString(raw));

    private static (List<KeyValuePair<string, string>> Headers, string Body) Split(string text)
    {
        // Not ReplaceLineEndings: it takes the byte 0x85 inside a UTF-8 sequence for a line end.
        text = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal);
        if (text.StartsWith("\r\n", StringComparison.Ordinal)) return ([], text[2..]);
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var head = end < 0 ? text : text[..end];
        // Header text may be raw UTF-8 (RFC 6532).
        var headers = Fold().Replace(Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(head)), " ").Split("\r\n", StringSplitOptions.RemoveEmptyEntries)
            .Where(l => l.Contains(':', StringComparison.Ordinal))
            .Select(l => new KeyValuePair<string, string>(l[..l.IndexOf(':', StringComparison.Ordinal)], l[(l.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()))
            .ToList();
        return (headers, end < 0 ? "" : text[(end + 4)..]);
    }

    private static void Collect(List<KeyValuePair<string, string>> headers, string body, List<MailPart> parts)
    {
        string Value(string name) => headers.FirstOrDefault(h => h.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value ?? "";
        var type = Value("Content-Type");
        var mediaType = type == "" ? "text/plain" : type.Split(';')[0].Trim().ToLowerInvariant();
        if (mediaType.StartsWith("multipart/", StringComparison.Ordinal) && Parameter(type, "boundary") is { } boundary)
        {
            foreach (var part in body.Split("--" + boundary).Skip(1).TakeWhile(p => !p.StartsWith("--", StringComparison.Ordinal)))
            {
                var content = part.StartsWith("\r\n", StringComparison.Ordinal) ? part[2..] : part;
                if (content.EndsWith("\r\n", StringComparison.Ordinal)) content = content[..^2];
                var (inner, innerBody) = Split(content);
                Collect(inner, innerBody, parts);
            }
            return;
        }
        var disposition = Value("Content-Disposition");
        parts.Add(new MailPart(
            mediaType,
            Parameter(type, "charset"),
            Parameter(type, "method"),
            Parameter(disposition, "filename") ?? Parameter(type, "name"),
            disposition.StartsWith("attachment", StringComparison.OrdinalIgnoreCase),
            Content(body, Value("Content-Transfer-Encoding")))
        {
            ContentId = Value("Content-ID").Trim('<', '>', ' '),
        });
    }

    private static byte[] Content(string body, string encoding) => encoding.Trim().ToLowerInvariant() switch
    {
        "base64" => Convert.FromBase64String(Space().Replace(body, "")),
        "quoted-printable" => QuotedPrintable(SoftBreak().Replace(body, "")),
        _ => Encoding.Latin1.GetBytes(body),
    };

    private static byte[] QuotedPrintable(string text)
    {
        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '=' && i + 2 < text.Length && byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var value))
            {
                bytes.Add(value);
                i += 2;
            }
            else bytes.Add((byte)text[i]);
        }
        return [.. bytes];
    }

    /// <summary>Encoded words (RFC 2047); white space between two of them is dropped.</summary>
    private static string Decode(string header) => EncodedWord().Replace(BetweenWords().Replace(header, "$1"), word =>
    {
        var content = word.Groups[3].Value;
        var bytes = word.Groups[2].Value is "B" or "b" ? Convert.FromBase64String(content) : QuotedPrintable(content.Replace('_', ' '));
        return CharsetOf(word.Groups[1].Value).GetString(bytes);
    });

    private static string? Parameter(string header, string name)
    {
        var plain = Regex.Match(header, $";\\s*{name}\\s*=\\s*(?:\"([^\"]*)\"|([^;\\s]+))", RegexOptions.IgnoreCase);
        if (plain.Success) return Decode(plain.Groups[1].Success ? plain.Groups[1].Value : plain.Groups[2].Value);
        // RFC 2231: name*=utf-8''percent-encoded, possibly cut into name*0*, name*1*.
        var pieces = Regex.Matches(header, $";\\s*{name}\\*(\\d*)\\*?\\s*=\\s*\"?([^;\"\\s]+)\"?", RegexOptions.IgnoreCase)
            .OrderBy(m => m.Groups[1].Value.PadLeft(3, '0'), StringComparer.Ordinal).Select(m => m.Groups[2].Value).ToList();
        if (pieces.Count == 0) return null;
        var joined = string.Concat(pieces);
        return Uri.UnescapeDataString(joined[(joined.LastIndexOf('\'') + 1)..]);
    }

    public static Encoding CharsetOf(string? name)
    {
        try
        {
            return string.IsNullOrEmpty(name) ? Encoding.UTF8 : Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name!) ?? Encoding.UTF8;
        }
    }

    [GeneratedRegex("\r\n[ \t]+")]
    private static partial Regex Fold();

    [GeneratedRegex("\\s+")]
    private static partial Regex Space();

    [GeneratedRegex("[ \t]*=\r\n")]
    private static partial Regex SoftBreak();

    [GeneratedRegex("=\\?([^?*]+)(?:\\*[^?]*)?\\?([BbQq])\\?([^?]*)\\?=")]
    private static partial Regex EncodedWord();

    [GeneratedRegex("(\\?=)\\s+(?==\\?)")]
    private static partial Regex BetweenWords();
}
