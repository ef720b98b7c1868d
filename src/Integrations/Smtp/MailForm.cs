using System.Text;
using MimeKit;

namespace Hidori.Integrations.Smtp;

/// <summary>A mail as it goes over the wire (RFC 5322, 2045–2049).</summary>
internal static class MailForm
{
    private static readonly ParserOptions Strict = new() { AllowAddressesWithoutDomain = false };

    /// <exception cref="MailRefusedException">The recipient's address is none.</exception>
    public static MimeMessage Of(OutgoingMail mail, MailOptions options, DateTimeOffset date)
    {
        var message = new MimeMessage
        {
            MessageId = mail.MessageId,
            Date = date,
            Subject = OneLine(mail.Subject),
        };
        message.From.Add(new MailboxAddress(
            OneLine(mail.FromName is { Length: > 0 } name ? name : options.FromName), options.From!));
        message.To.Add(Address(mail.ToName, mail.To));
        if (mail.ReplyTo is { Length: > 0 } replyTo)
            message.ReplyTo.Add(Address("", replyTo));

        // RFC 3834 §5: keeps out-of-office answers from being sent back; Exchange looks at the second one.
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Headers.Add("X-Auto-Response-Suppress", "All");
        message.Body = Body(mail);
        return message;
    }

    /// <remarks>
    /// RFC 6047 §2.4: the iCalendar object is an alternative, its method repeated in the Content-Type: that is what
    /// makes calendar programs act on it. Programs that do not know it get the same object as a file.
    /// </remarks>
    private static MimeEntity Body(OutgoingMail mail)
    {
        var alternatives = new MultipartAlternative { Text("plain", mail.Text), Html(mail) };
        if (mail.Calendar is not { } calendar)
            return alternatives;

        var part = Text("calendar", calendar.Content);
        part.ContentType.Parameters.Add("method", calendar.Method);
        alternatives.Add(part);
        var file = new MimePart("application", "ics")
        {
            Content = new MimeContent(new MemoryStream(Encoding.UTF8.GetBytes(calendar.Content))),
            ContentDisposition = new ContentDisposition(ContentDisposition.Attachment),
            ContentTransferEncoding = ContentEncoding.Base64,
            FileName = "invite.ics",
        };
        return new Multipart("mixed") { alternatives, file };
    }

    /// <summary>The HTML part, together with the pictures it shows (RFC 2387).</summary>
    private static MimeEntity Html(OutgoingMail mail)
    {
        var html = Text("html", mail.Html);
        if (mail.Images.Count == 0)
            return html;
        var related = new MultipartRelated { html };
        foreach (var image in mail.Images)
        {
            related.Add(new MimePart(ContentType.Parse(image.MediaType))
            {
                Content = new MimeContent(new MemoryStream(image.Bytes)),
                ContentDisposition = new ContentDisposition(ContentDisposition.Inline),
                ContentTransferEncoding = ContentEncoding.Base64,
                ContentId = image.ContentId,
            });
        }

        return related;
    }

    /// <summary>UTF-8 in base64: Japanese in quoted-printable is three times as long, and 8bit is not everywhere taken.</summary>
    private static TextPart Text(string subtype, string text)
    {
        var part = new TextPart(subtype) { ContentTransferEncoding = ContentEncoding.Base64 };
        part.SetText(Encoding.UTF8, text);
        return part;
    }

    private static MailboxAddress Address(string name, string address) =>
        !address.Any(char.IsControl) && MailboxAddress.TryParse(Strict, address, out var parsed)
            ? new MailboxAddress(OneLine(name), parsed.Address)
            : throw new MailRefusedException("The address cannot be read.");

    /// <summary>A line break inside a header's value would begin another header.</summary>
    private static string OneLine(string text) =>
        string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
}
