using Hidori.Integrations;
using Hidori.Integrations.Microsoft365;
using Hidori.Server.Protection;
using Hidori.Server.Storage;
using Hidori.Server.Storage.Rows;
using Hidori.Server.Tests.Kit;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NodaTime;
using Xunit;

namespace Hidori.Server.Tests.Contracts;

/// <summary>Every address follows the chosen cloud (reference/graph.md §1.1, SPEC M10).</summary>
public sealed class NationalClouds
{
    private const string ClientId = "7b0c6a1e-0f3c-4a52-9a4e-2f6f3f0e9b11";

    [Theory]
    [InlineData(MicrosoftCloud.Global, "login.microsoftonline.com", "graph.microsoft.com", "portal.azure.com")]
    [InlineData(MicrosoftCloud.UsGovernment, "login.microsoftonline.us", "graph.microsoft.us", "portal.azure.us")]
    [InlineData(MicrosoftCloud.UsDefense, "login.microsoftonline.us", "dod-graph.microsoft.us", "portal.azure.us")]
    [InlineData(MicrosoftCloud.China, "login.partner.microsoftonline.cn", "microsoftgraph.chinacloudapi.cn", "portal.azure.cn")]
    public void Sign_in_renewal_approval_and_the_portal_are_those_of_the_cloud(MicrosoftCloud cloud, string login, string graph, string portal)
    {
        var addresses = MicrosoftCloudAddresses.Of(cloud);
        var identity = new MicrosoftIdentity(new Fixed(new Microsoft365Options
        {
            LoginAddress = addresses.Login,
            GraphAddress = addresses.Graph,
            Tenant = App.Tenant,
            ClientId = ClientId,
            ClientSecret = "secret",
        }));
        var calendars = cloud == MicrosoftCloud.Global ? "Calendars.ReadWrite" : $"https://{graph}/Calendars.ReadWrite";
        var rooms = cloud == MicrosoftCloud.Global ? "Place.Read.All" : $"https://{graph}/Place.Read.All";
        var renewed = identity.InCloud(OptionalScopes.ForRenewal($"openid https://{graph}/Calendars.ReadWrite https://{graph}/Place.Read.All"));
        var approval = identity.AdminConsentAddress("organizations", new Uri("https://hidori.example/callback"), "state", ["Place.Read.All"]);

        Assert.All(
            [identity.Authority, identity.MetadataAddress, identity.AuthorizeEndpoint, identity.TokenEndpoint(App.Tenant),
                identity.DiscoveryAddress("contoso.example", null), new Uri(identity.Issuer(App.Tenant)), approval],
            address => Assert.Equal(login, address.Host));
        Assert.Equal($"https://{graph}/v1.0/", addresses.Graph.AbsoluteUri);
        Assert.Equal(["openid", "profile", "offline_access", calendars.Replace("Calendars.ReadWrite", "User.Read", StringComparison.Ordinal), calendars],
            identity.InCloud(MicrosoftIdentity.Scopes));
        Assert.Contains(calendars, renewed);
        Assert.Contains(rooms, renewed);
        Assert.Contains(Uri.EscapeDataString($"https://{graph}/Place.Read.All"), approval.Query, StringComparison.Ordinal);
        Assert.Equal($"https://{graph}/.default", identity.ApplicationScope);
        Assert.Equal((portal, portal), (addresses.RegistrationsPage.Host, addresses.RegistrationPage(ClientId, "Credentials").Host));
        Assert.Equal(cloud, MicrosoftCloudAddresses.CloudOf(addresses.Login, addresses.Graph));
    }

    [Theory]
    [EveryDatabase(MicrosoftCloud.China, "https://login.partner.microsoftonline.cn/", "https://microsoftgraph.chinacloudapi.cn/")]
    [EveryDatabase(MicrosoftCloud.UsDefense, "https://login.microsoftonline.us/", "https://dod-graph.microsoft.us/")]
    public async Task A_cloud_chosen_on_the_page_moves_the_sign_in_and_the_calendar(DatabaseKind kind, MicrosoftCloud cloud, string login, string graph)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        await app.InOrganizationAsync(async scope =>
        {
            var db = scope.GetRequiredService<Db>();
            db.Registrations.Add(new ProviderRegistrationRow
            {
                Provider = ProviderKind.Microsoft365,
                Cloud = cloud.ToString(),
                Tenant = App.Tenant,
                ClientId = ClientId,
                ProtectedSecret = scope.GetRequiredService<SealedText>().Seal(SealedText.Registration, "the secret"),
                Stamp = Guid.CreateVersion7(),
                ChangedAt = app.Now,
            });
            return await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        });
        (app.Settings["Microsoft365:ClientId"], app.Settings["Microsoft365:ClientSecret"]) = (null, null);
        app.Settings["Microsoft365:LoginAddress"] = "https://login.microsoftonline.com/";
        app.Settings["Microsoft365:GraphAddress"] = "https://graph.microsoft.com/v1.0/";

        await app.RestartsAsync();
        var options = app.ServicesForStorageTests.GetRequiredService<IOptionsMonitor<Microsoft365Options>>().CurrentValue;
        var signIn = app.ServicesForStorageTests.GetRequiredService<IOptionsMonitor<OpenIdConnectOptions>>().Get("Microsoft");

        Assert.Equal((login, graph + "v1.0/"), (options.LoginAddress.AbsoluteUri, options.GraphAddress.AbsoluteUri));
        Assert.Equal($"{login}{App.Tenant}/v2.0", signIn.Authority);
        Assert.StartsWith(login, signIn.MetadataAddress, StringComparison.Ordinal);
        Assert.Contains(graph + "Calendars.ReadWrite", signIn.Scope);
        Assert.DoesNotContain("Calendars.ReadWrite", signIn.Scope);
        Assert.Equal(ClientId, signIn.ClientId);
    }

    [Theory, EveryDatabase]
    public async Task Outside_the_worldwide_cloud_a_sign_in_and_a_renewal_name_permissions_by_address(DatabaseKind kind)
    {
        await using var app = await App.StartAsync(kind, "tanaka");
        using var tanaka = await app.SignsInAsync("tanaka");
        app.TimePasses(Duration.FromHours(2));
        await tanaka.ProposesAsync(new ProposalText());
        await app.OutsideWorldSettlesAsync();

        var permission = app.Simulator.GraphAddress.GetLeftPart(UriPartial.Authority) + "/Calendars.ReadWrite";
        var first = app.Simulator.Requests.All.First(r => r.PathAndQuery.Contains("/authorize?", StringComparison.Ordinal));
        var renewal = app.Simulator.Requests.All.First(r => r.RequestBody.Contains("grant_type=refresh_token", StringComparison.Ordinal));
        Assert.Contains(permission, Uri.UnescapeDataString(first.PathAndQuery), StringComparison.Ordinal);
        Assert.Contains(permission, Uri.UnescapeDataString(renewal.RequestBody), StringComparison.Ordinal);
    }

    private sealed class Fixed(Microsoft365Options value) : IOptionsMonitor<Microsoft365Options>
    {
        public Microsoft365Options CurrentValue => value;

        public Microsoft365Options Get(string? name) => value;

        public IDisposable? OnChange(Action<Microsoft365Options, string?> listener) => null;
    }
}
