using Hidori.Browser.Tests.Kit;
using Xunit;

namespace Hidori.Browser.Tests;

/// <summary>SPEC A3: by the link they have, the guest asks for another date and then cancels.</summary>
public sealed class TheGuestsChangeOfMind(App app, Chromium chromium) : IClassFixture<App>
{
    [Theory]
    [InlineData(Screen.Desktop, "2027-04-13")]
    [InlineData(Screen.Phone, "2027-04-14")]
    public async Task Another_date_is_kept_as_it_is_and_the_guest_cancels(Screen screen, string date)
    {
        await using var host = await chromium.OpenAsync(app, screen);
        await host.SignsInAsync("tanaka");
        var sent = await new Composer(host).ProposesAsync($"都合の変わる打合せ {screen}", date);
        await using var guest = await chromium.OpenAsync(app, screen);
        await guest.OpensAsync(sent.GuestPath);
        await guest.Page.Locator("label.option").First.ClickAsync();
        await guest.Page.Locator("button", new() { HasText = "アポイントメントを確定する" }).ClickAsync();
        await guest.SeesAsync("ご都合が変わったとき");
        await guest.SeesAGoodPageAsync();

        await guest.Page.Locator("a[href*='/date']").ClickAsync();
        await guest.SeesAGoodPageAsync();
        await guest.Page.Locator("[name=wishMessage]").FillAsync("一週間あとだと助かります");
        await guest.Page.Locator("form[action$='/date'] button[type=submit]").ClickAsync();
        await guest.SeesAsync("日時の変更を依頼しています");
        await guest.SeesAGoodPageAsync();

        await host.OpensAsync($"/appointments/{sent.Appointment}");
        await host.SeesAsync("一週間あとだと助かります");
        await host.SeesAGoodPageAsync();
        await host.Page.Locator("form[action$='/keep-date'] button").ClickAsync();
        await host.SeesAsync("この日時のままに決定");

        await guest.OpensAsync(sent.GuestPath + "/cancel");
        await guest.SeesAGoodPageAsync();
        await guest.Page.Locator("[name=reason]").FillAsync("体調を崩しました");
        await guest.Page.Locator("form[action$='/cancel'] button[type=submit]").ClickAsync();
        await guest.SeesAsync("アポイントメントをキャンセルしました");
        await guest.SeesAGoodPageAsync();
    }
}
