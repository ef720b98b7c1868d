using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Hidori.Simulator.Microsoft365;
using Xunit;

namespace Hidori.Server.Tests.Simulating;

public sealed class SigningInAtMicrosoft
{
    [Fact]
    public async Task A_person_who_consents_is_sent_back_with_a_code_and_the_state()
    {
        await using var tenant = await SimulatedTenant.StartAsync();

        var callback = await tenant.SignInAsync("tanaka@test.example");

        Assert.NotEmpty(callback["code"]);
        Assert.Equal("s1", callback["state"]);
    }

    [Fact]
    public async Task Consent_is_asked_once()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        await tenant.SignInAsync("tanaka@test.example");

        var again = await tenant.SignInAsync("tanaka@test.example", decision: "would fail if asked");

        Assert.Contains("code", again);
    }

    [Fact]
    public async Task A_person_who_declines_is_sent_back_with_65004()
    {
        await using var tenant = await SimulatedTenant.StartAsync();

        var callback = await tenant.SignInAsync("tanaka@test.example", decision: "cancel");

        Assert.Equal("access_denied", callback["error"]);
        Assert.StartsWith("AADSTS65004", callback["error_description"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(UserConsent.ManagedByMicrosoft, "AADSTS90094")]
    [InlineData(UserConsent.AdminOnly, "AADSTS90094")]
    [InlineData(UserConsent.AdminRequestWorkflow, "AADSTS90095")]
    public async Task A_plain_user_cannot_grant_calendars_where_the_tenant_forbids_it(UserConsent consent, string code)
    {
        await using var tenant = await SimulatedTenant.StartAsync(consent: consent);

        var callback = await tenant.SignInAsync("tanaka@test.example", decision: "cancel");

        Assert.StartsWith(code, callback["error_description"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_an_administrator_consented_for_the_organization_nobody_is_asked()
    {
        await using var tenant = await SimulatedTenant.StartAsync(consent: UserConsent.ManagedByMicrosoft);
        var url = $"login/organizations/v2.0/adminconsent?client_id={SimulatedTenant.ClientId}&scope={Uri.EscapeDataString("https://graph.microsoft.com/Calendars.ReadWrite User.Read MailboxSettings.Read")}&redirect_uri={Uri.EscapeDataString(SimulatedTenant.Redirect)}&state=x";
        var granted = await tenant.Http.PostAsync(url, new FormUrlEncodedContent([new("account", "kanri@test.example"), new("decision", "accept")]), TestContext.Current.CancellationToken);
        Assert.Equal("True", SimulatedTenant.Query(granted.Headers.Location!)["admin_consent"]);

        var callback = await tenant.SignInAsync("tanaka@test.example");

        Assert.Contains("code", callback);
    }

    [Fact]
    public async Task A_foreign_redirect_address_is_told_to_the_person_and_not_followed()
    {
        await using var tenant = await SimulatedTenant.StartAsync();

        var url = SimulatedTenant.AuthorizeUrl().Replace(Uri.EscapeDataString(SimulatedTenant.Redirect), "http%3A%2F%2Flocalhost%2Felsewhere", StringComparison.Ordinal);
        using var page = await tenant.Http.GetAsync(url, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, page.StatusCode);
        Assert.Contains("AADSTS50011", await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_localhost_the_port_of_the_redirect_address_does_not_count()
    {
        await using var tenant = await SimulatedTenant.StartAsync();

        var url = SimulatedTenant.AuthorizeUrl().Replace(Uri.EscapeDataString(SimulatedTenant.Redirect), "http%3A%2F%2Flocalhost%3A5099%2Fback", StringComparison.Ordinal);
        using var page = await tenant.Http.GetAsync(url, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Fact]
    public async Task The_identity_token_is_signed_by_the_published_key_and_names_tenant_and_object()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        var tokens = await tenant.TokensAsync("tanaka@test.example");
        var keys = JsonNode.Parse(await tenant.Http.GetStringAsync("login/organizations/discovery/v2.0/keys", TestContext.Current.CancellationToken))!["keys"]![0]!;
        using var rsa = RSA.Create(new RSAParameters { Modulus = Bytes(keys.Text("n")), Exponent = Bytes(keys.Text("e")) });

        var parts = tokens.Text("id_token").Split('.');
        var isSigned = rsa.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Bytes(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var claims = JsonNode.Parse(Bytes(parts[1]))!;

        Assert.True(isSigned);
        Assert.Equal("n1", claims.Text("nonce"));
        Assert.Equal(SimulatedTenant.ClientId, claims.Text("aud"));
        Assert.Equal($"{tenant.Host.LoginAddress}{claims.Text("tid")}/v2.0", claims.Text("iss"));
        Assert.Equal("tanaka@test.example", claims.Text("preferred_username"));
    }

    [Fact]
    public async Task The_shared_authority_publishes_an_issuer_with_a_place_for_the_tenant()
    {
        await using var tenant = await SimulatedTenant.StartAsync();

        var metadata = JsonNode.Parse(await tenant.Http.GetStringAsync("login/organizations/v2.0/.well-known/openid-configuration", TestContext.Current.CancellationToken));

        Assert.Equal($"{tenant.Host.LoginAddress}{{tenantid}}/v2.0", metadata.Text("issuer"));
    }

    private static byte[] Bytes(string text) => System.Buffers.Text.Base64Url.DecodeFromChars(text);
}
