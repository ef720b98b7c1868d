using System.Net;
using System.Text.Json;
using NodaTime;

namespace Hidori.Integrations.OAuth;

/// <summary>The client side of OAuth 2.0, as far as a scheduler needs it, for every vendor.</summary>
public sealed class OAuthClient(IHttpClientFactory clients, IClock clock)
{
    /// <summary>Name of the HTTP client.</summary>
    public const string Client = "OAuth";

    /// <summary>RFC 6749 §5.2 and OpenID Connect Core §3.1.2.6: errors that only the account's owner can mend.</summary>
    private static readonly string[] NeedsItsOwner =
        ["invalid_grant", "interaction_required", "login_required", "consent_required", "access_denied"];

    private static readonly string[] Passing = ["temporarily_unavailable", "server_error"];

    /// <summary>Trades a refresh token for an access token (RFC 6749 §6). Sent once; never repeated here.</summary>
    /// <remarks>
    /// Vendors rotate refresh tokens: whoever calls must hold a lock on the connection, and must have stored
    /// <see cref="TokenAnswer.RefreshToken"/> before the access token is used.
    /// </remarks>
    /// <exception cref="TokenRefusedException">The grant is dead, or the operator made a mistake.</exception>
    /// <exception cref="ThrottledException">The endpoint asks to wait.</exception>
    /// <exception cref="ProviderUnavailableException">No answer, or one that cannot be read.</exception>
    public Task<TokenAnswer> RefreshAsync(
        Uri tokenEndpoint, OAuthCredentials credentials, string refreshToken, IReadOnlyList<string> scopes,
        CancellationToken ct) =>
        AskAsync(
            tokenEndpoint,
            credentials,
            new Dictionary<string, string>
            {
                ["grant_type"] = "refresh_token",
                ["refresh_token"] = refreshToken,
                ["scope"] = string.Join(' ', scopes),
            },
            ct);

    /// <summary>A token for the application itself, without any account (RFC 6749 §4.4).</summary>
    /// <exception cref="TokenRefusedException">The registration or its credential is wrong, or unknown in that tenant.</exception>
    /// <exception cref="ThrottledException">The endpoint asks to wait.</exception>
    /// <exception cref="ProviderUnavailableException">No answer, or one that cannot be read.</exception>
    public Task<TokenAnswer> ApplicationTokenAsync(
        Uri tokenEndpoint, OAuthCredentials credentials, string scope, CancellationToken ct) =>
        AskAsync(
            tokenEndpoint, credentials, new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["scope"] = scope }, ct);

    private async Task<TokenAnswer> AskAsync(
        Uri tokenEndpoint, OAuthCredentials credentials, Dictionary<string, string> form, CancellationToken ct)
    {
        Prove(credentials, tokenEndpoint, form);
        try
        {
            using var http = clients.CreateClient(Client);
            using var content = new FormUrlEncodedContent(form);
            using var answer = await http.PostAsync(tokenEndpoint, content, ct);
            using var json = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(ct));
            return answer.IsSuccessStatusCode ? Read(json.RootElement) : throw Refused(answer, json.RootElement);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TimeoutException or OperationCanceledException)
        {
            throw new ProviderUnavailableException("The token endpoint does not answer.", e);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new ProviderUnavailableException("The token endpoint sent an answer that cannot be read.", e);
        }
    }

    private void Prove(OAuthCredentials credentials, Uri tokenEndpoint, Dictionary<string, string> form)
    {
        form["client_id"] = credentials.ClientId;
        switch (credentials)
        {
            case OAuthCredentials.Secret secret:
                form["client_secret"] = secret.Value;
                break;
            case OAuthCredentials.Certificate certificate:
                form["client_assertion_type"] = ClientAssertion.Type;
                form["client_assertion"] = ClientAssertion.Create(certificate, tokenEndpoint, clock.GetCurrentInstant());
                break;
        }
    }

    private static TokenAnswer Read(JsonElement answer) => new(
        answer.GetProperty("access_token").GetString() is { Length: > 0 } token ? token : throw new FormatException(),
        Text(answer, "refresh_token"),
        Duration.FromSeconds(answer.GetProperty("expires_in") is { ValueKind: JsonValueKind.String } text
            ? long.Parse(text.GetString()!, System.Globalization.CultureInfo.InvariantCulture)
            : answer.GetProperty("expires_in").GetInt64()),
        Text(answer, "scope")?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? []);

    private ProviderException Refused(HttpResponseMessage answer, JsonElement body)
    {
        if (answer.StatusCode == HttpStatusCode.TooManyRequests)
        {
            var wait = answer.Headers.RetryAfter?.Delta;
            return new ThrottledException(
                wait is { } time ? clock.GetCurrentInstant() + Duration.FromTimeSpan(time) : null,
                "The token endpoint asks to wait.");
        }

        var error = Text(body, "error") ?? "";
        if (answer.StatusCode >= HttpStatusCode.InternalServerError || error.Length == 0 || Passing.Contains(error))
            return new ProviderUnavailableException($"The token endpoint answered {(int)answer.StatusCode} {error}.");
        return new TokenRefusedException(
            NeedsItsOwner.Contains(error) ? TokenRefusal.GrantDead : TokenRefusal.OperatorMistake,
            error,
            body.TryGetProperty("error_codes", out var codes) && codes.ValueKind == JsonValueKind.Array
                ? [.. codes.EnumerateArray().Where(c => c.ValueKind == JsonValueKind.Number).Select(c => c.GetInt32())]
                : []);
    }

    private static string? Text(JsonElement from, string member) =>
        from.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
