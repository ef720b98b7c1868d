using Hidori.Browser.Tests.Kit;
using Microsoft.Playwright;
using Xunit;

namespace Hidori.Browser.Tests;

/// <summary>「管理者の承認が必要」 for the member who asks and the administrator who approves (SPEC M8).</summary>
public sealed class AskingForApproval(App app, Chromium chromium) : IClassFixture<App>
{
    private const string Consent = "/connections/consent";
    private const string Status = "document.querySelector('#consent-state [role=status]')";

    [Fact]
    public async Task The_page_follows_without_being_put_in_anew_and_mails_the_link()
    {
        await using var sato = await chromium.OpenAsync(app, Screen.Phone);
        await sato.SignsInAsync("sato");
        await sato.SeesGoodPagesAsync("/connections");
        await sato.SeesGoodPagesAsync(Consent);
        await sato.Page.Clock.InstallAsync();
        await sato.OpensAsync(Consent);
        await sato.Page.EvaluateAsync($"() => {{ {Status}.isTheSame = true; }}");

        await using var administrator = await chromium.OpenAsync(app, Screen.Phone);
        var link = new Uri(await sato.Page.Locator("#consent-url").InputValueAsync()).PathAndQuery;
        await administrator.OpensAsync(link);
        await administrator.SeesGoodPagesAsync(link);
        await sato.Page.Clock.FastForwardAsync(16_000);

        await Assertions.Expect(sato.Page.Locator("#consent-state")).ToContainTextAsync("に開かれました", new() { Timeout = 30_000 });
        Assert.True(await sato.Page.EvaluateAsync<bool>($"() => {Status}.isTheSame === true"));

        await sato.Page.Locator("#f-administrator").FillAsync("jouhou@");
        await sato.Page.Locator("form[action='/connections/consent'] button").ClickAsync();
        await sato.SeesAsync("メールアドレスの形になっていません");
        await sato.SeesAGoodPageAsync();
        await sato.Page.Locator("#f-administrator").FillAsync("jouhou@it.example");
        await sato.Page.Locator("form[action='/connections/consent'] button").ClickAsync();
        await sato.ArrivesAtAsync(Consent);
        await sato.SeesAsync("送信済み");
        await sato.SeesAGoodPageAsync();
    }
}
