using System.Text.RegularExpressions;
using Hidori.Browser.Tests.Kit;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Hidori.Browser.Tests;

/// <summary>SPEC B8: another week is the same page with other times, for fingers, keys, screen readers and the back button.</summary>
public sealed class MovingThroughTheWeeks(App app, Chromium chromium) : IClassFixture<App>
{
    [Theory]
    [InlineData(Screen.Phone)]
    [InlineData(Screen.Desktop)]
    public async Task Only_the_times_change_and_zone_language_focus_and_history_stay(Screen screen)
    {
        await using var host = await chromium.OpenAsync(app, Screen.Desktop);
        await host.SignsInAsync("tanaka");
        await host.OpensAsync("/booking-pages");
        var address = await app.SetsAsync("tanaka", s => s);
        await using var guest = await chromium.OpenAsync(app, screen);
        await guest.OpensAsync(address + "?lang=en&zone=America/New_York");
        var page = guest.Page;
        var title = page.Locator(".pager h3");
        var said = page.Locator("slot-picker + [role=status]");
        await Expect(said).ToBeAttachedAsync();
        await page.EvaluateAsync("() => { window.untouched = true; }");
        var first = await title.InnerTextAsync();

        await page.Locator("[data-swap=next]").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(title).Not.ToHaveTextAsync(first);
        var second = await title.InnerTextAsync();
        await Expect(said).ToContainTextAsync(second);
        await Expect(said).ToContainTextAsync("free times");
        await Expect(page.Locator("[data-swap=next]")).ToBeFocusedAsync();
        await Expect(page).ToHaveURLAsync(new Regex("from=2027-04-.*lang=en"));
        await page.Locator("[data-swap=more]").ClickAsync();
        await Expect(title).Not.ToHaveTextAsync(second);
        await Expect(title).ToBeFocusedAsync();
        await Expect(title).ToBeInViewportAsync();
        await page.GoBackAsync();
        await Expect(title).ToHaveTextAsync(second);
        await page.Locator("[data-swap=week]").ClickAsync();
        await Expect(page.Locator(".weektable")).ToBeVisibleAsync();
        await Expect(page.Locator("[data-swap=week]")).ToBeFocusedAsync();
        await page.GoBackAsync();
        await Expect(page.Locator(".weektable")).ToHaveCountAsync(0);
        await page.GoBackAsync();
        await Expect(title).ToHaveTextAsync(first);
        await page.GoForwardAsync();
        await Expect(title).ToHaveTextAsync(second);
        Assert.True(await page.EvaluateAsync<bool>("() => window.untouched === true"), "the page was loaded anew");
        await guest.SeesAGoodPageAsync();

        // The language switch and the slots belong to the week that is shown.
        await page.Locator(".guesthead a").ClickAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "ja");
        await Expect(page).ToHaveURLAsync(new Regex("from=2027-04-"));
        await page.Locator("[data-swap=previous]").ClickAsync();
        await Expect(said).ToContainTextAsync("件の空き");
        await page.Locator("[data-swap=next]").ClickAsync();
        await Expect(page.Locator(".days .slot").First).ToHaveAttributeAsync("value", new Regex("^2027-04-1[2-9]"));
        await page.Locator(".days .slot").First.ClickAsync();
        await guest.SeesAsync("UTC-04:00");
        await page.GoBackAsync();
        await Expect(page.Locator(".days .slot").First).ToHaveAttributeAsync("value", new Regex("^2027-04-1[2-9]"));
    }

    [Theory]
    [InlineData(Screen.Phone)]
    [InlineData(Screen.Desktop)]
    public async Task What_is_typed_goes_along_to_another_week_and_back_to_the_form(Screen screen)
    {
        await using var host = await chromium.OpenAsync(app, Screen.Desktop);
        await host.SignsInAsync("tanaka");
        await host.OpensAsync("/booking-pages");
        var address = await app.SetsAsync("tanaka", s => s);
        await using var guest = await chromium.OpenAsync(app, screen);
        await guest.OpensAsync(address);
        var page = guest.Page;
        await page.Locator(".days .slot").First.ClickAsync();
        await page.Locator("#f-name").FillAsync("森 一郎");
        await page.Locator("button[value=times]").ClickAsync();

        await guest.SeesAGoodPageAsync();
        // A day in the same page asks the server for nothing.
        var posted = 0;
        page.Request += (_, request) => posted += request.Url.Contains("/b/", StringComparison.Ordinal) ? 1 : 0;
        await page.Locator(".dayjump a").First.ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/details#d2027-"));
        await page.GoBackAsync();
        Assert.Equal(0, posted);
        await page.Locator(".pager button").Last.ClickAsync();
        await page.Locator(".segment button").Last.ClickAsync();
        await Expect(page.Locator(".weektable")).ToBeVisibleAsync();
        await guest.SeesAGoodPageAsync();
        await page.Locator(".weektable .slot").First.ClickAsync();

        await Expect(page.Locator("#f-name")).ToHaveValueAsync("森 一郎");
        Assert.DoesNotContain("%E6%A3%AE", page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_times_cannot_be_fetched_the_link_is_followed()
    {
        await using var host = await chromium.OpenAsync(app, Screen.Desktop);
        await host.SignsInAsync("tanaka");
        await host.OpensAsync("/booking-pages");
        var address = await app.SetsAsync("tanaka", s => s);
        await using var guest = await chromium.OpenAsync(app, Screen.Phone);
        await guest.OpensAsync(address);
        await Expect(guest.Page.Locator("slot-picker + [role=status]")).ToBeAttachedAsync();

        await guest.Page.RouteAsync("**/b/**", route => route.Request.ResourceType == "fetch" ? route.AbortAsync() : route.ContinueAsync());
        await guest.Page.EvaluateAsync("() => { window.untouched = true; }");
        await guest.Page.Locator("[data-swap=next]").ClickAsync();
        await Expect(guest.Page).ToHaveURLAsync(new Regex("from="));
        await Expect(guest.Page.Locator("[data-swap=previous]")).ToBeVisibleAsync();
        Assert.False(await guest.Page.EvaluateAsync<bool>("() => window.untouched === true"));
        guest.Forgets("ERR_FAILED");
    }
}
