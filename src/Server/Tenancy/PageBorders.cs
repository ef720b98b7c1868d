using Hidori.Domain.BookingPages;

namespace Hidori.Server.Tenancy;

/// <summary>Other sites that an answer has to do with: whose frames may show it, and where its forms may lead. Only the gates of guests name any (SPEC B12).</summary>
public sealed class PageBorders
{
    /// <summary>As a header writes them; empty: no frame shows it.</summary>
    public IReadOnlyList<string> FramedBy { get; private set; } = [];

    /// <summary>The origin of the company's own last screen; null for none.</summary>
    public string? FormsLeadTo { get; private set; }

    /// <summary>As a page is set. Who books for somebody else is a member at work: no other site may hold that.</summary>
    internal void Are(HttpContext http, BookingPageSettings settings)
    {
        if (http.Request.Query["behalf"].Count > 0)
            return;
        FramedBy = [.. settings.FrameOrigins.Select(o => OriginOf(new Uri(o)))];
        FormsLeadTo = settings.ThankYouAddress.Length > 0 ? OriginOf(new Uri(settings.ThankYouAddress)) : null;
    }

    /// <summary>As a header writes it.</summary>
    internal static string OriginOf(Uri address) => address.IsDefaultPort
        // A header is ASCII: a host's name in Japanese goes by its other spelling (RFC 5891).
        ? $"{address.Scheme}://{address.IdnHost}"
        : $"{address.Scheme}://{address.IdnHost}:{address.Port}";
}
