using Hidori.Browser.Tests.Kit;
using Xunit;

namespace Hidori.Browser.Tests;

/// <summary>SPEC B8: a guest whom no free time suits says when it would, without scripts; the host reads it and settles it.</summary>
public sealed class TellingAWish(App app, Chromium chromium) : IClassFixture<App>
{
    [Fact]
    public async Task From_the_times_that_do_not_suit_to_the_hosts_list()
    {
        await using var host = await chromium.OpenAsync(app, Screen.Desktop);
        await host.SignsInAsync("tanaka");
        await host.OpensAsync("/booking-pages");
        var address = await app.SetsAsync("tanaka", s => s);

        await using var guest = await chromium.OpenAsync(app, Screen.Phone, script: false);
        await guest.OpensAsync(address);
        await guest.Page.Locator("a", new() { HasText = "ご希望をお知らせください" }).ClickAsync();
        await guest.Page.Locator("#f-wish").FillAsync("4月14日の午後を希望します。");
        await guest.Page.Locator("#f-name").FillAsync("高橋 直子");
        app.TimePasses(TimeSpan.FromSeconds(20));
        await guest.Page.Locator("button.primary").ClickAsync();
        await guest.SeesAsync("メールアドレスを入力してください。");
        await guest.Page.Locator("#f-mail").FillAsync("takahashi@guest.example");
        await guest.Page.Locator("button.primary").ClickAsync();
        await guest.SeesAsync("ご希望をお送りしました");
        var sent = new Uri(guest.Page.Url).PathAndQuery;

        await App.EventuallyAsync("the host has the mail", () => app.MailsTo(App.Mail("tanaka")).Count == 1);
        await using var reader = await chromium.OpenAsync(app, Screen.Phone);
        await reader.OpensAsync(address);
        await reader.SeesGoodPagesAsync(address + "/wish");
        await reader.SeesGoodPagesAsync(sent);
        await host.OpensAsync("/booking-pages");
        await host.Page.Locator("a", new() { HasText = "ご希望 1 件" }).ClickAsync();
        await host.SeesAsync("4月14日の午後を希望します。");
        await host.SeesGoodPagesAsync(new Uri(host.Page.Url).AbsolutePath);
        await host.SeesGoodPagesAsync("/booking-pages");
    }
}
