namespace Hidori.Integrations;

/// <summary>Sends a mail. At least once: a repeat carries the same Message-ID, so that mail programs fold it.</summary>
public interface IMailer
{
    /// <exception cref="MailRefusedException">The server refused this address or message for good.</exception>
    /// <exception cref="ProviderUnavailableException">No answer, or a temporary refusal. Try again later.</exception>
    Task SendAsync(OutgoingMail mail, CancellationToken ct);
}

/// <param name="MessageId">RFC 5322 Message-ID without angle brackets; fixed per appointment, revision, recipient.</param>
/// <param name="FromName">Shown beside the configured sender address.</param>
/// <param name="ReplyTo">Where answers go, or null.</param>
/// <param name="Text">Complete in itself: every fact of the HTML part.</param>
/// <param name="Calendar">iCalendar object to attach, with its METHOD, or null.</param>
public sealed record OutgoingMail(
    string MessageId, string To, string ToName, string FromName, string? ReplyTo, string Subject, string Html,
    string Text, CalendarAttachment? Calendar)
{
    /// <summary>Pictures that the HTML part shows by their Content-IDs.</summary>
    public IReadOnlyList<InlineImage> Images { get; init; } = [];
}

/// <param name="ContentId">Without angle brackets; the HTML part names it as cid: (RFC 2392).</param>
/// <param name="MediaType">image/png or image/jpeg.</param>
public sealed record InlineImage(string ContentId, byte[] Bytes, string MediaType = "image/png");

/// <param name="Method">RFC 5546 method: REQUEST or CANCEL. Repeated in the part's Content-Type (RFC 6047 §2.4).</param>
public sealed record CalendarAttachment(string Method, string Content);

/// <summary>The mail server refused for good.</summary>
public sealed class MailRefusedException(string message, Exception? inner = null) : ProviderException(message, inner);
