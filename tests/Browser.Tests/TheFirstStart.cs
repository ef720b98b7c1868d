using Hidori.Browser.Tests.Kit;
using Xunit;

namespace Hidori.Browser.Tests;

/// <summary>An empty database: the link on the console, the first administrator, the first member (SPEC E1).</summary>
public sealed class TheFirstStart(EmptyApp app, Chromium chromium) : IClassFixture<EmptyApp>
{
    [Fact]
    public async Task The_link_makes_the_organization_and_its_administrator_invites_a_member()
    {
        await using var first = await chromium.OpenAsync(app, Screen.Phone);
        await first.OpensAsync("/sign-in");
        await first.SeesAGoodPageAsync();
        await first.OpensAsync(app.FirstRunLink!);
        await first.SeesAGoodPageAsync();

        await first.Page.Locator("button.primary").ClickAsync();
        await first.SeesAsync("入力内容を 4 か所ご確認ください");
        await first.SeesAGoodPageAsync();
        await first.MakesTheOrganizationAsync();
        await first.SeesAGoodPageAsync();
        await first.OpensAsync("/connections");
        await first.SeesAGoodPageAsync();
        await first.Page.Locator("form[action$='/connect'] button").ClickAsync();
        await first.PassesMicrosoftAsync("tanaka");
        await first.SeesAsync("Outlookカレンダーと連携しました。");
        await first.SeesAsync("接続解除");
        await first.SeesAGoodPageAsync();
        await first.OpensAsync("/members");
        await first.SeesAGoodPageAsync();
        await first.Page.Locator("#f-email").FillAsync(App.Mail("sato"));
        await first.Page.Locator("button", new() { HasText = "招待を送る" }).ClickAsync();
        await first.SeesAsync("ログイン");
        await first.SeesAGoodPageAsync();

        await App.EventuallyAsync("the invitation", () => app.MailsTo(App.Mail("sato")).Count == 1);
        var link = app.MailsTo(App.Mail("sato"))[0].Text!.Split('\n').First(l => l.Contains("/invitation/", StringComparison.Ordinal)).Trim();
        await using var second = await chromium.OpenAsync(app, Screen.Desktop);
        await second.OpensAsync(link);
        await second.SeesAGoodPageAsync();
        await second.Page.Locator("#f-name").FillAsync("佐藤 健一");
        await second.Page.Locator("#f-password").FillAsync("another long and good phrase");
        await second.Page.Locator("button", new() { HasText = "パスワード" }).ClickAsync();
        await second.ArrivesAtAsync("/connections");
        await second.SeesAGoodPageAsync();
        await second.OpensAsync("/members");
        await second.SeesAsync("この画面を開く権限がありません");
        await second.SeesAGoodPageAsync();
    }
}
