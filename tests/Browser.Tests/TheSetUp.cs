using Hidori.Browser.Tests.Kit;
using Hidori.Simulator.Microsoft365;
using Microsoft.Playwright;
using Xunit;

namespace Hidori.Browser.Tests;

/// <summary>The operator's way from the first run to a registration that Microsoft takes (SPEC M10, E1).</summary>
public sealed class TheSetUp(NewInstallation app, Chromium chromium) : IClassFixture<NewInstallation>
{
    private const string Path = "/administration/microsoft365";

    [Fact]
    public async Task Every_step_is_tried_and_proven_by_the_operator()
    {
        await using var operators = await chromium.OpenAsync(app, Screen.Phone);
        await operators.OpensAsync(app.FirstRunLink!);
        await operators.MakesTheOrganizationAsync();
        await operators.SeesGoodPagesAsync(Path);

        await EntersAsync(operators, "1234", "");
        await operators.SeesAsync("の形で入れてください");
        await Assertions.Expect(operators.Page.Locator("#f-tenant")).ToHaveValueAsync(SampleWorld.TenantId);
        await operators.SeesAGoodPageAsync();

        await EntersAsync(operators, App.ClientId, "another one");
        await Assertions.Expect(operators.Page.Locator("#step-credential")).ToContainTextAsync("AADSTS7000215");
        await operators.SeesGoodPagesAsync(Path);

        await EntersAsync(operators, App.ClientId, App.ClientSecret);
        await IsProvenAsync(operators, "tenant");
        await IsProvenAsync(operators, "credential");
        await Assertions.Expect(operators.Page.Locator("#step-signin")).ToContainTextAsync("まだ確かめていません");
        await operators.Page.Locator("#step-signin button").ClickAsync();
        await operators.PassesMicrosoftAsync("tanaka");
        await operators.ArrivesAtAsync(Path);
        await IsProvenAsync(operators, "signin");
        await IsProvenAsync(operators, "permissions");
        await operators.Page.Locator("#step-mail button").ClickAsync();
        await IsProvenAsync(operators, "mail");
        Assert.Single(app.MailsTo(App.Mail("tanaka")));
        await operators.SeesGoodPagesAsync(Path);

        await operators.OpensAsync(Path + "/application");
        await operators.Page.Locator("button[name=on][value=true]").ClickAsync();
        await operators.SeesAsync("本人の接続");
        await operators.SeesGoodPagesAsync(Path + "/application");
    }

    private static async Task EntersAsync(Visitor who, string clientId, string secret)
    {
        await who.Page.Locator("#f-tenant").FillAsync(SampleWorld.TenantId);
        await who.Page.Locator("#f-clientId").FillAsync(clientId);
        await who.Page.Locator("#f-credential").SelectOptionAsync("secret");
        await who.Page.Locator("#f-secret").FillAsync(secret);
        await who.Page.Locator($"form[action='{Path}'] button.primary").ClickAsync();
    }

    private static Task IsProvenAsync(Visitor who, string step) =>
        Assertions.Expect(who.Page.Locator("#step-" + step)).ToContainTextAsync("確認済み");
}
