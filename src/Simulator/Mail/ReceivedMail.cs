using NodaTime;

namespace Hidori.Simulator.Mail;

/// <summary>One accepted message: as it came, and as a mail program would show it.</summary>
public sealed record ReceivedMail
{
    public required int Number { get; init; }
    public required Instant ReceivedAt { get; init; }
    public required string EnvelopeFrom { get; init; }
    public required IReadOnlyList<string> EnvelopeTo { get; init; }
    public required ReadOnlyMemory<byte> Raw { get; init; }

    /// <summary>Decoded and unfolded; a header that came twice is there twice.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }
    public required IReadOnlyList<MailPart> Parts { get; init; }

    public string From => Header("From") ?? "";
    public string To => Header("To") ?? "";
    public string Subject => Header("Subject") ?? "";

    /// <summary>Without the angle brackets.</summary>
    public string MessageId => (Header("Message-ID") ?? "").Trim('<', '>', ' ');

    public string? Html => Body("text/html");
    public string? Text => Body("text/plain");

    /// <summary>With the pictures it brings along in place, as a mail program shows it.</summary>
    public string? HtmlWithPictures => Html is null ? null : Parts.Where(p => p.ContentId.Length > 0).Aggregate(
        Html, (html, p) => html.Replace($"cid:{p.ContentId}", $"data:{p.MediaType};base64,{Convert.ToBase64String(p.Content.Span)}", StringComparison.Ordinal));

    /// <summary>The calendar part, whether shown inline or attached.</summary>
    public MailPart? Calendar => Parts.FirstOrDefault(p => p.MediaType is "text/calendar" or "application/ics");

    public IReadOnlyList<MailPart> Attachments => [.. Parts.Where(p => p.FileName is not null || p.IsAttachment)];

    public string? Header(string name) =>
        Headers.FirstOrDefault(h => h.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    private string? Body(string mediaType) => Parts.FirstOrDefault(p => p.MediaType == mediaType && !p.IsAttachment)?.Text;

    internal static ReceivedMail Read(int number, Instant at, string from, IReadOnlyList<string> to, byte[] raw)
    {
        var (headers, parts) = MimeReader.Read(raw);
        return new() { Number = number, ReceivedAt = at, EnvelopeFrom = from, EnvelopeTo = to, Raw = raw, Headers = headers, Parts = parts };
    }
}

/// <summary>One leaf of the message's tree of parts, its transfer encoding undone.</summary>
public sealed record MailPart(string MediaType, string? Charset, string? Method, string? FileName, bool IsAttachment, ReadOnlyMemory<byte> Content)
{
    /// <summary>Without the angle brackets; the HTML part names it as cid: (RFC 2392). Empty for none.</summary>
    public string ContentId { get; init; } = "";

    public string Text => MimeReader.CharsetOf(Charset).GetString(Content.Span);
}
