using Microsoft.Kiota.Abstractions;
using Microsoft.Kiota.Abstractions.Authentication;

namespace Hidori.Integrations.Microsoft365;

/// <summary>Marks every request of a client with the connection it is made for.</summary>
/// <remarks>
/// The handlers that need it (tokens, the mailbox gate) live longer than the caller's scope, so the caller's own
/// <see cref="IAccessTokens"/> travels with the request.
/// </remarks>
internal sealed class OnBehalfOf(Connection via, IAccessTokens tokens) : IRequestOption, IAuthenticationProvider
{
    private static readonly HttpRequestOptionsKey<IRequestOption> Key = new(typeof(OnBehalfOf).FullName!);

    public Connection Via => via;
    public IAccessTokens Tokens => tokens;

    public Task AuthenticateRequestAsync(
        RequestInformation request,
        Dictionary<string, object>? additionalAuthenticationContext = null,
        CancellationToken cancellationToken = default)
    {
        request.AddRequestOptions([this]);
        return Task.CompletedTask;
    }

    public static OnBehalfOf In(HttpRequestMessage request) =>
        request.Options.TryGetValue(Key, out var option) && option is OnBehalfOf mark
            ? mark
            : throw new InvalidOperationException("A request to Microsoft Graph without its connection.");
}
