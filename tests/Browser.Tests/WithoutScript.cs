using Hidori.Browser.Tests.Kit;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Hidori.Browser.Tests;

/// <summary>Everything can be done with JavaScript switched off.</summary>
public sealed class WithoutScript(App app, Chromium chromium) : IClassFixture<App>
{
    [Theory]
    [InlineData(Screen.Phone)]
    [InlineData(Screen.Desktop)]
    public async Task A_host_composes_with_date_and_time_fields_and_loses_nothing_typed(Screen screen)
    {
        await using var host = await chromium.OpenAsync(app, screen, script: false);
        await host.SignsInAsync("tanaka");
        await host.OpensAsync("/proposals/new");
        var page = host.Page;
        var name = page.Locator("#f-guestName");

        await page.Locator("#f-title").FillAsync("保守契約のご相談");
        await page.Locator("#f-newDate").FillAsync(screen == Screen.Phone ? "2027-04-15" : "2027-04-16");
        await page.Locator("#f-newStart").FillAsync("11:00");
        await page.Locator("button[value=addCandidate]").ClickAsync();
        await host.SeesAsync("終了時刻を「11:00」のように入力してください。");
        await page.Locator("#f-newEnd").FillAsync("11:45");
        await page.Locator("button[value=addCandidate]").ClickAsync();
        await Expect(page.Locator("[data-list] li")).ToHaveCountAsync(1);
        await host.SeesNothingOverTheEdgeAsync();

        await page.Locator("button[value=send]").ClickAsync();
        await host.SeesAsync("お客様のお名前を入力してください。");
        await Expect(name).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(page.Locator("#f-title")).ToHaveValueAsync("保守契約のご相談");
        await name.FillAsync("高橋 直子");
        await page.Locator("input[name=delivery][value=url]").CheckAsync();
        await page.Locator("button[value=send]").ClickAsync();

        await host.SeesAsync("URL を発行しました");
        await host.SeesNothingOverTheEdgeAsync();
    }

    [Fact]
    public async Task A_guest_changes_the_zone_without_losing_the_choice_or_the_note()
    {
        await using var host = await chromium.OpenAsync(app, Screen.Desktop);
        await host.SignsInAsync("tanaka");
        var sent = await new Composer(host).ProposesAsync("時差のある打合せ");
        await using var guest = await chromium.OpenAsync(app, Screen.Phone, script: false);
        await guest.OpensAsync(sent.GuestPath);
        var page = guest.Page;

        await page.Locator("label.option").Nth(1).ClickAsync();
        await page.Locator("summary", new() { HasText = "書き添える" }).ClickAsync();
        await page.Locator("#f-note").FillAsync("二名で伺います。");
        await page.Locator("summary", new() { HasText = "時間帯を変える" }).ClickAsync();
        await page.Locator("#f-zone").SelectOptionAsync("Asia/Singapore");
        await page.Locator("button[value=zone]").ClickAsync();

        await guest.SeesAsync("15:00〜16:00");
        await Expect(page.Locator("#f-note")).ToHaveValueAsync("二名で伺います。");
        await page.Locator("button", new() { HasText = "アポイントメントを確定する" }).ClickAsync();
        await guest.SeesAsync("アポイントメントが確定しました");
        await guest.SeesAsync("15:00〜16:00");
        await host.OpensAsync($"/appointments/{sent.Appointment}");
        await host.SeesAsync("二名で伺います。");
        await host.SeesAsync("16:00〜17:00");
    }
}
