using System.Net;
using System.Text.Json.Nodes;
using Hidori.Simulator.Microsoft365;
using Xunit;

namespace Hidori.Server.Tests.Simulating;

/// <summary>Every way a tenant says no to an account (graph.md §1.5–1.7, §2; M3, M8).</summary>
public sealed class KeptOut
{
    private const string Tanaka = "tanaka@test.example";

    [Theory]
    [InlineData(SignInBlock.NotAssigned, 50105)]
    [InlineData(SignInBlock.ConditionalAccess, 53003)]
    [InlineData(SignInBlock.SecondFactorNeeded, 50076)]
    [InlineData(SignInBlock.Disabled, 50057)]
    [InlineData(SignInBlock.PasswordExpired, 0)]
    public async Task A_refresh_is_refused_and_works_again_when_the_cause_is_gone(SignInBlock block, int number)
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        var refresh = (await tenant.TokensAsync(Tanaka)).Text("refresh_token");

        tenant.World.SetSignIn(Tanaka, block);
        var (status, body) = await RefreshAsync(tenant, refresh);
        tenant.World.SetSignIn(Tanaka, SignInBlock.None);

        Assert.Equal(number == 0 ? HttpStatusCode.OK : HttpStatusCode.BadRequest, status);
        if (number > 0) Assert.Equal(("invalid_grant", number), (body.Text("error"), body["error_codes"]![0]!.GetValue<int>()));
        Assert.Equal(HttpStatusCode.OK, (await RefreshAsync(tenant, refresh)).Status);
    }

    [Theory]
    [InlineData(SignInBlock.NotAssigned, "AADSTS50105")]
    [InlineData(SignInBlock.ConditionalAccess, "AADSTS53003")]
    [InlineData(SignInBlock.Disabled, "AADSTS50057")]
    public async Task At_the_pages_it_is_told_to_the_person_and_nobody_is_sent_back(SignInBlock block, string words)
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        tenant.World.SetSignIn(Tanaka, block);

        using var answer = await tenant.Http.PostAsync(SimulatedTenant.AuthorizeUrl(), new FormUrlEncodedContent([new("account", Tanaka)]), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(words, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_factor_at_the_pages_heals_the_refresh()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        tenant.World.SetSignIn(Tanaka, SignInBlock.SecondFactorNeeded);

        var refresh = (await tenant.TokensAsync(Tanaka)).Text("refresh_token");

        Assert.Equal(HttpStatusCode.OK, (await RefreshAsync(tenant, refresh)).Status);
    }

    [Theory]
    [InlineData(UserConsent.LowImpactOnly, false, "AADSTS90094")]
    [InlineData(UserConsent.AdminRequestWorkflow, false, "AADSTS90095")]
    [InlineData(UserConsent.Allowed, true, "AADSTS900941")]
    public async Task Consent_is_kept_for_an_administrator(UserConsent consent, bool isRisky, string words)
    {
        await using var tenant = await SimulatedTenant.StartAsync(consent: consent);
        tenant.World.SetRisk(SimulatedTenant.ClientId, isRisky);

        var back = await tenant.SignInAsync(Tanaka, decision: "cancel");

        Assert.Equal("access_denied", back["error"]);
        Assert.StartsWith(words, back["error_description"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_asks_over_and_over_is_stopped()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        tenant.World.Behaviour.MaxTokenRequestsInARow = 3;
        var refresh = (await tenant.TokensAsync(Tanaka)).Text("refresh_token");
        for (var i = 0; i < 3; i++) await RefreshAsync(tenant, refresh);

        Assert.Equal(50196, (await RefreshAsync(tenant, refresh)).Body["error_codes"]![0]!.GetValue<int>());
        tenant.Time.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(HttpStatusCode.OK, (await RefreshAsync(tenant, refresh)).Status);
    }

    [Theory]
    [InlineData(MailboxState.Missing, "MailboxNotEnabledForRESTAPI")]
    [InlineData(MailboxState.OnPremises, "MailboxNotEnabledForRESTAPI")]
    [InlineData(MailboxState.Provisioning, "MailboxNotEnabledForRESTAPI")]
    [InlineData(MailboxState.SoftDeleted, "MailboxNotEnabledForRESTAPI")]
    [InlineData(MailboxState.ConsumerAccount, "MailboxNotSupportedForRESTAPI")]
    public async Task A_mailbox_that_is_not_there_answers_404_with_its_code(MailboxState state, string code)
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        var graph = await tenant.GraphAsync(Tanaka);
        tenant.World.SetMailboxState(Tanaka, state);

        var (status, body) = await graph.SendAsync("GET", "/me/calendar");

        Assert.Equal((404, code), (status, body.ErrorCode()));
    }

    [Fact]
    public async Task A_guest_has_no_mailbox_and_is_called_one()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        tenant.World.AddUser(new NewAccount("yamamoto_elsewhere.example#EXT#@test.example", "山本 一郎") { IsGuest = true, Mail = "yamamoto@elsewhere.example" });
        var graph = await tenant.GraphAsync("yamamoto@elsewhere.example");

        Assert.Equal("Guest", (await graph.GetAsync("/me?$select=id,userType")).Text("userType"));
        Assert.Equal(404, (await graph.SendAsync("GET", "/me/calendar")).Status);
    }

    [Fact]
    public async Task Over_ten_thousand_requests_in_ten_minutes_are_refused_with_the_time_to_wait()
    {
        await using var tenant = await SimulatedTenant.StartAsync();
        tenant.World.Behaviour.MaxRequestsPerTenMinutes = 2;
        var graph = await tenant.GraphAsync(Tanaka);
        await graph.GetAsync("/me/calendar");
        await graph.GetAsync("/me/calendar");

        using var refused = await graph.RawAsync("GET", "/me/calendar");

        Assert.Equal((429, TimeSpan.FromMinutes(10)), ((int)refused.StatusCode, refused.Headers.RetryAfter!.Delta));
        tenant.Time.Advance(TimeSpan.FromMinutes(10));
        await graph.GetAsync("/me/calendar");
    }

    private static Task<(HttpStatusCode Status, JsonObject Body)> RefreshAsync(SimulatedTenant tenant, string refresh) =>
        tenant.TokenAsync("organizations", ("grant_type", "refresh_token"), ("refresh_token", refresh));
}
