using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Web;
using Hidori.Integrations;
using Hidori.Integrations.Microsoft365;
using Hidori.Integrations.OAuth;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Contracts;

public sealed class RenewingTokens
{
    private static readonly string[] FormFields = ["grant_type", "refresh_token", "scope", "client_id", "client_secret"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Task<TokenAnswer> RefreshAsync(IServiceProvider services, OAuthCredentials? credentials = null)
    {
        var identity = services.GetRequiredService<MicrosoftIdentity>();
        return services.GetRequiredService<OAuthClient>().RefreshAsync(
            identity.TokenEndpoint("contoso"), credentials ?? identity.Credentials(), "old", MicrosoftIdentity.Scopes, Ct);
    }

    [Fact]
    public async Task A_refresh_token_is_traded_for_both_tokens()
    {
        var wire = Canned.Always(
            HttpStatusCode.OK,
            """{"token_type":"Bearer","scope":"User.Read Calendars.ReadWrite","expires_in":3599,"access_token":"a2","refresh_token":"r2"}""");
        await using var services = wire.Services();

        var answer = await RefreshAsync(services);

        Assert.Equal(("a2", "r2", Duration.FromSeconds(3599)), (answer.AccessToken, answer.RefreshToken, answer.ExpiresIn));
        Assert.Equal(["User.Read", "Calendars.ReadWrite"], answer.Scopes);
        Assert.DoesNotContain("a2", answer.ToString(), StringComparison.Ordinal);
        var asked = Assert.Single(wire.Asked);
        Assert.Equal("https://login.microsoftonline.com/contoso/oauth2/v2.0/token", asked.Address.AbsoluteUri);
        var form = HttpUtility.ParseQueryString(asked.Body);
        Assert.Equal(
            ["refresh_token", "old", "openid profile offline_access User.Read Calendars.ReadWrite", "client", "secret"],
            FormFields.Select(n => form[n]));
    }

    [Fact]
    public async Task What_an_endpoint_leaves_out_is_as_before()
    {
        await using var services = Canned.Always(HttpStatusCode.OK, """{"access_token":"a2","expires_in":"3600"}""").Services();

        var answer = await RefreshAsync(services);

        Assert.Null(answer.RefreshToken);
        Assert.Empty(answer.Scopes);
        Assert.Equal(Duration.FromHours(1), answer.ExpiresIn);
    }

    [Theory]
    [InlineData("invalid_grant", 50173, TokenRefusal.GrantDead)]
    [InlineData("interaction_required", 50076, TokenRefusal.GrantDead)]
    [InlineData("consent_required", 65001, TokenRefusal.GrantDead)]
    [InlineData("invalid_client", 7000215, TokenRefusal.OperatorMistake)]
    [InlineData("unauthorized_client", 700016, TokenRefusal.OperatorMistake)]
    [InlineData("invalid_scope", 70011, TokenRefusal.OperatorMistake)]
    public async Task A_refusal_says_who_can_mend_it(string error, int number, TokenRefusal expected)
    {
        var body = $$"""{"error":"{{error}}","error_description":"AADSTS{{number}}: tanaka@test.example","error_codes":[{{number}}]}""";
        await using var services = Canned.Always(HttpStatusCode.BadRequest, body).Services();

        var failure = await Assert.ThrowsAsync<TokenRefusedException>(() => RefreshAsync(services));

        Assert.Equal((expected, error), (failure.Refusal, failure.Error));
        Assert.Equal([number], failure.VendorCodes);
        Assert.DoesNotContain("tanaka", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable, "")]
    [InlineData(HttpStatusCode.OK, "<html>")]
    [InlineData(HttpStatusCode.OK, "[]")]
    [InlineData(HttpStatusCode.OK, "{}")]
    [InlineData(HttpStatusCode.OK, """{"access_token":"","expires_in":1}""")]
    [InlineData(HttpStatusCode.Found, "")]
    [InlineData(HttpStatusCode.BadRequest, """{"error":"temporarily_unavailable"}""")]
    public async Task No_usable_answer_kills_no_grant(HttpStatusCode status, string body)
    {
        var wire = Canned.Always(status, body);
        await using var services = wire.Services();

        await Assert.ThrowsAsync<ProviderUnavailableException>(() => RefreshAsync(services));

        Assert.Single(wire.Asked);
    }

    [Fact]
    public async Task The_simulated_identity_platform_agrees()
    {
        await using var outside = await Microsoft365Outside.StartAsync(Ct);
        var before = await outside.Tokens.GetAsync(outside.Tanaka, Ct);

        var renewed = await outside.Tokens.RenewAsync(outside.Tanaka, before, Ct);
        outside.GoesWrong(new Trouble.GrantRevoked());

        Assert.NotEqual(before, renewed);
        await Assert.ThrowsAsync<ConnectionBrokenException>(() => outside.Tokens.RenewAsync(outside.Tanaka, renewed, Ct));
        var wrong = await Assert.ThrowsAsync<TokenRefusedException>(() => outside.OAuth.RefreshAsync(
            outside.Identity.TokenEndpoint(outside.Tenant), new OAuthCredentials.Secret("0d8c1e52-8f2a-4b53-9d3b-7f6d3c1a9b10", "wrong"),
            "any", MicrosoftIdentity.Scopes, Ct));
        Assert.Equal(SignInProblem.CredentialWrong, MicrosoftIdentity.Explain(wrong.Error, null, wrong.VendorCodes));
    }

    [Fact]
    public async Task A_certificate_signs_who_we_are()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=Hidori", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(90));
        var wire = Canned.Always(HttpStatusCode.OK, """{"access_token":"a2","expires_in":3600}""");
        await using var services = wire.Services();

        await RefreshAsync(services, new OAuthCredentials.Certificate("client", certificate));

        var form = HttpUtility.ParseQueryString(Assert.Single(wire.Asked).Body);
        Assert.Null(form["client_secret"]);
        Assert.Equal(ClientAssertion.Type, form["client_assertion_type"]);
        var parts = form["client_assertion"]!.Split('.');
        Assert.True(key.VerifyData(
            Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]),
            HashAlgorithmName.SHA256, RSASignaturePadding.Pss));
        var (header, claims) = (Json(parts[0]), Json(parts[1]));
        Assert.Equal("PS256", header.GetProperty("alg").GetString());
        Assert.Equal(
            Base64Url.EncodeToString(certificate.GetCertHash(HashAlgorithmName.SHA256)), header.GetProperty("x5t#S256").GetString());
        Assert.Equal("https://login.microsoftonline.com/contoso/oauth2/v2.0/token", claims.GetProperty("aud").GetString());
        Assert.Equal(("client", "client"), (claims.GetProperty("iss").GetString(), claims.GetProperty("sub").GetString()));
        Assert.Equal(300, claims.GetProperty("exp").GetInt64() - Canned.Now.ToUnixTimeSeconds());
    }

    [Theory]
    [InlineData("access_denied", "AADSTS90094: The grant requires admin permission.", SignInProblem.AdminApprovalNeeded)]
    [InlineData("access_denied", "AADSTS65004: User declined to consent.", SignInProblem.Declined)]
    [InlineData("invalid_client", "AADSTS7000222: The provided client secret keys are expired.", SignInProblem.CredentialWrong)]
    [InlineData("invalid_grant", "AADSTS53003: Access has been blocked by Conditional Access.", SignInProblem.ConditionalAccess)]
    [InlineData("invalid_grant", null, SignInProblem.GrantDead)]
    [InlineData("server_error", "AADSTS12345678: no number we know", SignInProblem.Other)]
    [InlineData(null, "AADSTS500208: personal account", SignInProblem.WrongAccount)]
    public void Microsofts_numbers_are_read_out_of_the_description(string? error, string? description, SignInProblem expected) =>
        Assert.Equal(expected, MicrosoftIdentity.Explain(error, description, []));

    [Fact]
    public void Every_problem_can_be_told()
    {
        int[] numbers =
        [
            65001, 65004, 90095, 50105, 700016, 50011, 7000215, 50020, 500011, 54005, 50173, 50076, 53003, 50057, 50196, 90002,
        ];

        var told = numbers.Select(n => MicrosoftIdentity.Explain("x", null, [n])).Append(SignInProblem.Other);

        Assert.Equal(Enum.GetValues<SignInProblem>().Order(), told.Order());
    }

    private static JsonElement Json(string part) => JsonDocument.Parse(Base64Url.DecodeFromChars(part)).RootElement;
}
