using System.Text.RegularExpressions;
using Hidori.Browser.Tests.Kit;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Hidori.Browser.Tests;

/// <summary>SPEC B11: a host sees the mails of a page as they will be, and a guest on a phone books by the button in one.</summary>
public sealed partial class MailsOfABookingPage(App app, Chromium chromium) : IClassFixture<App>
{
    private const string Guest = "takahashi@guest.example";

    /// <summary>Bars of indigo, 240 by 56 pixels.</summary>
    private static readonly byte[] Logo = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAPAAAAA4CAIAAABMjOIcAAAA3ElEQVR42u3SwQ3AIAwEQTdCTTRE76YJLISZU94bJZ5Is0YLv8CANgPaDGgzoA1osx6gx1zXn4oPO/Venbc6QOsADbQO0EDrAA20DtAODzTQOkADrQM00DpAA60DtMMDDbQO0EDrAA20DtBA6wDt8EADrQM00DpAA60DNNA6QDs80EDrAA20DtBA6wDt8DpAOzzQQOsADbQO0EDrAO3wOkA7PNBA6wANtA7QQOsA7fA6QOsADbQO0EDrAA20DtAODzTQOkADrQM00DrloNOs0YA2oM2ANgPaDGj7eBv2aSWRi29O5gAAAABJRU5ErkJggg==");

    [Fact]
    public async Task What_is_typed_is_seen_in_the_mail_and_a_guest_confirms_by_one()
    {
        await using var host = await chromium.OpenAsync(app, Screen.Desktop);
        await host.SignsInAsync("tanaka");
        await host.OpensAsync("/booking-pages");
        var address = new Uri(await host.Page.Locator("main input[readonly]").First.InputValueAsync()).AbsolutePath;
        var mails = (await host.Page.Locator("main h2 a").First.GetAttributeAsync("href"))! + "/mails";

        await host.OpensAsync(mails);
        await host.Page.Locator("#f-logo").SetInputFilesAsync(new Microsoft.Playwright.FilePayload { Name = "logo.png", MimeType = "image/png", Buffer = Logo });
        await host.Page.Locator("button", new() { HasText = "このロゴにする" }).ClickAsync();
        await host.SeesAsync("ロゴを保存しました。");
        await host.Page.Locator("#f-hostName").FillAsync("カスタマーサポート窓口");
        await host.Page.Locator("input[name=upcoming]").CheckAsync();
        await host.Page.Locator("#f-words").FillAsync("当日は10分前から入室できます。");
        await host.Page.Locator("label", new() { HasTextRegex = Reminder() }).ClickAsync();
        var frame = host.Page.FrameLocator("#mail-preview iframe");
        await Expect(frame.Locator("body")).ToContainTextAsync("当日は10分前から入室できます。");
        await Expect(frame.Locator("body")).ToContainTextAsync("カスタマーサポート窓口");
        await Expect(host.Page.Locator("#mail-preview")).ToContainTextAsync("17:00 に送ります");
        await host.Page.Locator("button[value=test]").ClickAsync();
        await host.SeesAsync("に送りました。");
        await App.EventuallyAsync("the test mail is there", () => app.MailsTo(App.Mail("tanaka")).Count == 1);
        await host.Page.Locator("input[name=confirms]").CheckAsync();
        await host.Page.Locator("button[value=save]").ClickAsync();
        await host.SeesAsync("メールの設定を保存しました。");
        await host.SeesGoodPagesAsync(mails);

        await using var guest = await chromium.OpenAsync(app, Screen.Phone, script: false);
        await guest.OpensAsync(address);
        await guest.Page.Locator("button", new() { HasText = "この日時を選ぶ" }).ClickAsync();
        await guest.Page.Locator("#f-company").FillAsync("みなと設計株式会社");
        await guest.Page.Locator("#f-name").FillAsync("高橋 直子");
        await guest.Page.Locator("#f-mail").FillAsync(Guest);
        app.TimePasses(TimeSpan.FromSeconds(20));
        await guest.Page.Locator("button.primary", new() { HasText = "確認メールを受け取る" }).ClickAsync();
        await guest.SeesAsync("まだ予約は確定していません");
        await App.EventuallyAsync("the guest has the link", () => app.MailsTo(Guest).Count == 1);
        var link = Link().Match(app.MailsTo(Guest)[0].Text!).Value;
        await guest.OpensAsync(link);
        await using var reader = await chromium.OpenAsync(app, Screen.Phone);
        await reader.OpensAsync(link);
        await reader.SeesGoodPagesAsync(link);
        await guest.Page.Locator("button.primary", new() { HasText = "予約を確定する" }).ClickAsync();
        await guest.SeesAsync("確定しました");
        await App.EventuallyAsync("the guest has the confirmation", () => app.MailsTo(Guest).Count == 2);

        foreach (var mail in app.MailsTo(Guest).Concat(app.MailsTo(App.Mail("tanaka"))))
        {
            await reader.OpensAsync("about:blank");
            await reader.Page.SetContentAsync(mail.HtmlWithPictures!);
            await reader.SeesAGoodMailAsync();
        }
    }

    [GeneratedRegex(@"/b/\S+/confirm/\S+")]
    private static partial Regex Link();

    [GeneratedRegex("^リマインド$")]
    private static partial Regex Reminder();
}
