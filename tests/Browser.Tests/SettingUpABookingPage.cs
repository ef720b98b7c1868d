using System.Text.RegularExpressions;
using Hidori.Browser.Tests.Kit;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Hidori.Browser.Tests;

/// <summary>SPEC B11b, B14: a host sets a page up, sees what guests will see, and asks why a time is not offered.</summary>
public sealed class SettingUpABookingPage(App app, Chromium chromium) : IClassFixture<App>
{
    private const string LongName = "校正サービスのご案内と、年間契約の見積のご相談のための、名前の長い予約ページ";

    [Fact]
    public async Task The_preview_follows_what_is_typed_and_every_page_is_a_good_one()
    {
        await using var host = await chromium.OpenAsync(app, Screen.Desktop);
        await host.SignsInAsync("tanaka");
        await host.OpensAsync("/booking-pages");
        await host.SeesAsync("との打ち合わせ");
        await host.SeesGoodPagesAsync("/booking-pages");
        var path = (await host.Page.Locator("main h2 a").First.GetAttributeAsync("href"))!;

        await host.OpensAsync(path);
        await host.Page.Locator("#f-name").FillAsync("製品のご相談");
        await Expect(host.Page.Locator("#pv .screen .lg")).ToHaveTextAsync("製品のご相談");
        await Expect(host.Page.Locator("#pv .slot").First).ToBeVisibleAsync();
        await host.Page.Locator("#f-lengths").FillAsync("500");
        await Expect(host.Page.Locator("#pv")).ToContainTextAsync("直すと、ここに見え方を表示します");
        await host.Page.Locator("#f-lengths").FillAsync("60");
        await host.Page.Locator("button[value=addQuestion]").ClickAsync();
        await Expect(host.Page.Locator("#f-q0-label")).ToBeVisibleAsync();
        await Expect(host.Page.Locator("#f-name")).ToHaveValueAsync("製品のご相談");
        await host.Page.Locator("#f-q0-label").FillAsync("ご相談の分野");
        await host.Page.Locator("button[value=save]").ClickAsync();
        await host.SeesAsync("予約ページの設定を保存しました。");

        await host.SeesGoodPagesAsync(path);
        await host.OpensAsync("/booking-pages");
        await host.Page.Locator("form[action$='/duplicate'] button").First.ClickAsync();
        await host.Page.Locator("#f-name").FillAsync(LongName);
        await host.Page.Locator("button[value=save]").ClickAsync();
        await host.SeesAsync("予約ページの設定を保存しました。");
        await host.SeesGoodPagesAsync($"{path}/why");
        await host.Page.Locator("#w-page").SelectOptionAsync(new SelectOptionValue { Label = LongName });
        await host.Page.Locator("main form[action$='/why'] button").ClickAsync();
        await Expect(host.Page.Locator("main .pagehead")).ToContainTextAsync(LongName);
        await host.SeesAsync("判定の内訳");
        await host.Page.Locator("form[action$='/why/read'] button").ClickAsync();
        await host.SeesAsync("カレンダーを読み直しました。");
        await host.SeesAGoodPageAsync();
        await host.OpensAsync($"{path}/links");
        await host.Page.Locator("button.primary", new() { HasText = "発行する" }).ClickAsync();
        await Expect(host.Page.Locator("input[readonly]")).ToHaveValueAsync(new Regex("/b/-/"));
        await host.SeesGoodPagesAsync($"{path}/links");
        await host.SeesGoodPagesAsync("/booking-pages/organization");
        await host.SeesGoodPagesAsync($"{path}/delete");
    }
}
