using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Web;
using Hidori.Integrations.Microsoft365;
using Hidori.Integrations.OAuth;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Peers;

/// <summary>Our token client against an identity provider that we did not write (graph.md §12).</summary>
public sealed class AnotherReadingOfEntra
{
    private const string ClientId = "0d8c1e52-8f2a-4b53-9d3b-7f6d3c1a9b10";
    private const string Secret = "peer-secret";
    private const string Back = "http://localhost:5999/back";
    private const string Tenant = "5a3b1e10-0000-4000-8000-00000000000a";

    private const string Seed = $"""
        microsoft:
          users:
            - email: tanaka@test.example
              name: 田中 美咲
              tenant_id: {Tenant}
          oauth_clients:
            - client_id: {ClientId}
              client_secret: {Secret}
              name: Hidori
              redirect_uris: ["{Back}"]
        """;

    [Fact]
    public async Task A_sign_in_with_proof_key_gives_a_signed_identity_and_a_grant_that_is_renewed_in_turns()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var peer = await Emulate.StartAsync(Seed, ct);
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = peer.Address };
        const string Verifier = "a-verifier-that-is-long-enough-to-be-one-0123456789";
        var code = await CodeAsync(http, Base64Url(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))), ct);

        using var form = new FormUrlEncodedContent(
        [
            new("grant_type", "authorization_code"), new("client_id", ClientId), new("client_secret", Secret), new("code", code),
            new("redirect_uri", Back), new("code_verifier", Verifier),
        ]);
        using var answer = await http.PostAsync("oauth2/v2.0/token", form, ct);
        var tokens = await answer.Content.ReadFromJsonAsync<JsonElement>(ct);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{tokens}");

        var identity = await ValidatedAsync(http, tokens.GetProperty("id_token").GetString()!, ct);
        Assert.Equal((Tenant, "n1", "tanaka@test.example"), (identity.GetClaim("tid").Value, identity.GetClaim("nonce").Value, identity.GetClaim("preferred_username").Value));

        await using var services = Services();
        var oauth = services.GetRequiredService<OAuthClient>();
        var (endpoint, first) = (new Uri(peer.Address, "oauth2/v2.0/token"), tokens.GetProperty("refresh_token").GetString()!);
        var renewed = await oauth.RefreshAsync(endpoint, new OAuthCredentials.Secret(ClientId, Secret), first, MicrosoftIdentity.Scopes, ct);
        Assert.NotEqual(first, renewed.RefreshToken);
        Assert.True(renewed.ExpiresIn > Duration.FromMinutes(5));

        // Here the old token is dead at once, which Microsoft's is not: either way it must lead to a new sign-in and not to a retry.
        var dead = await Assert.ThrowsAsync<TokenRefusedException>(() => oauth.RefreshAsync(endpoint, new OAuthCredentials.Secret(ClientId, Secret), first, MicrosoftIdentity.Scopes, ct));
        var mistaken = await Assert.ThrowsAsync<TokenRefusedException>(() => oauth.RefreshAsync(endpoint, new OAuthCredentials.Secret(ClientId, "wrong"), renewed.RefreshToken!, MicrosoftIdentity.Scopes, ct));
        Assert.Equal((TokenRefusal.GrantDead, TokenRefusal.OperatorMistake), (dead.Refusal, mistaken.Refusal));
    }

    private static async Task<string> CodeAsync(HttpClient http, string challenge, CancellationToken ct)
    {
        using var form = new FormUrlEncodedContent(
        [
            new("email", "tanaka@test.example"), new("client_id", ClientId), new("redirect_uri", Back), new("state", "s1"), new("nonce", "n1"),
            new("scope", string.Join(' ', MicrosoftIdentity.Scopes)), new("response_mode", "query"), new("code_challenge", challenge), new("code_challenge_method", "S256"),
        ]);
        using var answer = await http.PostAsync("oauth2/v2.0/authorize/callback", form, ct);
        var back = HttpUtility.ParseQueryString(answer.Headers.Location!.Query);
        Assert.Equal("s1", back["state"]);
        return back["code"]!;
    }

    private static async Task<JsonWebToken> ValidatedAsync(HttpClient http, string token, CancellationToken ct)
    {
        var keys = new JsonWebKeySet(await http.GetStringAsync("discovery/v2.0/keys", ct));
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidAudience = ClientId, ValidIssuer = $"{http.BaseAddress}{Tenant}/v2.0", IssuerSigningKeys = keys.GetSigningKeys(),
        });
        Assert.True(result.IsValid, $"{result.Exception}");
        return (JsonWebToken)result.SecurityToken;
    }

    private static ServiceProvider Services()
    {
        var services = new ServiceCollection();
        services.AddSingleton<IClock>(new WallClock());
        services.AddMicrosoft365();
        return services.BuildServiceProvider();
    }

    private static string Base64Url(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    private sealed class WallClock : IClock
    {
        public Instant GetCurrentInstant() => Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow());
    }
}
