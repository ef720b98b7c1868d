using System.Net;
using System.Net.Http.Headers;

namespace Hidori.Integrations.Microsoft365;

/// <summary>Sets the connection's access token; when it is refused, renews it and asks once more.</summary>
/// <remarks>A request answered 401 was not carried out, so asking again is safe for writes too.</remarks>
internal sealed class BearerTokens : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var mark = OnBehalfOf.In(request);
        var token = await mark.Tokens.GetAsync(mark.Via, cancellationToken);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var answer = await base.SendAsync(request, cancellationToken);
        if (answer.StatusCode != HttpStatusCode.Unauthorized)
            return answer;

        answer.Dispose();
        var renewed = await mark.Tokens.RenewAsync(mark.Via, token, cancellationToken);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", renewed);
        return await base.SendAsync(request, cancellationToken);
    }
}
