using System.Text.RegularExpressions;

namespace Hidori.Integrations.Microsoft365;

/// <summary>What every request to Graph carries, so that no call can forget it.</summary>
internal sealed partial class RequestForm : DelegatingHandler
{
    /// <summary>
    /// Immutable ids survive a move between folders; times come in UTC whatever zone the mailbox keeps.
    /// https://learn.microsoft.com/graph/outlook-immutable-id
    /// </summary>
    private const string Preferences = "IdType=\"ImmutableId\", outlook.timezone=\"UTC\"";

    /// <summary>
    /// Set by a caller that wants pages of this size from a delta question, which knows no $top. Never sent: it becomes
    /// one of the preferences.
    /// </summary>
    public const string PageSize = "X-Hidori-Page-Size";

    /// <summary>The SDK writes /me at times like this, and leaves it to a handler of its own, which we do not use.</summary>
    private const string MePlaceholder = "/users/me-token-to-replace";

    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri is { } uri)
            request.RequestUri = new Uri(MailboxAddress().Replace(uri.AbsoluteUri, MailboxPath.Of(OnBehalfOf.In(request).Via), 1));
        request.Headers.Remove("Prefer");
        var pageSize = request.Headers.TryGetValues(PageSize, out var sizes) ? $", odata.maxpagesize={sizes.First()}" : "";
        request.Headers.Remove(PageSize);
        request.Headers.TryAddWithoutValidation("Prefer", Preferences + pageSize);
        request.Headers.Remove("client-request-id");
        request.Headers.TryAddWithoutValidation("client-request-id", Guid.CreateVersion7().ToString());
        return base.SendAsync(request, cancellationToken);
    }

    [GeneratedRegex($"({MePlaceholder}|/me)(?=[/?]|$)")]
    private static partial Regex MailboxAddress();
}
