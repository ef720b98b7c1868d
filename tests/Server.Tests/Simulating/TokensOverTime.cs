using System.Net;
using Xunit;

namespace Hidori.Server.Tests.Simulating;

public sealed class TokensOverTime
{
    [Fact]
    public async Task A_code_works_once()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        var callback = await tenant.SignInAsync("tanaka@test.example");
        (string, string)[] form = [("grant_type", "authorization_code"), ("code", callback["code"]), ("redirect_uri", SimulatedTenant.Redirect)];

        var first = await tenant.TokenAsync("organizations", form);
        var second = await tenant.TokenAsync("organizations", form);

        Assert.Equal(HttpStatusCode.OK, first.Status);
        Assert.Equal("invalid_grant", second.Body.Text("error"));
        Assert.Equal("54005", second.Body["error_codes"]![0]!.ToString());
    }

    [Fact]
    public async Task A_wrong_secret_is_7000215()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        var callback = await tenant.SignInAsync("tanaka@test.example");

        var (status, body) = await tenant.TokenAsync("organizations", ("grant_type", "authorization_code"), ("code", callback["code"]), ("redirect_uri", SimulatedTenant.Redirect), ("client_secret", "wrong"));

        Assert.Equal(HttpStatusCode.Unauthorized, status);
        Assert.Equal("invalid_client", body.Text("error"));
        Assert.StartsWith("AADSTS7000215", body.Text("error_description"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_verifier_that_does_not_match_is_refused()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        var callback = await tenant.SignInAsync("tanaka@test.example", more: "&code_challenge=abc&code_challenge_method=S256");

        var (_, body) = await tenant.TokenAsync("organizations", ("grant_type", "authorization_code"), ("code", callback["code"]), ("redirect_uri", SimulatedTenant.Redirect), ("code_verifier", "x"));

        Assert.Equal("501481", body["error_codes"]![0]!.ToString());
    }

    [Fact]
    public async Task An_access_token_ends_after_an_hour_and_is_renewed_with_the_refresh_token()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        var tokens = await tenant.TokensAsync("tanaka@test.example");
        var old = new GraphClient(tenant.Http, tokens.Text("access_token"));

        tenant.Time.Advance(TimeSpan.FromSeconds(3599));
        var expired = await old.SendAsync("GET", "/me");
        var renewed = await tenant.TokenAsync("organizations", ("grant_type", "refresh_token"), ("refresh_token", tokens.Text("refresh_token")));
        var again = await new GraphClient(tenant.Http, renewed.Body.Text("access_token")).SendAsync("GET", "/me");

        Assert.Equal((401, "InvalidAuthenticationToken"), (expired.Status, expired.Body.ErrorCode()));
        Assert.NotEqual(tokens.Text("refresh_token"), renewed.Body.Text("refresh_token"));
        Assert.Equal(200, again.Status);
    }

    [Fact]
    public async Task A_revoked_refresh_token_is_50173_and_an_idle_one_700082()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        var tanaka = await tenant.TokensAsync("tanaka@test.example");
        var sato = await tenant.TokensAsync("sato@test.example");

        tenant.World.RevokeRefreshTokens("tanaka@test.example");
        tenant.Time.Advance(TimeSpan.FromDays(91));
        var revoked = await tenant.TokenAsync("organizations", ("grant_type", "refresh_token"), ("refresh_token", tanaka.Text("refresh_token")));
        var idle = await tenant.TokenAsync("organizations", ("grant_type", "refresh_token"), ("refresh_token", sato.Text("refresh_token")));

        Assert.Equal("50173", revoked.Body["error_codes"]![0]!.ToString());
        Assert.Equal("700082", idle.Body["error_codes"]![0]!.ToString());
    }

    [Fact]
    public async Task Without_consent_a_refresh_asks_for_interaction()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        var tokens = await tenant.TokensAsync("tanaka@test.example");

        tenant.World.RevokeConsent("tanaka@test.example");
        var (_, body) = await tenant.TokenAsync("organizations", ("grant_type", "refresh_token"), ("refresh_token", tokens.Text("refresh_token")));

        Assert.Equal("invalid_grant", body.Text("error"));
        Assert.Equal("consent_required", body.Text("suberror"));
    }

    [Fact]
    public async Task A_scope_that_was_not_granted_is_access_denied()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        var graph = await tenant.GraphAsync("tanaka@test.example");

        var (status, body) = await graph.SendAsync("GET", "/places/microsoft.graph.room");

        Assert.Equal((403, "ErrorAccessDenied"), (status, body.ErrorCode()));
    }
}
