using Hidori.Browser.Tests.Kit;
using Xunit;

namespace Hidori.Browser.Tests;

/// <summary>SPEC B8, B9: a guest on a phone, without scripts, books in three taps, moves it and finds every page a good one.</summary>
public sealed class BookingAFreeTime(App app, Chromium chromium) : IClassFixture<App>
{
    private const string Guest = "takahashi@guest.example";

    [Fact]
    public async Task Three_taps_from_the_link_to_the_booking_then_another_time()
    {
        await using var host = await chromium.OpenAsync(app, Screen.Desktop);
        await host.SignsInAsync("tanaka");
        await host.OpensAsync("/booking-pages");
        var address = new Uri((await host.Page.Locator("main input[readonly]").First.InputValueAsync())!).AbsolutePath;

        await using var guest = await chromium.OpenAsync(app, Screen.Phone, script: false);
        await guest.OpensAsync(address);
        await guest.SeesAsync("最短でご予約いただける日時");
        await guest.Page.Locator("button", new() { HasText = "この日時を選ぶ" }).ClickAsync();
        await guest.SeesAsync("お客様の情報");
        await guest.Page.Locator("#f-company").FillAsync("みなと設計株式会社");
        await guest.Page.Locator("#f-name").FillAsync("高橋 直子");
        await guest.Page.Locator("#f-mail").FillAsync(Guest);
        app.TimePasses(TimeSpan.FromSeconds(20));
        await guest.Page.Locator("button.primary", new() { HasText = "予約を確定する" }).ClickAsync();
        await guest.SeesAsync("確定しました");
        await App.EventuallyAsync("the guest has the confirmation", () => app.MailsTo(Guest).Count == 1);
        var link = new Uri(guest.Page.Url).AbsolutePath;

        await guest.Page.Locator("a", new() { HasText = "日時を変更する" }).ClickAsync();
        await guest.Page.Locator(".days .slot").First.ClickAsync();
        await guest.Page.Locator("button.primary", new() { HasText = "この日時に変更する" }).ClickAsync();
        await guest.SeesAsync("確定しました");
        await App.EventuallyAsync("the guest is told of the new time", () => app.MailsTo(Guest).Count == 2);

        await using var reader = await chromium.OpenAsync(app, Screen.Phone);
        await reader.OpensAsync(address);
        await reader.SeesGoodPagesAsync(address);
        await reader.SeesGoodPagesAsync(address + "?view=week");
        await reader.SeesGoodPagesAsync(address + "?zone=America/New_York");
        await reader.SeesGoodPagesAsync(link);
        await reader.SeesGoodPagesAsync(link + "/move");
        await reader.OpensAsync(address + "?zone=Asia/Tokyo");
        await reader.Page.Locator(".days .slot").First.ClickAsync();
        await reader.SeesGoodPagesAsync(new Uri(reader.Page.Url).PathAndQuery);
        await reader.SeesGoodPagesAsync("/b/-/nothing");
    }

    /// <summary>Enter presses what the form is for, though another button of the same form comes first in the page.</summary>
    [Fact]
    public async Task Enter_in_a_field_books()
    {
        await using var host = await chromium.OpenAsync(app, Screen.Desktop);
        await host.SignsInAsync("sato");
        await host.OpensAsync("/booking-pages");
        var address = new Uri((await host.Page.Locator("main input[readonly]").First.InputValueAsync())!).AbsolutePath;

        await using var guest = await chromium.OpenAsync(app, Screen.Desktop);
        await guest.OpensAsync(address);
        await guest.Page.Locator("button", new() { HasText = "この日時を選ぶ" }).ClickAsync();
        await guest.SeesAsync("お客様の情報");
        await guest.Page.Locator("#f-company").FillAsync("港産業");
        await guest.Page.Locator("#f-name").FillAsync("森 一郎");
        await guest.Page.Locator("button[lang=en]").ClickAsync();
        await guest.SeesAsync("Your details");
        await guest.Page.Locator("#f-mail").FillAsync("mori@guest.example");
        app.TimePasses(TimeSpan.FromSeconds(20));
        await guest.Page.Locator("#f-mail").PressAsync("Enter");
        await guest.SeesAsync("港産業");
        await App.EventuallyAsync("the guest has the confirmation", () => app.MailsTo("mori@guest.example").Count == 1);
    }
}
