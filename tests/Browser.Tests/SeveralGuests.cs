using Hidori.Browser.Tests.Kit;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Hidori.Browser.Tests;

/// <summary>SPEC P2, P9: two guests of one proposal; the second answers and the first sees who did.</summary>
public sealed class SeveralGuests(App app, Chromium chromium) : IClassFixture<App>
{
    [Theory]
    [InlineData(Screen.Phone, "2027-04-14")]
    [InlineData(Screen.Desktop, "2027-04-22")]
    public async Task A_second_guest_is_added_answers_and_the_first_sees_it(Screen screen, string date)
    {
        await using var host = await chromium.OpenAsync(app, screen);
        await host.SignsInAsync("tanaka");
        var composer = new Composer(host);
        await composer.OpensAsync();
        await composer.TypesAsync(date, "10:00", "11:00");
        await composer.FillsInAsync($"お二人との打合せ {screen}");
        await host.Page.Locator("button[value=addGuest]").ClickAsync();
        await Expect(host.Page.Locator("[data-list] li")).ToHaveCountAsync(1);
        await host.Page.Locator("#f-guestName2").FillAsync("森 一郎");
        await host.Page.Locator("#f-guestMail2").FillAsync("mori@guest.example");
        await host.Page.Locator("#f-copies").FillAsync("hisho@guest.example");
        await host.SeesAGoodPageAsync();
        await composer.IsReadyAsync();
        var sent = await composer.SendsAsync();
        await host.SeesAsync("森 一郎 様の URL");
        await host.SeesAGoodPageAsync();
        var second = await host.Page.Locator("#guest-url-2").InputValueAsync();

        await using var guest = await chromium.OpenAsync(app, screen, script: false);
        await guest.OpensAsync(new Uri(second).AbsolutePath);
        await guest.Page.Locator("label.option").First.ClickAsync();
        await guest.Page.Locator("summary", new() { HasText = "書き添える" }).ClickAsync();
        await guest.Page.Locator("#f-companions").FillAsync("2名(部下の林、鈴木)");
        await guest.SeesNothingOverTheEdgeAsync();
        await guest.Page.Locator("button", new() { HasText = "アポイントメントを確定する" }).ClickAsync();
        await guest.SeesAsync("アポイントメントが確定しました");

        await using var first = await chromium.OpenAsync(app, screen);
        await first.OpensAsync(sent.GuestPath);
        await first.SeesAsync("森 一郎 様がお選びになりました");
        await first.SeesAGoodPageAsync();
        await host.OpensAsync($"/appointments/{sent.Appointment}");
        await host.SeesAsync("2名(部下の林、鈴木)");
        await host.SeesAsync("ほか 1 名");
        await host.SeesAGoodPageAsync();
    }
}
